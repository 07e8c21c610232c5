"""How a solve in parts shares out its time, adds up what it found, and joins plans."""

import pytest

from solver.incumbent import Progress
from solver.parts import Ledger, Shares, Terms, joined, plan_of
from solver.plan import Itinerary, Plan
from tests.solver.stage import desk, instance_of, party

TWO = instance_of((desk("one", (9, 11)),), (party("p0"), party("p1")))
THREE = instance_of((desk("one", (9, 11)),), (party("q0"), party("q1"), party("q2")))


def test_rounds_are_shared_by_the_number_of_arrivals() -> None:
    """One at least for each part, and all the seconds: they are not what limits."""
    shares = Shares(Terms(60.0, rounds=1000), 400)
    terms = [shares.next(n) for n in (100, 300, 0)]
    assert [t.rounds for t in terms] == [250, 750, 1]
    assert all(t.seconds > 50 for t in terms)


def test_seconds_that_a_part_leaves_go_to_the_later_ones() -> None:
    """A quarter of the arrivals has a quarter of the time; nothing was used, so the others have all that is left."""
    shares = Shares(Terms(100.0), 400)
    first, second = shares.next(100), shares.next(300)
    assert first.rounds is None
    assert first.seconds == pytest.approx(95 / 4, rel=0.05)
    assert second.seconds == pytest.approx(95, rel=0.05)


def test_a_stopped_solve_has_no_time_for_its_parts() -> None:
    """Their first plans are all they give."""
    assert Shares(Terms(100.0, stopped=lambda: True), 4).next(2).seconds == 0


def test_parts_that_have_told_nothing_count_as_late() -> None:
    """Costs, bounds and late arrivals add up."""
    seen: list[Progress] = []
    ledger = Ledger((TWO, THREE), lambda: 4.5, seen.append)
    ledger.of(1)(Progress(330.0, 300.0, 0, 1.0))
    ledger.of(0)(Progress(1110.0, 110.0, 1, 2.0))
    assert seen == [Progress(2330.0, 300.0, 2, 4.5), Progress(1440.0, 410.0, 1, 4.5)]


def test_plans_are_joined_in_the_order_of_the_arrivals() -> None:
    """Costs and bounds add; optimal is only what is so as a whole."""
    instance = instance_of((), (party("b"), party("a"), party("c")))
    one = Plan("optimal", 110.0, 110.0, 1.0, (), (Itinerary("a", ()),))
    other = Plan("feasible", 1110.0, 1000.0, 1.0, ("c",), (Itinerary("b", ()),))
    plan = joined(instance, (one, other), 3.0)
    assert plan == Plan("feasible", 1220.0, 1110.0, 3.0, ("c",), (Itinerary("b", ()), Itinerary("a", ())))


def test_a_bound_never_exceeds_the_cost_and_meeting_it_is_optimal() -> None:
    """Sums in floating point may cross by a little."""
    plan = plan_of(instance_of((), ()), {}, 100.0, 100.0 + 1e-9, 0.0)
    assert (plan.status, plan.bound) == ("optimal", 100.0)
