"""The desks day by day."""

from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.online import POLICIES, case
from scheduler.scenarios.policy import FIRST_COME, Policy
from scheduler.scenarios.requests import Requests
from scheduler.scenarios.simulate import Outcome, simulate
from solver.bid_prices import Futures
from solver.classes import merged_classes
from solver.instance import Instance
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


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_ends_with_a_plan_that_keeps_all_rules_and_twice_the_same(name: str) -> None:
    """On requests of the benchmark's family, in the same order with the same seed."""
    instance, told, futures = case(0.2, 3)
    first, second = (served(instance, told, POLICIES[name], futures[:1], seed=5) for _ in range(2))
    verdict = verify(instance, lay_out(first.assignment, 0.0, 0.0))
    assert verdict.violations == ()
    assert verdict.cost == pytest.approx(first.cost.sum())
    assert (first.late, first.cost.sum(), first.moves) == (second.late, second.cost.sum(), second.moves)
