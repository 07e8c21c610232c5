"""What the days after those that are planned cost and hold."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import Family, generate
from solver.assignment import Assignment
from solver.diving import Effort, dive
from solver.instance import Journey, Objective, Step
from solver.last_chance import last_chances
from solver.later import FREE, PARTS, in_crowd, priced
from solver.pricing import Pricer, Threads
from solver.ruin import Zone
from tests.solver.flows import random_prices
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of


def _crowd() -> tuple[Pricer, Assignment]:
    pricer = pricer_of(generate(Family(arrivals=30, days=4, desks=(1, 2, 2)), 3))
    return pricer, Assignment(pricer)


@pytest.mark.parametrize("parts", [1, 3, 1000])
def test_a_day_that_is_in_crowd_has_so_many_parts_for_each_desk(parts: int) -> None:
    """Each is of slots in a row, none of two classes; what only the day before can take is by itself."""
    pricer, plan = _crowd()
    classes, part = pricer.classes, in_crowd(pricer, random_prices(pricer, 5), plan.held, range(1, 2)).part
    single = last_chances(pricer, plan.held, 1)
    assert ((part != FREE) == (classes.open_slots & (classes.day == 1)[:, None])).all()
    assert single.any()
    assert all((part == number).sum() == 1 for number in part[single])
    for cls in np.flatnonzero(classes.day == 1).tolist():
        seen = part[cls, classes.open_slots[cls] & ~single[cls]]
        assert (np.diff(seen) >= 0).all()
        assert 1 < len(np.unique(seen)) <= PARTS
        assert not np.isin(seen, np.delete(part, cls, axis=0)).any()


@pytest.mark.parametrize("scarce", [False, True])
def test_tomorrow_costs_a_little_less_than_its_price_unless_every_slot_counts(scarce: bool) -> None:
    """All other days cost their price, and slots that nobody can take later less than nothing."""
    pricer, plan = _crowd()
    classes, prices = pricer.classes, random_prices(pricer, 5) + 1.0
    later = in_crowd(pricer, prices, plan.held, range(1, 2), scarce=scarce)
    single = last_chances(pricer, plan.held, 1)
    seen = (later.part != FREE) & ~single
    assert (later.prices[single] < 0).all()
    assert (later.prices[classes.day != 1] == prices[classes.day != 1]).all()
    assert (later.prices[seen] == prices[seen]).all() == scarce
    assert (later.prices[seen] >= 0.9 * prices[seen]).all()
    assert (later.prices[seen] <= prices[seen]).all()


def test_without_a_look_any_number_of_slots_can_be_had() -> None:
    """At their prices."""
    prices = np.arange(6.0).reshape(2, 3)
    assert (priced(prices).prices == prices).all()
    assert (priced(prices).part == FREE).all()


def test_who_finds_no_room_tomorrow_comes_today() -> None:
    """Today the second visit is hours after the first, tomorrow it follows: two of four have room tomorrow."""
    journey = Journey("j", (Step("permit", "x", (1,)), Step("registration", "y", (1,), after=("permit",))))
    permits, registers = desk("one", (9, 11), (33, 35)), desk("two", (14, 16), (35, 37), service="y")
    parties = tuple(party(f"p{n}", deadline=2 * PER_DAY - 1) for n in range(4))
    instance = instance_of((permits, registers), parties, days=2, journey=journey)
    pricer = pricer_of(replace(instance, objective=Objective(1000, 100, 10, 1)))
    plan, free = Assignment(pricer), np.zeros(pricer.classes.free.shape)
    later = in_crowd(pricer, free, plan.held, range(1, 2))
    dive(plan, Zone(np.arange(4), 0, 2, 2), later, plan.late_cost, Effort(lambda: False, 9, 3, Threads(), 1), 1)
    days = [pricer.classes.day[column.cls].tolist() for column in plan.columns if column is not None]
    assert days == [[0, 0]] * 2
