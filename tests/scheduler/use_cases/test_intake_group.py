"""Groups: registered, planned as one batch and booked in one transaction, all or those for whom there is room."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

import pytest

from scheduler.application import Application, Progress
from scheduler.domain.arrival import Contact, Period, Person
from scheduler.domain.booking import Booking, Idempotency
from scheduler.domain.errors import IdempotencyConflict, InvalidInput, NotAllFit
from scheduler.domain.group import Group, GroupIntake, GroupParty
from scheduler.one_by_one import plan_one_by_one
from scheduler.outbox import deliver_due
from scheduler.use_cases.intake_group import intake_group
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.read_bookings import get_booking
from solver.child import SolveStoppedError
from solver.instance import Instance
from solver.plan import Plan
from solver.solve import solve
from solver.verify import verify
from tests.scheduler.following import assert_followed
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    REGION,
    Clock,
    Mailbox,
    booked,
    count,
    counts,
    fill,
    offered,
    registered,
)
from tests.scheduler.stage import once as fresh_key

LATER = date(2026, 9, 16)


def solved(instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]) -> Plan:
    """The solver, in this process."""
    return solve(instance, seconds=seconds, workers=workers, on_progress=on_progress)


def at_once(instance: Instance, **_: object) -> Plan:
    """A solver in no time."""
    return plan_one_by_one(instance)


def away(*_: object, **__: object) -> NoReturn:
    """A solver whose process has ended."""
    raise SolveStoppedError("killed")


@pytest.fixture(name="quick")
def quick_fixture(app: Application) -> Application:
    """The service with a solver that takes no time."""
    return replace(app, solve=at_once)


def party(number: int, **changes: Any) -> GroupParty:
    """One of a bus: alone, and speaks English."""
    contact = Contact(f"Guest {number}", f"guest-{number}@onestop.example", "en")
    plain: dict[str, Any] = {"party": (Person("applicant", ("en",)),), "contact": contact}
    return GroupParty(**(plain | changes))


def bus(*parties: GroupParty, **changes: Any) -> Group:
    """A bus of EU citizens that comes on Monday, all of whom are to be served."""
    plain: dict[str, Any] = {"journey": "eu-citizen", "region": REGION, "arrives_on": MONDAY, "mode": "all"}
    return Group(parties=parties, **(plain | changes))


def bus_of(size: int, **changes: Any) -> Group:
    """The same, of so many parties."""
    return bus(*(party(number) for number in range(size)), **changes)


def taken_in(app: Application, group: Group, key: Idempotency | None = None) -> GroupIntake:
    """What becomes of a group."""
    return intake_group(app, ACTOR, group, key or fresh_key())


def slots(bookings: list[Booking]) -> int:
    """Slots that some bookings take."""
    return sum((each.end - each.start) // timedelta(minutes=15) for one in bookings for each in one.appointments)


def test_a_bus_is_booked_whole(app: Application, mailbox: Mailbox) -> None:
    """Everybody has a booking in time and an invitation, in the order of the group, and each slot has one owner."""
    group = bus_of(30)
    told = taken_in(replace(app, solve=solved), group)
    assert [each.party for each in told.bookings] == list(range(30))
    assert told.exceptions == ()
    bookings = [each.booking for each in told.bookings]
    assert all(booking.meets_deadline for booking in bookings)
    assert [get_booking(app, booking.id) for booking in bookings] == bookings
    contacts = [get_arrival(app, booking.arrival_id).contact for booking in bookings]
    assert contacts == [each.contact for each in group.parties]
    assert slots(bookings) == count(app, "claims")
    assert deliver_due(app) == 30
    assert len(mailbox.messages) == 30
    assert_followed(app)


def test_it_is_planned_as_one(app: Application) -> None:
    """The solver sees all of them at once, beside what others have, and its plan is what is booked."""
    seen: list[tuple[Instance, Plan]] = []

    def watched(instance: Instance, **_: object) -> Plan:
        seen.append((instance, plan_one_by_one(instance)))
        return seen[-1][1]

    booked(app, offered(app, registered(app))[0])
    told = taken_in(replace(app, solve=watched), bus_of(3))
    ((instance, plan),) = seen
    assert (len(instance.arrivals), len(instance.booked)) == (3, 3)
    assert verify(instance, plan).ok
    planned = {i.arrival: [(a.step, a.resource) for a in i.appointments] for i in plan.itineraries}
    for each in told.bookings:
        found = [(a.step, a.resource) for a in each.booking.appointments]
        assert sorted(found) == sorted(planned[each.booking.arrival_id])


def test_who_cannot_be_served_is_told_with_the_reason(quick: Application) -> None:
    """They are registered without a booking, and the reason is the one that offers give."""
    never = (Period(datetime.fromisoformat("2026-09-01T00:00:00Z"), datetime.fromisoformat("2026-10-01T00:00:00Z")),)
    group = bus(party(0), party(1, unavailable=never), party(2), mode="exceptions")
    told = taken_in(quick, group)
    assert [each.party for each in told.bookings] == [0, 2]
    (left,) = told.exceptions
    assert left.party == 1
    assert left.reason.startswith("the times at which the party can come leave no room before")
    assert left.arrival_id is not None
    assert get_arrival(quick, left.arrival_id).contact == group.parties[1].contact
    assert count(quick, "bookings") == 2


def test_the_group_itself_takes_the_room(quick: Application) -> None:
    """Those left out of a bus that is too large are told which agency and days bind, the group's own time taken."""
    fill(quick, "expat-centre", MONDAY + timedelta(days=1), date(2026, 9, 11))
    told = taken_in(quick, bus_of(50, mode="exceptions"))
    assert 0 < len(told.bookings) < 50
    assert len(told.bookings) + len(told.exceptions) == 50
    assert all("Expat Centre has no free desk on" in each.reason for each in told.exceptions)
    assert "Monday 7 September" in told.exceptions[0].reason


