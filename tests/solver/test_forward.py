"""Plans made day by day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.assignment import Assignment, greedy
from solver.budget import Budget
from solver.classes import FloatArray
from solver.forward import plan_forward
from solver.instance import Instance, Journey, Objective, Step
from solver.layout import lay_out
from solver.prices import Ascent
from solver.pricing import Pricer, Threads
from solver.relaxation import Rest
from solver.verify import verify
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of, with_families
from tests.solver.strategies import instances


def _plan(pricer: Pricer, rounds: int | None, seconds: float = 60.0, *, crowded: bool = False) -> Assignment:
    """So many rounds a day, or with dives for so many seconds."""
    ascent, days = Ascent(pricer), len(pricer.classes.instance.days)
    ascent.run(100, lambda: False)
    budget = Budget(seconds, rounds * days if rounds is not None else None)
    with ThreadPoolExecutor(2) as executor:
        threads = Threads(executor, 2)
        return plan_forward(pricer, ascent.best.prices, budget.pace(1.0, days), 3, threads, crowded=crowded)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3))
def test_a_plan_made_day_by_day_keeps_every_rule(instance: Instance) -> None:
    """Every feature of the format; desks and costs are counted right."""
    _check(instance, _plan(pricer_of(instance), 10))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3), st.booleans())
def test_so_does_one_made_by_dives(instance: Instance, crowded: bool) -> None:
    """With and without a look at the next day."""
    _check(instance, _plan(pricer_of(instance), None, 2.5, crowded=crowded))


@pytest.mark.parametrize("rounds", [None, 300])
def test_families_are_seen_at_several_desks_at_once(rounds: int | None) -> None:
    """Larger parties register at two or three of the desks there are, in a crowd."""
    instance = with_families(generate(Family(arrivals=90, days=6, desks=(1, 3, 2)), 5))
    plan = _plan(pricer_of(instance), rounds, 8.0)
    _check(instance, plan)
    seats = [column.step.tolist() for column in plan.columns if column is not None]
    assert {steps.count(1) for steps in seats} == {1, 2, 3}


def _check(instance: Instance, plan: Assignment) -> None:
    assert (plan.occupancy.free >= 0).all()
    verdict = verify(instance, lay_out(plan, 0.0, 0.0))
    assert verdict.ok
    assert verdict.cost == pytest.approx(plan.cost)


@pytest.mark.parametrize("crowded", [False, True])
@pytest.mark.parametrize("rounds", [None, 300])
def test_it_is_much_nearer_to_the_bound_than_the_greedy_plan(rounds: int | None, crowded: bool) -> None:
    """In a crowd, by rounds and by dives."""
    instance = generate(Family(arrivals=70, days=10, desks=(1, 1, 1)), 3)
    pricer = pricer_of(instance)
    plan = _plan(pricer, rounds, 12.0, crowded=crowded)
    assert plan.cost < greedy(pricer, np.zeros(pricer.classes.free.shape)).cost
    _check(instance, plan)


@pytest.mark.parametrize("rounds", [200, 8_000])
def test_the_same_effort_makes_the_same_plan(rounds: int) -> None:
    """Every choice comes from the seed, however the threads run, with and without dives."""
    pricer = pricer_of(generate(Family(arrivals=60, days=8, desks=(1, 1, 1)), 3))
    first, second = (_plan(pricer, rounds) for _ in range(2))
    assert repr(first.columns) == repr(second.columns)


def test_who_missed_the_last_chance_is_served_at_the_cost_of_the_day_before() -> None:
    """Prices of nothing put everyone off; the day before is planned anew then."""
    instance = generate(Family(arrivals=12, days=4, desks=(1, 1, 1), window_days=2), 1)
    pricer = pricer_of(instance)
    prices = np.zeros(pricer.classes.free.shape)
    plan = plan_forward(pricer, prices, Budget(60.0, 1600).pace(1.0, 4), 1, Threads())
    assert not plan.late


@pytest.mark.parametrize("crowded", [False, True])
def test_in_a_crowd_slots_that_nobody_can_take_tomorrow_are_taken_at_a_price_a_little_too_high(crowded: bool) -> None:
    """To come back in the morning costs 231 at these prices, to wait until tomorrow 230: one can, if it is crowded."""
    journey = Journey("j", (Step("permit", "x", (1,)), Step("registration", "y", (2,), after=("permit",))))
    hours = [(24 * day + 9, 24 * day + 17) for day in range(3)]
    desks = (desk("permit", *hours), desk("other", *hours), desk("register", *hours, service="y"))
    parties = tuple(party(f"p{n}", deadline=3 * PER_DAY - 1) for n in range(6))
    pricer = pricer_of(instance_of(desks, parties, days=3, journey=journey))
    classes = pricer.classes
    prices = np.zeros(classes.free.shape)
    for cls in range(classes.count):
        if classes.members[cls] == ("register",):
            prices[cls] = [10.5, 10.5, 60, 60, 60, 60, 60, 60]
    plan = plan_forward(pricer, prices, Budget(2.0).pace(1.0, 3), 1, Threads(), crowded=crowded)
    registered = [(int(classes.day[column.cls[1]]), int(column.start[1])) for column in plan.columns if column]
    assert len(registered) == len(parties)
    assert ((1, 0) in registered) == crowded


@pytest.mark.parametrize(("closes", "late"), [(13, [0]), (15, [])])
def test_who_is_left_out_takes_what_is_left_in_the_end(closes: int, late: list[int]) -> None:
    """The first of three parties of two hours each, on one desk open for four or for six."""
    parties = tuple(party(f"p{n}") for n in range(3))
    pricer = pricer_of(instance_of((desk("one", (9, closes)),), parties))
    pace = Budget(20.0, 400).pace(1.0, 1)
    plan = plan_forward(pricer, np.zeros(pricer.classes.free.shape), pace, 1, Threads(), left_out=[0])
    assert plan.late == late


@pytest.mark.parametrize("patient", [0, 1])
def test_in_a_crowd_who_can_wait_longest_waits(patient: int) -> None:
    """One of two parties can come today, and prices do not mind which; the other one has tomorrow, or two days more."""
    hours = [(24 * day + 9, 24 * day + 11) for day in range(3)]
    parties = tuple(party(f"p{n}", deadline=(3 if n == patient else 2) * PER_DAY - 1) for n in range(2))
    days = _days_at_one_price(instance_of((desk("one", *hours),), parties, days=3))
    assert days == [1 if n == patient else 0 for n in range(2)]


@pytest.mark.parametrize("large", range(4))
@pytest.mark.parametrize("desks", [1, 3])
def test_in_a_crowd_small_parties_wait_rather_than_large_ones(large: int, desks: int) -> None:
    """Today has room for one of three hours, or at three desks at once, or for three of one hour at one.

    So has the day after tomorrow; tomorrow desks are shut.
    """
    hours = [(24 * day + 9, 24 * day + 9 + 3 // desks) for day in (0, 2)]
    journey = Journey("j", (Step("talk", "x", (1, 3 // desks), desks=(1, desks)),))
    parties = tuple(replace(party(f"p{n}", 3 * PER_DAY - 1), party=2 if n == large else 1) for n in range(4))
    rooms = tuple(desk(f"d{n}", *hours) for n in range(desks))
    instance = instance_of(rooms, parties, days=3, journey=journey)
    days = _days_at_one_price(replace(instance, objective=Objective(1000, 100, 1, 0.005)))  # waiting is almost free
    assert days == [0 if n == large else 2 for n in range(4)]


def _days_at_one_price(instance: Instance) -> list[int]:
    """The day of each arrival in a crowd, where every slot costs the same."""
    pricer = pricer_of(instance)
    prices, days = np.where(pricer.classes.open_slots, 10.0, 0.0), len(instance.days)
    plan = plan_forward(pricer, prices, Budget(1.0).pace(1.0, days), 1, Threads(), crowded=True)
    return [int(pricer.classes.day[column.cls[0]]) for column in plan.columns if column]


@pytest.mark.parametrize(
    ("seconds", "rounds", "asked"), [(12.0, None, [(1, 5), (2, 5)]), (0.5, None, []), (60.0, 40, [])]
)
def test_with_time_prices_are_asked_for_anew_once_a_day_is_planned(
    monkeypatch: pytest.MonkeyPatch, seconds: float, rounds: int | None, asked: list[tuple[int, int]]
) -> None:
    """Of the days after it, for those who wait, but for the last two; not in a hurry, nor where rounds are limited."""
    pricer = pricer_of(generate(Family(arrivals=24, days=5, desks=(1, 1, 1)), 1))
    found: list[tuple[Rest, float]] = []

    def noted(_pricer: Pricer, rest: Rest, prices: FloatArray, **_limits: object) -> FloatArray:
        found.append((rest, float(prices.sum())))
        return prices + 1.0

    monkeypatch.setattr("solver.forward.renewed", noted)
    before = np.zeros(pricer.classes.free.shape)
    pace = Budget(seconds, rounds).pace(1.0, 5)
    plan_forward(pricer, before, pace, 1, Threads(), scarce=before + 5.0)
    assert [(rest.days.start, rest.days.stop) for rest, _ in found] == asked
    assert [total for _, total in found] == [n * before.size for n in range(len(asked))]
    waiting = [int(rest.sizes.sum()) for rest, _ in found]
    assert waiting == sorted(waiting, reverse=True)
    assert all(0 < count < 24 for count in waiting)
