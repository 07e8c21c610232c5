"""Bounds by the number of late arrivals."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.instance import Instance
from solver.lateness import bound_by_number_late, late_mass
from solver.prices import lagrangian
from solver.pricing import Pricer
from solver.relaxation import Relaxation, relax
from tests.solver.brute_force import cheapest_plan
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


def _relaxed(pricer: Pricer) -> Relaxation | None:
    return relax(pricer, np.zeros(pricer.classes.free.shape), seconds=20, crowded=True)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2))
def test_the_bound_never_passes_the_best_plan(instance: Instance) -> None:
    """Whatever the relaxation leaves late."""
    pricer = pricer_of(instance)
    relaxed = _relaxed(pricer)
    bound = None if relaxed is None else bound_by_number_late(pricer, relaxed, 20)
    assert bound is None or bound <= cheapest_plan(instance) + 1e-6


def test_half_an_arrival_late_is_a_whole_one() -> None:
    """Three slots for two parties that take two each: the relaxation serves one and a half."""
    instance = instance_of((desk("one", (9, 12)), desk("two", (12, 15))), tuple(party(f"p{n}") for n in range(3)))
    pricer = pricer_of(instance)
    relaxed = _relaxed(pricer)
    assert relaxed is not None
    mass = late_mass(pricer, relaxed)
    plain = lagrangian(pricer, pricer.price_all(relaxed.prices), relaxed.prices)
    bound = bound_by_number_late(pricer, relaxed, 20)
    if abs(mass - round(mass)) < 0.02:
        assert bound is None
    else:
        assert bound is not None
        assert bound > plain


def test_who_can_never_come_is_late_in_full() -> None:
    """And proves nothing more."""
    pricer = pricer_of(instance_of((desk("one", (9, 11)),), (party("p0"), party("never", deadline=3))))
    relaxed = _relaxed(pricer)
    assert relaxed is not None
    assert late_mass(pricer, relaxed) == pytest.approx(1.0, abs=1e-3)
    assert bound_by_number_late(pricer, relaxed, 20) is None
