"""Families at several desks at once: one appointment to them, and each of its desks is theirs alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from benchmarks.booking.check import violations
from scheduler.application import Application
from scheduler.domain.arrival import Arrival, Contact, Period, Person
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import InvalidInput, SlotTaken
from scheduler.domain.group import Group, GroupParty
from scheduler.domain.itinerary import Offer
from scheduler.domain.journey import Journey, Step
from scheduler.domain.override import OverrideRequest, WantedAppointment
from scheduler.domain.policy import Times
from scheduler.domain.texts import Text
from scheduler.outbox import deliver_due
from scheduler.store.capacity import ClaimLostError
from scheduler.use_cases.availability import availability
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.finish_visit import finish_visit
from scheduler.use_cases.hold import hold
from scheduler.use_cases.improve import improve
from scheduler.use_cases.intake_group import intake_group
from scheduler.use_cases.miss import miss
from scheduler.use_cases.override import override
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.reschedule import reschedule
from scheduler.use_cases.start_visit import start_visit
from tests.scheduler.stage import ACTOR, MONDAY, REGION, Clock, Mailbox, booked, count, offered, once, registered

SLOT = timedelta(minutes=15)
ZONE = ZoneInfo("Europe/Amsterdam")
FAMILY = tuple(Person(role, ("en",)) for role in ("applicant", "partner", "child"))
DESKS = {"gemeente-1", "gemeente-2"}
JOURNEY = Journey(
    "family",
    Text("Gezin", "Family"),
    (
        Step("registration", Text("Inschrijving", "Registration"), "registration", (2, 3, 2), desks=(1, 1, 2)),
        Step("advice", Text("Advies", "Advice"), "advice", (3,)),
    ),
)


@pytest.fixture(autouse=True)
def journey(app: Application) -> None:
    """A journey on which three or more register at two desks at once."""
    with app.writing() as uow:
        uow.configuration.add_journey(JOURNEY)
        uow.commit()


def family(app: Application, **changes: object) -> Arrival:
    """A registered family of three."""
    return registered(app, **{"journey": "family", "party": FAMILY} | changes)


def family_booked(app: Application, **changes: object) -> Booking:
    """The booking of one."""
    return booked(app, offered(app, family(app, **changes))[0])


def together(appointments: Booking | Offer) -> BookedAppointment:
    """The appointment at two desks."""
    (found,) = [each for each in appointments.appointments if each.step == "registration"]
    return found  # type: ignore[return-value]


def claimed(app: Application, *bookings: Booking) -> bool:
    """Whether nothing else is claimed than each slot of each desk of some bookings, and the judge finds no fault."""
    slots = sum(slots_of(one) for one in bookings)
    return count(app, "claims") == slots and list(violations(app.settings.database_url)) == []


def slots_of(booking: Booking) -> int:
    """Slots that a booking takes of all its desks."""
    return sum((each.end - each.start) // SLOT * len(each.desks) for each in booking.appointments)


def test_a_family_has_one_appointment_and_both_desks(app: Application, mailbox: Mailbox) -> None:
    """Offered, booked and told once, in one mail with one entry for each step; both desks are claimed."""
    offer = offered(app, family(app))[0]
    assert [each.step for each in offer.appointments].count("registration") == 1
    assert len(together(offer).desks) == 2
    assert together(offer).end - together(offer).start == 2 * SLOT
    booking = booked(app, offer)
    assert get_booking(app, booking.id).appointments == booking.appointments
    assert claimed(app, booking)
    assert deliver_due(app) == 1
    (message,) = mailbox.messages
    calendars = [part.get_content() for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert sum(text.count("BEGIN:VEVENT") for text in calendars) == len(booking.appointments) == 2


def test_a_couple_is_seen_at_one_desk(app: Application) -> None:
    """The party decides."""
    booking = family_booked(app, party=FAMILY[:2])
    assert [len(each.desks) for each in booking.appointments] == [1, 1]
    assert together(booking).end - together(booking).start == 3 * SLOT


def test_neither_desk_can_be_taken_by_anybody_else(app: Application) -> None:
    """The database refuses the first and the second, and offers keep clear of both."""
    booking = family_booked(app)
    held = together(booking)
    for desk in held.desks:
        single = replace(held, id="somebody else", resource=desk, beside=())
        with pytest.raises(ClaimLostError), app.writing() as uow:
            uow.capacity.take(uow.configuration.region(REGION), [single])
    for offer in offered(app, registered(app, journey="family"), limit=20):
        for each in offer.appointments:
            apart = each.end <= held.start or held.end <= each.start
            assert apart or not {*each.desks} & {*held.desks}


@pytest.mark.parametrize("which", [0, 1])
def test_a_family_loses_the_race_for_either_desk(app: Application, which: int) -> None:
    """All or nothing: what was free at the other desk is not taken."""
    offer = offered(app, family(app))[0]
    held, rival = together(offer), registered(app, journey="family")
    later = held.start + timedelta(hours=2)
    wanted = (
        WantedAppointment("registration", held.desks[which], held.start),
        WantedAppointment("advice", "expat-centre-1", later),
    )
    taken = override(app, ACTOR, OverrideRequest(rival.id, wanted, "moving day"), once())
    with pytest.raises(SlotTaken):
        booked(app, offer)
    assert claimed(app, taken)


def test_each_desk_counts_as_taken(app: Application) -> None:
    """Two desk slots fewer at the municipality for each slot of the registration."""

    def free(each: BookedAppointment) -> int:
        slots = availability(app, REGION, each.start.date(), each.start.date())
        return sum(slot.free for slot in slots if slot.agency == each.agency and each.start <= slot.start < each.end)

    arrival = family(app)
    offer = offered(app, arrival)[0]
    before = free(together(offer))
    hold(app, ACTOR, offer.id, once())
    assert before - free(together(offer)) == 4


def test_giving_up_and_moving_frees_both_desks(app: Application) -> None:
    """To other times, and altogether."""
    booking = family_booked(app)
    with app.reading() as uow:
        arrival = uow.arrivals.get(booking.arrival_id)
    other = offered(app, arrival, earliest=together(booking).end)[0]
    moved = reschedule(app, ACTOR, booking.id, other.id)
    assert together(moved).id == together(booking).id
    assert claimed(app, moved)
    cancel(app, ACTOR, booking.id, "changed plans")
    assert count(app, "claims") == 0


@pytest.mark.parametrize("which", [0, 1])
def test_one_desk_that_drops_out_displaces_the_whole_step(app: Application, mailbox: Mailbox, which: int) -> None:
    """Both desks are given back, two are taken elsewhere, and the family is told once."""
    booking = family_booked(app)
    before = together(booking)
    deliver_due(app)
    absence = Absence(before.desks[which], before.start, before.end)
    (displaced,) = disrupt(app, ACTOR, (absence,), "a colleague is ill", once()).displaced
    after = get_booking(app, booking.id)
    assert [each.step for each in displaced.before] == [each.step for each in displaced.after] == ["registration"]
    assert len(together(after).desks) == 2
    assert absence.resource not in together(after).desks or together(after).start != before.start
    blocked = (absence.end - absence.start) // SLOT
    assert count(app, "claims") == slots_of(after) + blocked
    assert deliver_due(app) == 1
    assert len(mailbox.messages) == 2


def test_the_visit_is_one_and_a_no_show_frees_what_is_left_of_both_desks(app: Application, clock: Clock) -> None:
    """Checked in, started and finished once for all; or missed a slot after its start."""
    seen, missed = family_booked(app), family_booked(app)
    clock.now = max(together(seen).start, together(missed).start).astimezone(UTC) + SLOT
    first = together(seen).id
    check_in(app, ACTOR, first)
    start_visit(app, ACTOR, first)
    assert finish_visit(app, ACTOR, first).status == "finished"
    before = count(app, "claims")
    miss(app, ACTOR, together(missed).id)
    left = (together(missed).end - clock.now) // SLOT
    assert before - count(app, "claims") == 2 * max(left, 0)
    assert list(violations(app.settings.database_url)) == []


def test_families_with_provisional_times_keep_their_desks_and_their_promise(app: Application) -> None:
    """A night later each is in time, at two desks, and nothing is booked twice."""
    times: Times = "provisional"
    bookings = [family_booked(app, times=times) for _ in range(6)]
    improve(app, REGION)
    after = [get_booking(app, one.id) for one in bookings]
    assert all(one.meets_deadline and len(together(one).desks) == 2 for one in after)
    assert claimed(app, *after)


def test_a_group_of_families_is_planned_at_two_desks_each(app: Application) -> None:
    """One batch, all in time."""
    parties = tuple(GroupParty(FAMILY, Contact(f"Family {n}", f"f{n}@onestop.example", "en")) for n in range(5))
    group = intake_group(app, ACTOR, Group("family", REGION, MONDAY, parties, "all"), once())
    found = [served.booking for served in group.bookings]
    assert len(found) == 5
    assert all(len(together(one).desks) == 2 for one in found)
    assert claimed(app, *found)


def _wanted(*beside: str) -> tuple[WantedAppointment, ...]:
    starts = datetime(2026, 9, 8, 9, tzinfo=ZONE), datetime(2026, 9, 8, 10, tzinfo=ZONE)
    return (
        WantedAppointment("registration", "gemeente-1", starts[0], beside),
        WantedAppointment("advice", "expat-centre-1", starts[1]),
    )


def test_staff_name_every_desk_and_are_told_which_one_is_taken(app: Application) -> None:
    """Over what others have at the second desk, for both its slots."""
    first = override(app, ACTOR, OverrideRequest(family(app).id, _wanted("gemeente-2"), "moving day"), once())
    assert (together(first).desks, first.overrides) == (("gemeente-1", "gemeente-2"), ())
    arrival = family(app, contact=Contact("Bo Bakker", "bo@onestop.example", "en"))
    second = override(app, ACTOR, OverrideRequest(arrival.id, _wanted("gemeente-2"), "moving day"), once())
    assert [each.detail.split(" from")[0] for each in second.overrides if each.step == "registration"] == [
        "gemeente-1 is taken",
        "gemeente-2 is taken",
    ]
    assert list(violations(app.settings.database_url)) == []
    cancel(app, ACTOR, first.id, "changed plans")
    assert claimed(app, get_booking(app, second.id))


@pytest.mark.parametrize(
    ("beside", "pointer"),
    [
        ((), "/beside"),
        (("gemeente-1",), "/beside/0"),
        (("ind-1",), "/beside/0"),
        (("gemeente-2", "gemeente-3"), "/beside"),
    ],
)
def test_as_many_different_desks_are_named_as_the_step_takes(
    app: Application, beside: tuple[str, ...], pointer: str
) -> None:
    """Nobody overrides that a desk is needed for each part of the family."""
    with pytest.raises(InvalidInput) as refused:
        override(app, ACTOR, OverrideRequest(family(app).id, _wanted(*beside), "moving day"), once())
    assert refused.value.pointer == f"/appointments/0{pointer}"
    assert count(app, "claims") == 0


def test_a_step_at_no_desk_is_refused() -> None:
    """Where journeys are configured."""
    with pytest.raises(InvalidInput) as refused:
        Journey("j", Text("j", "j"), (Step("s", Text("s", "s"), "x", (1,), desks=(1, 0)),))
    assert refused.value.pointer == "/steps/0/desks"


def test_time_that_a_family_cannot_come_is_kept_free_of_both_desks(app: Application) -> None:
    """Unavailable spans hold for the whole step."""
    day = datetime(2026, 9, 7, tzinfo=ZONE)
    away = (Period(day, day + timedelta(hours=13)),)
    offer = offered(app, family(app, unavailable=away))[0]
    assert all(each.start >= away[0].end for each in offer.appointments)
