"""Overrides: staff book what the rules refuse, it is told which, and nobody else's desk is ever given away by it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import Period, Person
from scheduler.domain.booking import Booking, BookRequest, Idempotency
from scheduler.domain.errors import IdempotencyConflict, InvalidInput, NotFound, StaleVersion, VisitBegun
from scheduler.domain.override import OverrideRequest, WantedAppointment
from scheduler.outbox import deliver_due
from scheduler.use_cases.book import book
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.hold import hold
from scheduler.use_cases.override import override
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.start_visit import start_visit
from tests.scheduler.stage import (
    ACTOR,
    Clock,
    Mailbox,
    booked,
    count,
    counts,
    offered,
    once,
    registered,
)

ZONE = ZoneInfo("Europe/Amsterdam")
REASON = "the minister comes along"
TUESDAY, SUNDAY = date(2026, 9, 8), date(2026, 9, 6)
DESKS = {"permit": "ind-1", "registration": "gemeente-1", "advice": "expat-centre-1"}
TIMES = {"permit": "09:00", "registration": "09:30", "advice": "10:15"}


def at(time: str, day: date = TUESDAY) -> datetime:
    """A time of a day by the clock of Maastricht."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE)


def wanted(day: date = TUESDAY, desks: dict[str, str] | None = None, **times: str) -> tuple[WantedAppointment, ...]:
    """Permit, registration and advice on Tuesday morning by the rules, but for other `desks` and `times`."""
    places, starts = DESKS | (desks or {}), TIMES | times
    return tuple(WantedAppointment(step, places[step], at(starts[step], day)) for step in DESKS)


def overridden(app: Application, arrival_id: str, appointments: tuple[WantedAppointment, ...]) -> Booking:
    """The booking of an arrival by an override."""
    return override(app, ACTOR, OverrideRequest(arrival_id, appointments, REASON), once())


def rules(booking: Booking) -> list[tuple[str, str]]:
    """What was overridden, and for which step."""
    return [(each.rule, each.step) for each in booking.overrides]


def test_what_keeps_the_rules_overrides_none(app: Application) -> None:
    """Times that anybody might have been offered are booked, firm, and invited to."""
    booking = overridden(app, registered(app).id, wanted())
    assert (booking.overrides, booking.times, booking.meets_deadline) == ((), "firm", True)
    assert [(each.step, each.start, each.resource) for each in booking.appointments] == [
        (each.step, each.start, each.resource) for each in wanted()
    ]
    assert get_booking(app, booking.id) == booking
    assert deliver_due(app) == 1


@pytest.mark.parametrize(
    ("changes", "told", "detail"),
    [
        ({"advice": "12:15"}, [("opening-hours", "advice")], "expat-centre-1 is open from 09:00 to 12:00 and from 12"),
        ({"desks": {"permit": "ind-2"}, "advice": "10:00"}, [("gap", "advice")], "0 minutes between registration and"),
        ({"day": date(2026, 9, 11)}, [("deadline", s) for s in DESKS], "done on Friday 11 September; the deadline is"),
    ],
)
def test_each_rule_is_named_in_words(
    app: Application, changes: dict[str, object], told: list[tuple[str, str]], detail: str
) -> None:
    """The rule, the step it is broken for, what is so, and the reason."""
    booking = overridden(app, registered(app).id, wanted(**changes))  # type: ignore[arg-type]
    assert rules(booking) == told
    assert detail in booking.overrides[0].detail
    assert {each.reason for each in booking.overrides} == {REASON}
    assert get_booking(app, booking.id) == booking


def test_who_cannot_come_is_overridden_without_a_word_about_them(app: Application) -> None:
    """Languages, absences and what is not ready are told as such; what they are is erased with the people."""
    arrival = registered(
        app,
        party=(Person("applicant", ("es",)),),
        unavailable=(Period(at("09:00"), at("09:15")),),
        ready_from={"registration": TUESDAY + timedelta(days=1)},
        available_from=at("09:10"),
    )
    booking = overridden(app, arrival.id, wanted(desks={"advice": "expat-centre-2"}))
    assert rules(booking) == [
        ("availability", "permit"),
        ("availability", "permit"),
        ("language", "permit"),
        ("availability", "registration"),
        ("language", "registration"),
    ]
    assert "es" not in [word for each in booking.overrides for word in each.detail.split()]


