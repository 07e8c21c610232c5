"""Plain CP-SAT: its model, its hint, and what it tells as it goes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from ortools.sat.python import cp_model

from benchmarks.instances import Family, generate
from benchmarks.peers import cp_sat, greedy
from benchmarks.peers.answer import held_in
from benchmarks.peers.pools import pools_of
from solver.instance import Instance, Journey, Objective, Step
from solver.solve import Progress, solve
from tests.solver.brute_force import cheapest_plan
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances


@settings(max_examples=25)
@given(instances(max_arrivals=1, max_steps=4, most_desks=1))
def test_one_arrival_gets_its_cheapest_itinerary(instance: Instance) -> None:
    """Of up to four steps, at up to three locations."""
    plan = cp_sat.plan(instance, seconds=20.0, workers=1, seed=0)
    assert plan.cost == pytest.approx(cheapest_plan(instance))


@settings(max_examples=25)
@given(instances(max_arrivals=3, max_steps=4, most_desks=1))
def test_the_greedy_plan_is_a_complete_hint(instance: Instance) -> None:
    """With all variables fixed to the hint the model has the cost of that plan."""
    pools = pools_of(instance)
    plan = greedy.plan(instance, seconds=1.0, workers=1, seed=0)
    model = cp_sat.Model(instance, pools)
    model.suggest(held_in(instance, pools, plan))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    assert solver.solve(model.model) == cp_model.OPTIMAL
    assert model.cost(solver.objective_value) == pytest.approx(plan.cost)


def test_it_agrees_with_the_solver_on_a_proven_optimum() -> None:
    """Each proves its own, by unlike models."""
    instance = generate(Family(6, days=3, desks=(1, 1, 1), features=True), 3)
    ours = solve(instance, seconds=20.0, workers=1)
    theirs = cp_sat.plan(instance, seconds=20.0, workers=1, seed=0)
    assert ours.status == theirs.status == "optimal"
    assert theirs.cost == pytest.approx(ours.cost)


def test_prices_that_are_not_whole_keep_the_bound_below_the_cost() -> None:
    """They are rounded down in the objective."""
    instance = replace(generate(Family(6, days=2), 1), objective=Objective(1000.1, 33.3, 0.7, 1 / 3))
    plan = cp_sat.plan(instance, seconds=20.0, workers=1, seed=0)
    assert plan.bound <= plan.cost
    assert plan.bound == pytest.approx(plan.cost, rel=1e-5)


def test_a_gap_counts_to_the_step_before_the_last_one_too() -> None:
    """The way over a third location may be shorter than the direct one; the order asks for the direct one (rule 4)."""
    journey = Journey("j", (Step("one", "x", (1,)), Step("two", "y", (1,)), Step("three", "z", (1,), after=("one",))))
    desks = (
        desk("a", (0, 1), location="here"),
        desk("b", (1, 2), location="there", service="y"),
        desk("c", (2, 9), location="far", service="z"),
    )
    travel = {frozenset(("here", "far")): 6, frozenset(("here", "there")): 0, frozenset(("there", "far")): 0}
    instance = replace(instance_of(desks, (party("p"),), journey=journey, travel=travel), min_gap=0)
    plan = cp_sat.plan(instance, seconds=20.0, workers=1, seed=0)
    assert [a.start for a in plan.itineraries[0].appointments] == [0, 1, 7]


def test_an_instance_without_arrivals_costs_nothing() -> None:
    """There is nothing to plan."""
    plan = cp_sat.plan(instance_of((desk("a", (9, 12)),), ()), seconds=5.0, workers=1, seed=0)
    assert (plan.status, plan.cost) == ("optimal", 0.0)


def test_it_tells_of_better_plans_and_bounds() -> None:
    """Cost never rises, the bound never falls, and the last word is the plan's."""
    seen: list[Progress] = []
    instance = generate(Family(8, days=2, desks=(1, 1, 1), window_days=2), 2)
    plan = cp_sat.plan(instance, seconds=20.0, workers=1, seed=0, on_progress=seen.append)
    assert [p.cost for p in seen] == sorted((p.cost for p in seen), reverse=True)
    assert [p.bound for p in seen] == sorted(p.bound for p in seen)
    assert (seen[-1].cost, seen[-1].late) == (plan.cost, len(plan.late))


def test_without_time_the_greedy_plan_is_the_answer() -> None:
    """There is always a plan."""
    instance = generate(Family(30, days=3), 1)
    plan = cp_sat.plan(instance, seconds=0.0, workers=1, seed=0)
    assert plan.cost <= greedy.plan(instance, seconds=0.0, workers=1, seed=0).cost
