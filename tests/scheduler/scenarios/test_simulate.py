"""The desks day by day."""

from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.online import POLICIES, case
from scheduler.scenarios.policy import FIRST_COME, Policy
from scheduler.scenarios.requests import Requests
from scheduler.scenarios.simulate import ABSENCE, Outcome, simulate
from solver.bid_prices import Futures
from solver.classes import merged_classes
from solver.instance import Instance, Journey, Step
from solver.layout import lay_out
from solver.verify import verify
from tests.solver.stage import PER_DAY, desk, instance_of, party

ONE_A_DAY = instance_of((desk("one", *((day * PER_DAY + 9, day * PER_DAY + 11) for day in range(6))),), (), days=6)
BOTH_DAYS, FIRST_DAY_ONLY = 5 * PER_DAY - 1, 4 * PER_DAY - 1
COMES = 3 * PER_DAY


def requests(*told: tuple[str, int, int]) -> Requests:
    """Arrivals of the fourth day by name, deadline and when they ask."""
    arrivals = tuple(party(name, deadline, available_from=COMES) for name, deadline, _ in told)
    return Requests(arrivals, np.array([asked for _, _, asked in told]))


def served(
    desks: Instance, told: Requests, policy: Policy, futures: Sequence[Requests] = (), *, seed: int = 0
) -> Outcome:
    """What becomes of requests at the desks of an instance."""
    classes = merged_classes(desks)
    expected = Futures(classes, [future.as_future(desks.slots_per_day) for future in futures])
    return simulate(classes, told, policy, expected, seed=seed)


def test_first_come_first_served_leaves_the_later_one_late() -> None:
    """The first takes the day that the second needs."""
    found = served(ONE_A_DAY, requests(("first", BOTH_DAYS, 0), ("second", FIRST_DAY_ONLY, 1)), FIRST_COME)
    assert (found.late, found.cost.sum(), found.moves) == ((1,), 1100.0, 0)


def test_provisional_times_make_room_while_they_are_not_firm() -> None:
    """The first moves to the next day; once its day is no farther than the lead, it does not."""
    told = requests(("first", BOTH_DAYS, 0), ("second", FIRST_DAY_ONLY, 1))
    found = served(ONE_A_DAY, told, Policy(provisional=True))
    assert (found.late, found.cost.sum(), found.moves) == ((), 210.0, 1)
    later = requests(("first", BOTH_DAYS, 0), ("second", FIRST_DAY_ONLY, PER_DAY))
    assert served(ONE_A_DAY, later, Policy(provisional=True)).late == (1,)


def test_bid_prices_keep_the_day_for_whoever_is_expected_to_need_it() -> None:
    """The first is offered the next day, at once and firmly."""
    told = requests(("first", BOTH_DAYS, 0), ("second", FIRST_DAY_ONLY, COMES))
    future = requests(*((f"expected-{n}", FIRST_DAY_ONLY, COMES) for n in range(2)))
    assert served(ONE_A_DAY, told, FIRST_COME, (future,)).late == (1,)
    found = served(ONE_A_DAY, told, Policy(priced=True), (future,))
    assert (found.late, found.cost.sum()) == ((), 210.0)


def test_nobody_is_served_before_asking() -> None:
    """Who asks on the day itself comes no earlier."""
    told = requests(("walks in", BOTH_DAYS, COMES))
    found = served(ONE_A_DAY, told, FIRST_COME)
    (itinerary,) = lay_out(found.assignment, 0.0, 0.0).itineraries
    assert itinerary.appointments[0].start == COMES + 9


def test_who_is_displaced_is_served_on_another_desk_or_day_or_is_late_for_want_of_it() -> None:
    """The desk stays shut on the fourth day: one comes on the next, the other has none."""
    classes, told = merged_classes(ONE_A_DAY), requests(("first", BOTH_DAYS, 0), ("second", FIRST_DAY_ONLY, 1))
    absent = np.array([0, 0, 0, 1, 0, 0])
    alone = Requests(told.arrivals[:1], told.asked[:1])
    found = simulate(classes, alone, FIRST_COME, absent=absent)
    assert (found.displaced.tolist(), found.late, found.cost.sum()) == ([1], (), 110.0)
    other = Requests(told.arrivals[1:], told.asked[1:])
    found = simulate(classes, other, FIRST_COME, absent=absent)
    assert (found.displaced.tolist(), found.late, dict(found.short)) == ([1], (0,), {0: ABSENCE})
    found = simulate(classes, other, FIRST_COME, absent=absent, patience=1)
    assert found.afterwards is not None
    assert (found.late, found.afterwards.late) == ((0,), [])