def test_a_day_on_which_nobody_works_can_be_booked(app: Application) -> None:
    """On a Sunday all are shut, and the results of that day are there on it."""
    arrival = registered(app, arrives_on=SUNDAY)
    booking = overridden(app, arrival.id, wanted(SUNDAY))
    assert rules(booking) == [("opening-hours", step) for step in DESKS]
    assert "ind-1 is shut on Sunday 6 September" in booking.overrides[0].detail
    assert (booking.completes_on, booking.meets_deadline) == (SUNDAY, True)


def test_a_desk_that_is_taken_can_have_two(app: Application) -> None:
    """Who has it keeps it; the second is told what it shares."""
    first = overridden(app, registered(app).id, wanted())
    second = overridden(app, registered(app).id, wanted())
    assert rules(second) == [("capacity", step) for step in DESKS]
    assert second.overrides[0].detail == "ind-1 is taken from 09:00 to 09:15"
    assert get_booking(app, first.id) == first


def test_an_override_takes_the_place_of_what_is_booked(app: Application, mailbox: Mailbox) -> None:
    """Appointments keep their ids, one invitation more tells the new times, and nothing of the old ones stays taken."""
    arrival = registered(app)
    before = booked(app, offered(app, arrival)[0])
    after = overridden(app, arrival.id, wanted(advice="17:00"))
    assert (after.id, after.version, after.sequence) == (before.id, 2, 1)
    assert {each.id for each in after.appointments} == {each.id for each in before.appointments}
    assert rules(after) == [("opening-hours", "advice")]
    assert deliver_due(app) == 2
    slots = sum((each.end - each.start) // timedelta(minutes=15) for each in after.appointments)
    assert count(app, "claims") == slots
    assert len(mailbox.messages) == 2


def test_what_it_gives_up_does_not_stand_in_its_own_way(app: Application) -> None:
    """Moved by a quarter of an hour, it shares its desks with nobody."""
    arrival = registered(app)
    overridden(app, arrival.id, wanted(advice="10:15"))
    assert rules(overridden(app, arrival.id, wanted(advice="10:30"))) == []


def test_provisional_times_become_firm(app: Application) -> None:
    """Staff have named them, so no night betters them."""
    arrival = registered(app, arrives_on=date(2026, 9, 16))
    offer = offered(app, arrival)[0]
    before = book(app, ACTOR, BookRequest(offer_id=offer.id, times="provisional"), once())
    after = overridden(app, arrival.id, wanted(date(2026, 9, 17)))
    assert (before.times, after.times, after.fixes_on) == ("provisional", "firm", None)


def test_a_hold_makes_room(app: Application) -> None:
    """What the arrival itself has on hold is not in its way."""
    arrival = registered(app)
    offer = offered(app, arrival)[0]
    hold(app, ACTOR, offer.id, once())
    same = tuple(WantedAppointment(each.step, each.resource, each.start) for each in offer.appointments)
    assert overridden(app, arrival.id, same).overrides == ()


def test_what_has_begun_is_kept_or_refused(app: Application, clock: Clock) -> None:
    """A visit that has started stays where it is; named elsewhere it is refused, named the same the rest moves."""
    arrival = registered(app)
    booking = overridden(app, arrival.id, wanted())
    clock.now = at("09:00")
    first = booking.appointments[0]
    check_in(app, ACTOR, first.id)
    started = start_visit(app, ACTOR, first.id)
    with pytest.raises(VisitBegun):
        overridden(app, arrival.id, wanted(permit="11:00", registration="11:30", advice="14:00"))
    after = overridden(app, arrival.id, wanted(advice="16:00"))
    assert after.appointments[0] == started
    assert after.appointments[2].start == at("16:00")


@pytest.mark.parametrize(
    ("appointments", "pointer", "expected"),
    [
        (wanted()[:2], "/appointments", "all steps of the journey: permit, registration, advice"),
        ((*wanted()[:2], wanted()[0]), "/appointments/2/step", "each of permit, registration, advice once"),
        ((*wanted()[:2], WantedAppointment("swim", "ind-1", at("11:00"))), "/appointments/2/step", "one of permit"),
        (wanted(desks={"permit": "gemeente-1"}), "/appointments/0/resource", "a desk for permit: one of ind-1, ind-2"),
        (wanted(desks={"permit": "nowhere"}), "/appointments/0/resource", "a desk for permit: one of ind-1, ind-2"),
        (wanted(permit="10:00"), "/appointments/1/start", "the end of permit, which has to come first"),
        (wanted(advice="09:45"), "/appointments/2/start", "the end of registration, while this party is there"),
        (wanted(permit="09:05"), "/appointments/0/start", "a time on the grid of 15 minutes"),
        (wanted(advice="23:45"), "/appointments/2/start", "a time from which it ends on the same day"),
        (wanted(date(2026, 9, 3)), "/appointments/0/start", "from 2026-09-04T08:00:00+00:00 on, within a year"),
        (wanted(date(2028, 9, 5)), "/appointments/0/start", "within a year"),
    ],
)
def test_what_nobody_may_override_is_refused(
    app: Application, appointments: tuple[WantedAppointment, ...], pointer: str, expected: str
) -> None:
    """The field is named with what would be right, and nothing is stored."""
    arrival = registered(app)
    before = counts(app)
    with pytest.raises(InvalidInput) as refused:
        overridden(app, arrival.id, appointments)
    assert refused.value.pointer == pointer
    assert expected in refused.value.expected
    assert counts(app) == before


def test_a_reason_is_needed(app: Application) -> None:
    """Blank, or with a citizen service number in it, it is refused."""
    arrival = registered(app)
    for reason in (" ", "for 123456782"):
        with pytest.raises(InvalidInput) as refused:
            override(app, ACTOR, OverrideRequest(arrival.id, wanted(), reason), once())
        assert refused.value.pointer == "/reason"


def test_a_change_made_meanwhile_is_not_lost(app: Application) -> None:
    """The version that was read must be the one that stands, and there must be one if one was read."""
    arrival = registered(app)
    request = OverrideRequest(arrival.id, wanted(), REASON)
    with pytest.raises(NotFound, match="there is no booking of arrival"):
        override(app, ACTOR, request, once(), if_match=1)
    booking = override(app, ACTOR, request, once())
    with pytest.raises(StaleVersion):
        override(app, ACTOR, request, once(), if_match=booking.version + 1)
    assert override(app, ACTOR, request, once(), if_match=booking.version).version == booking.version + 1


def test_the_same_key_overrides_once(app: Application) -> None:
    """The first answer is given again; another request under the key is refused."""
    key, request = once(), OverrideRequest(registered(app).id, wanted(), REASON)
    first = override(app, ACTOR, request, key)
    before = counts(app)
    assert override(app, ACTOR, request, key) == first
    assert counts(app) == before
    with pytest.raises(IdempotencyConflict):
        override(app, ACTOR, request, Idempotency(key.key, "another body", key.token))


def test_the_audit_tells_what_was_overridden_and_why(app: Application) -> None:
    """A line of its own beside the one that books, with each rule and the reason, and without a name."""
    overridden(app, registered(app).id, wanted())
    second = overridden(app, registered(app).id, wanted())
    with app.reading() as uow:
        lines = uow.audit.of("booking", second.id)
    assert [(line.actor, line.action) for line in lines] == [(ACTOR, "book"), (ACTOR, "override")]
    assert lines[1].details["reason"] == REASON
    assert [each["rule"] for each in lines[1].details["overrides"]] == ["capacity"] * 3
    assert "Ada" not in str(lines)
