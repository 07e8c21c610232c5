"""What is asked of every peer: plans that the verifier accepts, and no better than the best."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from benchmarks.instances import Family, generate
from benchmarks.peers import cp_sat, first_come, greedy
from solver.instance import Instance
from solver.plan import Plan
from solver.verify import verify
from tests.solver.brute_force import cheapest_plan
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances

PEERS = (cp_sat.plan, first_come.plan, greedy.plan)


@pytest.mark.parametrize("planner", PEERS)
@pytest.mark.parametrize("features", [False, True])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_peer_plans_random_instances(planner: Callable[..., Plan], features: bool, seed: int) -> None:
    """With every feature of the format, too."""
    instance = generate(Family(8, days=3, features=features), seed)
    plan = planner(instance, seconds=5.0, workers=1, seed=seed)
    assert not verify(instance, plan).violations


@settings(max_examples=25)
@given(instances(max_arrivals=2, max_steps=2, most_desks=1))
def test_no_peer_does_better_than_the_best_plan(instance: Instance) -> None:
    """CP-SAT finds it and proves it, the others come out at the same cost or above."""
    best = cheapest_plan(instance)
    for planner in PEERS:
        plan = planner(instance, seconds=20.0, workers=1, seed=0)
        assert not verify(instance, plan).violations
        assert plan.cost >= best - 1e-6
    proven = cp_sat.plan(instance, seconds=20.0, workers=1, seed=0)
    assert proven.status == "optimal"
    assert [proven.cost, proven.bound] == pytest.approx([best, best])


def test_first_come_is_served_first() -> None:
    """Whoever can come first takes the desk; in order of deadline it goes to the one who has to leave first."""
    arrivals = (party("early", deadline=14, available_from=8), party("urgent", deadline=12, available_from=9))
    instance = instance_of((desk("a", (10, 12)),), arrivals)
    assert first_come.plan(instance, seconds=1.0, workers=1, seed=0).late == ("urgent",)
    assert greedy.plan(instance, seconds=1.0, workers=1, seed=0).late == ("early",)