def test_all_means_all(quick: Application) -> None:
    """Where one cannot be served nothing is registered or booked, and those who stand in the way are told."""
    fill(quick, "expat-centre", MONDAY, date(2026, 9, 11))
    before = counts(quick)
    with pytest.raises(NotAllFit, match="2 of the parties cannot be served in time; nothing was") as refused:
        taken_in(quick, bus_of(2))
    assert [(each.party, each.arrival_id) for each in refused.value.exceptions] == [(0, None), (1, None)]
    assert "Expat Centre has no free desk on" in refused.value.exceptions[0].reason
    assert counts(quick) == before


def test_times_may_be_provisional(quick: Application) -> None:
    """As those of a single booking."""
    told = taken_in(quick, bus_of(2, arrives_on=LATER, times="provisional"))
    assert {each.booking.times for each in told.bookings} == {"provisional"}
    assert {get_arrival(quick, each.booking.arrival_id).times for each in told.bookings} == {"provisional"}


def test_the_same_key_takes_in_once(quick: Application) -> None:
    """The first answer is given again without a plan; another request under the key is refused."""
    key, group = fresh_key(), bus_of(2)
    told = taken_in(quick, group, key)
    before = counts(quick)
    assert taken_in(replace(quick, solve=away), group, key) == told
    assert counts(quick) == before
    with pytest.raises(IdempotencyConflict):
        taken_in(quick, group, Idempotency(key.key, "another body", key.token))


@pytest.mark.parametrize("rivals", [1, 2])
def test_who_books_meanwhile_keeps_it(app: Application, rivals: int) -> None:
    """The group is planned again; and if somebody is faster each time, while they wait."""
    early = [offered(app, registered(app, journey="eu-citizen"))[0] for _ in range(rivals)]
    made: list[Booking] = []

    def outrun(instance: Instance, **_: object) -> Plan:
        plan = plan_one_by_one(instance)
        if early:
            early.pop()
            made.append(booked(app, offered(app, registered(app, journey="eu-citizen"))[0]))
        return plan

    told = taken_in(replace(app, solve=outrun), bus_of(3))
    bookings = [each.booking for each in told.bookings]
    assert len(made) == rivals
    assert [get_booking(app, each.id) for each in made] == made
    assert slots([*made, *bookings]) == count(app, "claims")
    assert count(app, "arrivals") == 3 + 2 * rivals
    assert_followed(app)


def test_time_that_passes_while_it_is_planned_is_not_booked(app: Application, clock: Clock) -> None:
    """A plan that starts before now is made anew."""

    def slow(instance: Instance, **_: object) -> Plan:
        plan = plan_one_by_one(instance)
        clock.forward(minutes=20)
        return plan

    clock.now = datetime.fromisoformat("2026-09-07T08:50:00+02:00")
    told = taken_in(replace(app, solve=slow), bus_of(4))
    assert all(appointment.start >= clock.now for each in told.bookings for appointment in each.booking.appointments)


def test_without_a_solver_it_is_planned_one_by_one(app: Application, caplog: pytest.LogCaptureFixture) -> None:
    """And the log says so."""
    assert len(taken_in(replace(app, solve=away), bus_of(3)).bookings) == 3
    assert "the solver gave no plan" in caplog.text


@pytest.mark.parametrize(
    ("group", "pointer"),
    [
        (bus(), "/parties"),
        (bus_of(501), "/parties"),
        (bus_of(1, mode="some"), "/mode"),
        (bus_of(1, times="later"), "/times"),
        (bus_of(1, region="atlantis"), "/region"),
        (bus_of(1, journey="tourist"), "/journey"),
        (bus_of(1, arrives_on=date(1990, 1, 1)), "/arrivesOn"),
        (bus_of(1, available_from=datetime.fromisoformat("2026-10-07T08:50:00+02:00")), "/availableFrom"),
        (bus(party(0, party=())), "/parties/0/party"),
        (bus(party(0), party(1, contact=Contact("Ada", "nowhere", "en"))), "/parties/1/contact/email"),
        (bus(party(0), party(1, ready_from={"permit": MONDAY})), "/parties/1/readyFrom/permit"),
        (bus(party(0, party=(Person("applicant", ("English",)),))), "/parties/0/party/0/languages/0"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_stored(quick: Application, group: Group, pointer: str) -> None:
    """By its place in the group where it is one party's."""
    before = counts(quick)
    with pytest.raises(InvalidInput) as refused:
        taken_in(quick, group)
    assert refused.value.pointer == pointer
    assert counts(quick) == before


def test_the_audit_names_nobody(quick: Application) -> None:
    """Each party leaves the lines of any arrival and booking."""
    (one,) = taken_in(quick, bus_of(1)).bookings
    with quick.reading() as uow:
        lines = uow.audit.of("arrival", one.booking.arrival_id) + uow.audit.of("booking", one.booking.id)
    assert [(line.actor, line.action) for line in lines] == [(ACTOR, "register"), (ACTOR, "book")]
    assert "Guest" not in str(lines)
