"""Plans made day by day."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.assignment import Assignment, greedy
from solver.budget import Budget
from solver.forward import Guide, plan_forward
from solver.groups import group_arrivals
from solver.homes import find_homes
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent
from solver.pricing import Pricer, Threads
from solver.verify import verify
from tests.solver.flows import random_prices
from tests.solver.stage import pricer_of
from tests.solver.strategies import instances


def _guide(pricer: Pricer) -> Guide:
    ascent = Ascent(pricer)
    ascent.run(100, lambda: False)
    return Guide(ascent.best.prices, ascent.begins)


def _plan(pricer: Pricer, rounds: int, chains: int = 2) -> Assignment:
    with ThreadPoolExecutor(2) as executor:
        return plan_forward(
            pricer,
            _guide(pricer),
            lambda days: Budget(60.0, rounds * days).pace(1.0, days),
            3,
            Threads(executor, chains),
        )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3))
def test_a_plan_made_day_by_day_keeps_every_rule(instance: Instance) -> None:
    """Every feature of the format; desks and costs are counted right."""
    pricer = pricer_of(instance)
    plan = _plan(pricer, 10)
    assert (plan.occupancy.free >= 0).all()
    verdict = verify(instance, lay_out(plan, 0.0, 0.0))
    assert verdict.ok
    assert verdict.cost == pytest.approx(plan.cost)


@pytest.mark.parametrize("chains", [1, 2])
def test_it_is_much_nearer_to_the_bound_than_the_greedy_plan(chains: int) -> None:
    """In a crowd; chains of days are planned apart and fit together."""
    instance = generate(Family(arrivals=70, days=10, desks=(1, 1, 1)), 3)
    pricer = pricer_of(instance)
    plan = _plan(pricer, 300, chains)
    assert plan.cost < greedy(pricer, np.zeros(pricer.classes.free.shape)).cost
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


def test_the_same_effort_makes_the_same_plan() -> None:
    """Every choice comes from the seed, however the threads run."""
    pricer = pricer_of(generate(Family(arrivals=60, days=8, desks=(1, 1, 1)), 3))
    first, second = (_plan(pricer, 200) for _ in range(2))
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
    across = [home for home in homes.values() if len({classes.day[each[0]] < 4 for each in home.cls}) == 2]
    assert _plan(pricer, 200, 2).moves <= 500.0 * len(across) < 500.0 * len(homes) / 10


def test_who_missed_the_last_chance_is_served_at_the_cost_of_the_day_before() -> None:
    """Prices of nothing put everyone off; the day before is planned anew then."""
    instance = generate(Family(arrivals=12, days=4, desks=(1, 1, 1), window_days=2), 1)
    pricer = pricer_of(instance)
    free = pricer.classes.free
    guide = Guide(np.zeros(free.shape), np.zeros((len(pricer.groups.groups), 2)))
    plan = plan_forward(pricer, guide, lambda days: Budget(60.0, 400 * days).pace(1.0, days), 1, Threads())
    assert not plan.late
