"""Ruin and recreate."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.instance import Instance
from solver.layout import lay_out
from solver.search import RuinRecreate
from solver.verify import verify
from tests.solver.stage import first_plan
from tests.solver.strategies import instances


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3), st.integers(0, 2**32 - 1))
def test_the_best_plan_seen_is_kept_and_keeps_every_rule(instance: Instance, seed: int) -> None:
    """However warm the search: the cost it counts is the cost there is."""
    plan = first_plan(instance)
    before = plan.cost
    search = RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape), np.random.default_rng(seed))
    for heat in (1.0, 0.5, 0.0, 1.0):
        search.step(heat)
        assert search.cost == pytest.approx(plan.cost)
        assert search.best_cost <= min(before, search.cost) + 1e-6
    found = search.result()
    assert found.cost == pytest.approx(search.best_cost)
    assert verify(instance, lay_out(found, 0.0, 0.0)).ok


def test_without_heat_no_step_makes_a_plan_worse() -> None:
    """And in a crowd some make it better."""
    plan = first_plan(generate(Family(arrivals=60, days=4, desks=(1, 2, 2)), 4))
    costs = [plan.cost]
    search = RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape), np.random.default_rng(1))
    for _ in range(60):
        search.step(0.0)
        costs.append(plan.cost)
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] < costs[0]
    assert search.rounds == 60


def test_the_same_seed_finds_the_same_plan() -> None:
    """Every choice comes from the generator given."""
    costs = set()
    for _ in range(2):
        plan = first_plan(generate(Family(arrivals=40, days=4, desks=(1, 2, 2)), 4))
        search = RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape), np.random.default_rng(7))
        for _ in range(20):
            search.step(0.5)
        costs.add(search.result().cost)
    assert len(costs) == 1
