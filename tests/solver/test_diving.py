"""Plans dug out of the relaxation day by day."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.assignment import Assignment
from solver.cpsat import Limits
from solver.diving import dive
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent, lagrangian
from solver.pricing import Pricer
from solver.relaxation import relax
from solver.verify import verify
from tests.solver.stage import pricer_of
from tests.solver.strategies import instances


def _dive(pricer: Pricer, gap: float) -> tuple[Assignment, float] | None:
    """The plan and the bound that the relaxation proves."""
    ascent = Ascent(pricer)
    ascent.run(30, lambda: False)
    relaxed = relax(pricer, ascent.best.prices, seconds=20)
    if relaxed is None:
        return None
    bound = lagrangian(pricer, pricer.price_all(relaxed.prices), relaxed.prices)
    with ThreadPoolExecutor(2) as executor:
        return dive(pricer, relaxed, Limits(5.0, gap=gap), executor), bound


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=6, max_steps=3))
def test_a_plan_keeps_every_rule(instance: Instance) -> None:
    """Every feature of the format; costs and desks are counted right."""
    pricer = pricer_of(instance)
    found = _dive(pricer, 1.0)
    if found is None:
        return
    plan, _ = found
    assert (plan.occupancy.free >= 0).all()
    verdict = verify(instance, lay_out(plan, 0.0, 0.0))
    assert verdict.ok
    assert verdict.cost == pytest.approx(plan.cost)


def test_a_plan_is_near_the_bound() -> None:
    """In a crowd that the greedy plan cannot serve."""
    pricer = pricer_of(generate(Family(arrivals=60, days=6, desks=(1, 2, 2)), 3))
    found = _dive(pricer, 2.0)
    assert found is not None
    plan, bound = found
    assert not plan.late
    assert np.isfinite(bound)
    assert plan.cost <= 1.1 * bound