def test_what_was_done_before_a_desk_stayed_shut_is_not_done_again() -> None:
    """The rest is done by the deadline if it can be, or else after it; by whoever was late already, too."""
    steps = (Step("permit", "x", (2,)), Step("registration", "y", (2,), after=("permit",)))
    desks = (
        desk("one", *((day * PER_DAY + 9, day * PER_DAY + 11) for day in range(3, 6))),
        desk("two", *((day * PER_DAY + 9, day * PER_DAY + 11) for day in range(4, 7)), service="y"),
    )
    office = merged_classes(instance_of(desks, (), days=7, journey=Journey("j", steps)))
    absent = (office.day == 4).astype(np.int64)
    for last_day, late in ((5, ()), (4, (0,)), (3, (0,))):
        told = requests(("only", (last_day + 1) * PER_DAY - 1, 0))
        found = simulate(office, told, FIRST_COME, absent=absent, patience=2)
        plan = found.afterwards if late else found.assignment
        assert plan is not None
        held = plan.column(0)
        assert held is not None
        assert (found.late, office.day[held.cls].tolist()) == (late, [3, 5])
        assert found.displaced.tolist() == [1]


def test_who_has_begun_after_the_deadline_is_not_served_anew_when_a_desk_gets_free() -> None:
    """The permit is not held a second time."""
    steps = (Step("permit", "x", (1,)), Step("registration", "y", (2,), after=("permit",)))
    desks = (
        desk("one", (3 * PER_DAY + 7, 3 * PER_DAY + 8), (4 * PER_DAY + 7, 4 * PER_DAY + 8)),
        desk("two", (4 * PER_DAY + 9, 4 * PER_DAY + 11), (5 * PER_DAY + 9, 5 * PER_DAY + 11), service="y"),
    )
    office = merged_classes(instance_of(desks, (), days=6, journey=Journey("j", steps)))
    told = requests(("cancels", BOTH_DAYS, 0), ("late", BOTH_DAYS, 1))
    told = Requests(told.arrivals, told.asked, np.array([COMES + 20, np.iinfo(np.int64).max]))
    found = simulate(office, told, Policy(provisional=True), patience=1)
    assert found.late == (1,)
    assert found.afterwards is not None
    held = found.afterwards.column(1)
    assert held is not None
    assert office.day[held.cls].tolist() == [3, 5]


@pytest.mark.parametrize("name", POLICIES)
def test_absences_leave_a_plan_that_keeps_all_rules_and_never_use_a_desk_that_is_shut(name: str) -> None:
    """Those who come later and those who are planned anew have the desks that are left."""
    instance, told, futures = case(0.2, 3)
    classes = merged_classes(instance)
    absent = np.random.default_rng(1).binomial(classes.free.max(axis=1), 0.2)
    expected = Futures(classes, [future.as_future(instance.slots_per_day) for future in futures[:1]])
    found = simulate(classes, told, POLICIES[name], expected, absent=absent, seed=5, patience=3)
    assert found.displaced.sum() > 0
    assert verify(instance, lay_out(found.assignment, 0.0, 0.0)).violations == ()
    used = np.zeros(classes.free.shape, dtype=np.int64)
    for plan in (found.assignment, found.afterwards):
        for column in () if plan is None else plan.columns:
            for _, cls, start, length in () if column is None else column.spans():
                used[cls, start : start + length] += 1
    assert (used <= np.maximum(classes.free - absent[:, None], 0)).all()
    assert set(found.short) == set(found.late)


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_ends_with_a_plan_that_keeps_all_rules_and_twice_the_same(name: str) -> None:
    """On requests of the benchmark's family, in the same order with the same seed."""
    instance, told, futures = case(0.2, 3)
    first, second = (served(instance, told, POLICIES[name], futures[:1], seed=5) for _ in range(2))
    verdict = verify(instance, lay_out(first.assignment, 0.0, 0.0))
    assert verdict.violations == ()
    assert verdict.cost == pytest.approx(first.cost.sum())
    assert (first.late, first.cost.sum(), first.moves) == (second.late, second.cost.sum(), second.moves)
