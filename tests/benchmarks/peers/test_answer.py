"""From what a peer decides to a plan, and back."""

from hypothesis import given, settings

from benchmarks.instances import Family, generate
from benchmarks.peers import greedy
from benchmarks.peers.answer import held_in, plan_of
from benchmarks.peers.pools import pools_of
from solver.instance import Instance
from solver.verify import verify
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances


@settings(max_examples=40)
@given(instances(max_arrivals=3, most_desks=1))
def test_a_plan_can_be_taken_apart_and_put_together(instance: Instance) -> None:
    """Desks may change, times and cost do not."""
    plan = greedy.plan(instance, seconds=1.0, workers=1, seed=0)
    again = plan_of(instance, held_in(instance, pools_of(instance), plan), plan.bound, plan.seconds)
    assert not verify(instance, again).violations
    assert (again.cost, again.late) == (plan.cost, plan.late)


def test_a_plan_is_optimal_where_it_costs_its_bound() -> None:
    """And never costs less than its bound."""
    instance = generate(Family(8, days=3), 1)
    held = held_in(instance, pools_of(instance), greedy.plan(instance, seconds=1.0, workers=1, seed=0))
    assert plan_of(instance, held, 0.0, 0.0).status == "feasible"
    assert plan_of(instance, held, 1e9, 0.0).status == "optimal"
    assert plan_of(instance, held, 1e9, 0.0).bound == plan_of(instance, held, 0.0, 0.0).cost


def test_who_is_not_served_is_late() -> None:
    """With the price of being late."""
    instance = instance_of((desk("a", (9, 12)),), (party("p"), party("q")))
    plan = plan_of(instance, {}, 0.0, 0.0)
    assert (plan.late, plan.cost, plan.itineraries) == (("p", "q"), 2000.0, ())
