"""From the relaxed plan to a whole one."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.assignment import Assignment, greedy
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent
from solver.relaxation import relax
from solver.rounding import round_by_day, search_slack
from solver.verify import verify
from tests.solver.brute_force import cheapest_plan
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


def _rounded(instance: Instance, workers: int = 1, rounds: int = 0, seconds: float = 20.0) -> Assignment | None:
    pricer = pricer_of(instance)
    ascent = Ascent(pricer)
    ascent.run(rounds, lambda: False)
    relaxed = relax(pricer, ascent.best.prices, seconds=30)
    if relaxed is None:
        return None
    with ThreadPoolExecutor(workers) as executor:
        return round_by_day(pricer, relaxed, lambda: seconds, executor, workers)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=5, max_steps=3))
def test_the_whole_plan_keeps_every_rule(instance: Instance) -> None:
    """Whatever the relaxation splits."""
    plan = _rounded(instance)
    if plan is not None:
        assert verify(instance, lay_out(plan, 0.0, 0.0)).violations == ()


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=2, max_steps=2))
def test_it_costs_no_less_than_the_best_plan(instance: Instance) -> None:
    """It is a plan, not a bound."""
    plan = _rounded(instance)
    if plan is not None:
        assert plan.cost >= cheapest_plan(instance) - 1e-6


def test_everybody_comes_on_the_day_that_has_room() -> None:
    """Two days with two places each: nobody is late, two of the four come on the second day."""
    instance = instance_of((desk("one", (9, 13), (33, 37)),), tuple(party(f"p{n}", 47) for n in range(4)), days=2)
    plan = _rounded(instance)
    assert plan is not None
    assert plan.cost == 2 * 100 + 2 * 110
    days = [int(plan.pricer.classes.day[column.cls[0]]) for column in plan.columns if column]
    assert days == [0, 0, 1, 1]


def test_it_is_much_better_than_one_by_one() -> None:
    """In a crowd, with two days planned at a time."""
    instance = generate(Family(arrivals=110, days=4, desks=(1, 2, 3)), 2)
    plan = _rounded(instance, workers=2, rounds=60)
    assert plan is not None
    assert plan.cost < greedy(plan.pricer, np.zeros(plan.pricer.classes.free.shape)).cost
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


def test_without_time_everybody_is_still_put_somewhere() -> None:
    """What CP-SAT did not plan is planned one by one."""
    instance = generate(Family(arrivals=20, days=4), 2)
    plan = _rounded(instance, seconds=0.0)
    assert plan is not None
    assert plan.late == []


@pytest.mark.parametrize("features", [False, True])
def test_the_slack_of_a_search_is_less_than_a_visit(features: bool) -> None:
    """Another day, a third of a visit, five slots of waiting."""
    assert search_slack(pricer_of(generate(Family(arrivals=2, features=features), 1))) == pytest.approx(45)
