"""Proofs of small instances."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver import proof
from solver.assignment import greedy
from solver.cpsat import Flow, Limits
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent, Bound, lagrangian
from solver.proof import Proof, prove
from solver.verify import verify
from tests.solver.brute_force import cheapest_plan
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

CROWD = instance_of((desk("one", (9, 13)),), (party("p0"), party("p1"), party("p2")))


def _proof(instance: Instance, rounds: int = 0) -> Proof | None:
    pricer = pricer_of(instance)
    ascent = Ascent(pricer)
    ascent.run(rounds, lambda: False)
    cost = greedy(pricer, np.zeros(pricer.classes.free.shape)).cost
    with ThreadPoolExecutor(2) as executor:
        return prove(pricer, ascent.best, cost, Limits(20.0), executor)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=2, max_steps=2))
def test_both_engines_prove_the_cost_of_the_best_plan(instance: Instance) -> None:
    """The bound is its cost, and one of the plans found has it; every plan found keeps the rules."""
    found = _proof(instance, rounds=20)
    if found is None:
        return
    best = cheapest_plan(instance)
    assert found.bound == pytest.approx(best, abs=1e-4)
    assert min(plan.cost for plan in found.plans) == pytest.approx(best)
    assert all(verify(instance, lay_out(plan, 0.0, 0.0)).ok for plan in found.plans)


def test_a_shortage_is_proven() -> None:
    """Two served and one late: nothing cheaper exists."""
    found = _proof(CROWD)
    assert found is not None
    assert found.bound == pytest.approx(1200)
    assert [plan.cost for plan in found.plans] == [1200, 1200]


def test_nobody_who_can_be_served_needs_no_proof() -> None:
    """The bound without prices says it all."""
    instance = instance_of((), (party("p0"),))
    pricer = pricer_of(instance)
    none = np.zeros(pricer.classes.free.shape)
    assert lagrangian(pricer, pricer.price_all(none), none) == pytest.approx(1000)
    assert _proof(instance) is None


@pytest.mark.parametrize("limit", ["_MOST_NODES", "_MOST_ARCS"])
def test_too_many_itineraries_are_not_tried(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is better spent on searching."""
    monkeypatch.setattr(proof, limit, 3)
    assert _proof(CROWD) is None


def test_engines_that_find_nothing_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an answer there is no bound, and no plan."""

    def none(*_arguments: object) -> Flow | None:
        return None

    monkeypatch.setattr(proof, "integral_flow", none)
    monkeypatch.setattr(proof, "whole_by_highs", none)
    assert _proof(CROWD) == Proof(-np.inf, ())


def test_a_bound_is_never_above_the_cost_that_is_known() -> None:
    """Itineraries that no better plan can hold are left out, so the rest may cost more."""
    pricer = pricer_of(CROWD)
    with ThreadPoolExecutor(2) as executor:
        found = prove(pricer, Bound(0.0, np.zeros(pricer.classes.free.shape)), 500.0, Limits(20.0), executor)
    assert found is not None
    assert found.bound == 500.0
