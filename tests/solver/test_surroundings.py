"""The surroundings of a late arrival."""

from solver.instance import Booking, Instance, Span
from solver.layout import lay_out
from solver.plan import Plan
from solver.surroundings import opened_on, surroundings, window
from tests.solver.stage import PER_DAY, desk, first_plan, instance_of, party


def _crowd() -> tuple[Instance, Plan]:
    """Days of one desk that serves one: who comes on the first and the third day, and who on the second."""
    shifts = [(day * PER_DAY + 9, day * PER_DAY + 11) for day in range(3)]
    arrivals = (
        party("monday", 11),
        party("late", PER_DAY + 11),
        party("tuesday", PER_DAY + 11),
        party("wednesday", 2 * PER_DAY + 11, 2 * PER_DAY),
    )
    instance = instance_of((desk("one", *shifts),), arrivals, days=3)
    plan = lay_out(first_plan(instance), 0.0, 0.0)
    assert len(plan.late) == 1
    return instance, plan


def test_who_comes_on_the_days_is_there_with_what_it_holds() -> None:
    """And the late; everybody else's time is booked, and days that no window reaches have no desk."""
    instance, plan = _crowd()
    cut, known = surroundings(instance, plan, plan.late, range(1, 2))
    (near,) = known.itineraries
    assert {arrival.id for arrival in cut.arrivals} == {near.arrival, *plan.late}
    assert near in plan.itineraries
    assert known.late == plan.late
    away = [held for held in plan.itineraries if held != near]
    assert cut.booked == tuple(Booking(a.resource, a.start, a.end) for held in away for a in held.appointments)
    assert [shift.start // PER_DAY for shift in cut.resources[0].shifts] == [0, 1]


def test_all_days_hold_everybody() -> None:
    """Nothing is booked then."""
    instance, plan = _crowd()
    cut, known = surroundings(instance, plan, plan.late, range(3))
    assert cut == instance
    assert known.itineraries == plan.itineraries


def test_a_window_is_the_days_between_coming_and_the_deadline() -> None:
    """As far as they are listed, none for one that is over before it begins."""
    instance, _ = _crowd()
    assert [window(instance, arrival) for arrival in instance.arrivals[2:]] == [range(2), range(2, 3)]
    assert not window(instance, party("never", -1))


def test_desks_are_shut_on_other_days() -> None:
    """Each keeps its name and the shifts of the days given."""
    instance, _ = _crowd()
    (only,) = opened_on(instance, {2}).resources
    assert (only.id, only.shifts) == ("one", (Span(2 * PER_DAY + 9, 2 * PER_DAY + 11),))
