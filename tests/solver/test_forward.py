"""Plans made day by day."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.assignment import Assignment, greedy
from solver.forward import plan_forward
from solver.groups import group_arrivals
from solver.homes import find_homes
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent
from solver.pricing import Pricer
from solver.relaxation import Relaxation, relax
from solver.verify import verify
from tests.solver.flows import random_prices
from tests.solver.stage import pricer_of
from tests.solver.strategies import instances


def _relaxed(pricer: Pricer) -> Relaxation | None:
    ascent = Ascent(pricer)
    ascent.run(30, lambda: False)
    return relax(pricer, ascent.best.prices, seconds=20)


def _plan(pricer: Pricer, relaxed: Relaxation, rounds: int, chains: int = 2) -> Assignment:
    with ThreadPoolExecutor(2) as executor:
        return plan_forward(pricer, relaxed, lambda _days: rounds, 3, executor, chains)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3))
def test_a_plan_made_day_by_day_keeps_every_rule(instance: Instance) -> None:
    """Every feature of the format; desks and costs are counted right."""
    pricer = pricer_of(instance)
    relaxed = _relaxed(pricer)
    if relaxed is None:
        return
    plan = _plan(pricer, relaxed, 10)
    assert (plan.occupancy.free >= 0).all()
    verdict = verify(instance, lay_out(plan, 0.0, 0.0))
    assert verdict.ok
    assert verdict.cost == pytest.approx(plan.cost)


@pytest.mark.parametrize("chains", [1, 2])
def test_it_is_much_nearer_to_the_bound_than_the_greedy_plan(chains: int) -> None:
    """In a crowd; chains of days are planned apart and fit together."""
    instance = generate(Family(arrivals=70, days=10, desks=(1, 1, 1)), 3)
    pricer = pricer_of(instance)
    relaxed = _relaxed(pricer)
    assert relaxed is not None
    plan = _plan(pricer, relaxed, 300, chains)
    assert plan.cost < greedy(pricer, np.zeros(pricer.classes.free.shape)).cost
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


def test_the_same_effort_makes_the_same_plan() -> None:
    """Every choice comes from the seed, however the threads run."""
    pricer = pricer_of(generate(Family(arrivals=60, days=8, desks=(1, 1, 1)), 3))
    relaxed = _relaxed(pricer)
    assert relaxed is not None
    first, second = (_plan(pricer, relaxed, 200) for _ in range(2))
    assert repr(first.columns) == repr(second.columns)


def test_those_who_stay_are_on_the_right_side_of_a_border() -> None:
    """Only those move whose days lie in both chains."""
    instance = generate(Family(arrivals=60, days=8, desks=(1, 2, 2)), 3)
    anyhow = pricer_of(instance)
    classes = anyhow.classes
    plan = lay_out(greedy(anyhow, random_prices(anyhow, 1, 400)), 0.0, 0.0)
    held = {itinerary.arrival: itinerary for itinerary in plan.itineraries}
    homes = find_homes(classes, held, lambda _arrival: 500.0)
    pricer = Pricer(classes, group_arrivals(instance, classes, homes))
    relaxed = _relaxed(pricer)
    assert relaxed is not None
    across = [home for home in homes.values() if len({classes.day[each[0]] < 4 for each in home.cls}) == 2]
    assert _plan(pricer, relaxed, 200, 2).moves <= 500.0 * len(across) < 500.0 * len(homes) / 10
