"""Fixed appointments that break the rules are refused before anything is planned."""

import pytest

from solver.existing import Existing, ExistingError
from solver.fixed import fixed_appointments
from solver.instance import Booking, Instance, Journey, Step
from solver.plan import Appointment, Itinerary
from tests.solver.stage import desk, instance_of, party

_THREE = Journey("j", (Step("a", "x", (1,)), Step("b", "x", (1,), ("a",)), Step("c", "x", (1,), ("b",))))


def _fixed(instance: Instance, *held: tuple[str, tuple[Appointment, ...]]) -> dict[str, tuple[Appointment, ...]]:
    itineraries = tuple(Itinerary(arrival, appointments) for arrival, appointments in held)
    everything = {arrival: frozenset(a.step for a in appointments) for arrival, appointments in held}
    return dict(fixed_appointments(instance, Existing(itineraries, everything)))


@pytest.mark.parametrize(
    ("appointment", "named"),
    [
        (Appointment("talk", "one", 7, 9), "talk 2026-09-07 07:00-09:00 does not lie inside one shift"),
        (Appointment("talk", "one", 9, 10), "talk 2026-09-07 09:00-10:00 does not take 2 slots"),
        (Appointment("talk", "one", 12, 14), "talk 2026-09-07 12:00-14:00 overlaps what is already there"),
        (Appointment("talk", "one", 15, 17), "talk 2026-09-07 15:00-17:00 ends after the deadline"),
        (Appointment("talk", "two", 9, 11), "talk at resource two, 2026-09-07 09:00-11:00; expected a resource"),
        (Appointment("walk", "one", 9, 11), "walk at resource one, 2026-09-07 09:00-11:00; expected a step of its"),
        (Appointment("talk", "one", 33, 35), "talk at resource one, slots 33 to 35; expected a time on one of"),
        (Appointment("talk", "one", 23, 25), "talk at resource one, slots 23 to 25; expected a time on one of"),
        (Appointment("talk", "one", -15, -13), "talk at resource one, slots -15 to -13; expected a time on one of"),
        (Appointment("talk", "one", 24, 24), "talk at resource one, slots 24 to 24; expected a time on one of"),
    ],
)
def test_a_fixed_appointment_that_cannot_be_is_named(appointment: Appointment, named: str) -> None:
    """Arrival, step and times, in one line."""
    desks = (desk("one", (9, 20)),)
    instance = instance_of(desks, (party("p", deadline=16),), booked=(Booking("one", 13, 15),))
    with pytest.raises(ExistingError, match=f"^fixed: .*arrival p, .*{named}"):
        _fixed(instance, ("p", (appointment,)))


def test_two_fixed_appointments_at_one_desk_do_not_overlap() -> None:
    """Be both whole, or one of them a part."""
    talk = Appointment("talk", "one", 9, 11)
    instance = instance_of((desk("one", (9, 20)),), (party("p"), party("q")))
    with pytest.raises(ExistingError, match="arrival q, resource one: talk 2026-09-07 10:00-12:00 overlaps"):
        _fixed(instance, ("p", (talk,)), ("q", (Appointment("talk", "one", 10, 12),)))
    longer = instance_of((desk("one", (9, 20)),), (party("p"), party("q")), journey=_THREE)
    with pytest.raises(ExistingError, match="arrival q, resource one: a 2026-09-07 11:00-12:00 overlaps"):
        _fixed(
            longer,
            ("p", tuple(Appointment(step, "one", at, at + 1) for step, at in (("a", 9), ("b", 11), ("c", 13)))),
            ("q", (Appointment("a", "one", 11, 12),)),
        )


def test_fixed_steps_keep_an_order_that_stands_only_by_way_of_others() -> None:
    """The third comes after the second, the second after the first: the third after the first."""
    instance = instance_of((desk("one", (9, 20)),), (party("p"),), journey=_THREE)
    early, late = Appointment("c", "one", 9, 10), Appointment("a", "one", 12, 13)
    with pytest.raises(ExistingError, match="arrival p, resource one: c 2026-09-07 09:00-10:00 starts before"):
        _fixed(instance, ("p", (late, early)))
    assert (
        _fixed(instance, ("p", (Appointment("c", "one", 13, 14), Appointment("a", "one", 9, 10))))["p"][0].step == "a"
    )


def test_a_way_that_another_step_shortens_is_no_fault() -> None:
    """From here to there takes three slots, but one each by way of the middle."""
    desks = tuple(desk(name, (9, 20), location=name, service=name) for name in ("here", "middle", "there"))
    steps = tuple(Step(name, name, (1,)) for name in ("here", "middle", "there"))
    travel = {frozenset(("here", "there")): 5}
    instance = instance_of(desks, (party("p"),), journey=Journey("j", steps), travel=travel)
    held = tuple(Appointment(name, name, at, at + 1) for name, at in (("here", 9), ("middle", 11), ("there", 13)))
    assert len(_fixed(instance, ("p", held))["p"]) == 3
    assert len(_fixed(instance, ("p", held[::2]))["p"]) == 2


def test_who_is_no_arrival_any_more_is_passed_over() -> None:
    """Even at a desk that is closed."""
    instance = instance_of((desk("one", (9, 20)),), (party("p"),))
    assert _fixed(instance, ("gone", (Appointment("talk", "one", 1, 3),))) == {}
