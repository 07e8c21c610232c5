"""Invitations are iCalendar objects that calendars take in, update and drop."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from calendars.invite import METHODS, Mailbox, Method, build_calendar
from tests.calendars.invitations import ADVICE, INVITATION, PERMIT, REGISTRATION

SINGLE = replace(INVITATION, appointments=(PERMIT,))
EVENING_TEXT = 'Comma, semicolon; back\\slash: "quotes" und Umlaute äöü 日本語'


def read(data: bytes) -> Calendar:
    """The calendar of one iCalendar object."""
    return Calendar.from_ical(data)


def events(data: bytes) -> list[Component]:
    """The VEVENTs of an iCalendar object."""
    return list(read(data).walk("VEVENT"))


def test_a_request_says_all_that_itip_asks() -> None:
    """RFC 5546 section 3.2.2: a REQUEST has organizer, attendee, start, stamp, sequence, summary and UID."""
    data = build_calendar(SINGLE, "REQUEST")
    (event,) = events(data)
    assert read(data)["METHOD"] == "REQUEST"
    assert event["UID"] == "b-7f3a-permit"
    assert event["SEQUENCE"] == 0
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"] == "Permit (IND)"
    assert event["LOCATION"] == "Mosae Forum, Mosae Forum 10, 6211 DW Maastricht"
    assert event["URL"] == "https://onestop.example/b/7f3a"
    assert event["DESCRIPTION"] == ("Permit at IND\nBooking b-7f3a\nChange or cancel: https://onestop.example/b/7f3a")
    assert event.decoded("DTSTAMP") == datetime(2026, 9, 7, 10, tzinfo=UTC)


def test_the_attendee_is_asked_to_answer_the_organizer() -> None:
    """The answer goes to the organizer's address, and none has been given yet."""
    (event,) = events(build_calendar(SINGLE, "REQUEST"))
    organizer, attendee = cast(Any, event["ORGANIZER"]), cast(Any, event["ATTENDEE"])
    assert (str(organizer), organizer.params["CN"]) == ("mailto:desk@onestop.example", "One-stop shop Zuid-Limburg")
    assert (str(attendee), attendee.params["CN"]) == ("mailto:zoe@mail.example", "Zoë Müller-O'Brien")
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")


def test_times_are_wall_times_of_a_zone_that_is_defined() -> None:
    """A start in UTC is written as a wall time of Amsterdam, with the rules of that zone beside it."""
    data = build_calendar(SINGLE, "REQUEST")
    assert b"DTSTART;TZID=Europe/Amsterdam:20260908T091500\r\n" in data
    assert b"DTEND;TZID=Europe/Amsterdam:20260908T093000\r\n" in data
    (zone,) = read(data).walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Amsterdam"
    assert {str(part["TZOFFSETTO"].to_ical()) for part in cast(Any, zone).subcomponents} == {"+0100", "+0200"}


@settings(deadline=None)
@given(st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_the_instant_survives_the_calendar_in_every_season(start: datetime) -> None:
    """What a reader makes of DTSTART by the VTIMEZONE beside it is the instant that was booked."""
    start = start.replace(second=0, microsecond=0)
    appointment = replace(PERMIT, start=start, end=start + timedelta(minutes=15))
    data = build_calendar(replace(SINGLE, appointments=(appointment,)), "REQUEST")
    (event,) = events(data)
    (zone,) = read(data).walk("VTIMEZONE")
    wall = cast(datetime, event.decoded("DTSTART")).replace(tzinfo=None)
    by_the_rules = wall.replace(tzinfo=cast(Any, zone).to_tz(lookup_tzid=False))
    # An iCalendar wall time that comes twice means its first coming (RFC 5545 section 3.3.5).
    repeated = by_the_rules.astimezone(UTC) == start - timedelta(hours=1) and wall.month == 10
    assert by_the_rules.astimezone(UTC) == start or repeated


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    """A calendar that holds the old time finds it by UID and takes the higher sequence."""
    moved = replace(PERMIT, start=PERMIT.start + timedelta(hours=1), end=PERMIT.end + timedelta(hours=1))
    (before,) = events(build_calendar(SINGLE, "REQUEST"))
    (after,) = events(build_calendar(replace(SINGLE, sequence=1, appointments=(moved,)), "REQUEST"))
    assert before["UID"] == after["UID"]
    assert cast(int, after["SEQUENCE"]) > cast(int, before["SEQUENCE"])


def test_a_cancellation_takes_the_appointment_out() -> None:
    """RFC 5546 section 3.2.5: a CANCEL names the UID and says cancelled; it asks no answer and offers no change."""
    (event,) = events(build_calendar(replace(SINGLE, sequence=2), "CANCEL"))
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == ("b-7f3a-permit", "CANCELLED", 2)
    assert "RSVP" not in cast(Any, event["ATTENDEE"]).params
    assert "Change or cancel" not in str(event["DESCRIPTION"])


def test_a_publication_holds_the_whole_itinerary_and_no_attendee() -> None:
    """RFC 5546 section 3.2.1: a PUBLISH may hold many UIDs and must name no attendee."""
    found = events(build_calendar(INVITATION, "PUBLISH"))
    assert [event["UID"] for event in found] == [PERMIT.uid, REGISTRATION.uid, ADVICE.uid]
    assert not any("ATTENDEE" in event for event in found)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_several_appointments_in_one_scheduling_message_are_refused(method: Method) -> None:
    """RFC 5546 section 3.2.2: one UID in one message."""
    with pytest.raises(ValueError, match=f"appointments: 3 in one {method}; one is right"):
        build_calendar(INVITATION, method)


def test_an_invitation_splits_in_order_of_time() -> None:
    """Each part holds one appointment and all the rest of the invitation."""
    parts = replace(INVITATION, appointments=(ADVICE, PERMIT, REGISTRATION)).split()
    assert [part.appointments for part in parts] == [(PERMIT,), (REGISTRATION,), (ADVICE,)]
    assert {replace(part, appointments=INVITATION.appointments) for part in parts} == {INVITATION}


def test_dutch_invitations_speak_dutch() -> None:
    """The description follows the language of the person invited."""
    (event,) = events(build_calendar(replace(SINGLE, language="nl"), "REQUEST"))
    assert (
        event["DESCRIPTION"] == "Permit bij IND\nBoeking b-7f3a\nWijzigen of annuleren: https://onestop.example/b/7f3a"
    )


@pytest.mark.parametrize("method", METHODS)
def test_lines_are_folded_and_text_survives(method: Method) -> None:
    """RFC 5545 section 3.1: lines end in CRLF and have at most 75 octets, whatever the text."""
    odd = replace(PERMIT, step=EVENING_TEXT, agency=EVENING_TEXT * 3)
    data = build_calendar(replace(SINGLE, appointments=(odd,), attendee=Mailbox(EVENING_TEXT, "a@b.example")), method)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    (event,) = events(data)
    assert event["SUMMARY"] == f"{EVENING_TEXT} ({EVENING_TEXT * 3})"


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
@example("back\\")
@example('\\";RSVP=FALSE:mailto:x@y.example')
def test_a_name_is_refused_or_survives(name: str) -> None:
    """A name that a mailbox takes comes back from the calendar, but for double quotes and backslashes."""
    try:
        mailbox = Mailbox(name, "a@b.example")
    except ValueError as error:
        assert str(error).startswith("name: ")
    else:
        (event,) = events(build_calendar(replace(SINGLE, attendee=mailbox), "REQUEST"))
        assert cast(Any, event["ATTENDEE"]).params["CN"] == name.translate({34: "'", 92: "/"})


@pytest.mark.parametrize(
    "name", ["", "  ", "A\r\nBcc: all@x.example", "A\nB", "A\x00B", "A\u2028B", "A\x85B", "A\ud800B"]
)
def test_a_name_that_could_break_a_header_is_refused_and_not_repeated(name: str) -> None:
    """Line breaks and controls in a name are an error that does not quote the name."""
    with pytest.raises(ValueError, match=r"name: (is empty|holds a line break or control character)") as caught:
        Mailbox(name, "a@b.example")
    assert "Bcc" not in str(caught.value)


def test_a_name_that_a_client_would_decode_to_another_is_refused() -> None:
    """An encoded word in a name could show a line break or another name."""
    with pytest.raises(ValueError, match=r"name: holds '=\?', the mark of an encoded word"):
        Mailbox("=?utf-8?q?x=0D=0Ay?=", "a@b.example")


@pytest.mark.parametrize(
    "email",
    [
        *("", "a", "a@", "@b.example", "a@b@c.example", "a b@c.example", "a@b.example\r\nBcc: x@y.example"),
        *("a..b@c.example", ".a@c.example", "a@-b.example", "a@b..example", "<a@b.example>", "jö@b.example"),
        "a@" + "b" * 64 + ".example",
        "a" * 250 + "@b.example",
    ],
)
def test_what_is_no_address_is_refused_and_not_repeated(email: str) -> None:
    """The error says what an address looks like and keeps the personal value out."""
    with pytest.raises(ValueError, match="email: not an address; one such as") as caught:
        Mailbox("A", email)
    assert str(caught.value) == "email: not an address; one such as a.name@example.org, in ASCII, is right"


def wrong_appointments() -> list[tuple[str, dict[str, Any]]]:
    """Each field of an appointment wrong in turn."""
    texts: list[tuple[str, dict[str, Any]]] = [
        (name, {name: "a\nb"}) for name in ("step", "agency", "location", "address")
    ]
    naive = datetime(2026, 9, 8, 9)  # noqa: DTZ001 - the fault under test
    return [
        *texts,
        ("uid", {"uid": "a b"}),
        ("uid", {"uid": ""}),
        ("start", {"start": naive}),
        ("end", {"end": naive}),
        ("end", {"end": PERMIT.start}),
    ]


@pytest.mark.parametrize(("field", "change"), wrong_appointments())
def test_a_wrong_field_of_an_appointment_is_named(field: str, change: dict[str, Any]) -> None:
    """The error begins with the name of the field."""
    with pytest.raises(ValueError, match=f"^{field}: "):
        replace(PERMIT, **change)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("uid", {"uid": "a@b"}),
        ("uid", {"uid": "a..b"}),
        ("uid", {"uid": "a" * 201}),
        ("sequence", {"sequence": -1}),
        ("issued_at", {"issued_at": datetime(2026, 9, 8)}),  # noqa: DTZ001 - the fault under test
        ("language", {"language": "de"}),
        ("timezone", {"timezone": "Mars/Base"}),
        ("appointments", {"appointments": ()}),
        ("manage_url", {"manage_url": "javascript:alert(1)"}),
        ("manage_url", {"manage_url": "https://"}),
        ("manage_url", {"manage_url": "https://a.example/\nx"}),
    ],
)
def test_a_wrong_field_of_an_invitation_is_named(field: str, change: dict[str, Any]) -> None:
    """The error begins with the name of the field."""
    with pytest.raises(ValueError, match=f"^{field}: "):
        replace(INVITATION, **change)


def test_an_invitation_without_a_page_to_change_it_has_no_link() -> None:
    """Without an address to manage the booking neither URL nor description holds one."""
    (event,) = events(build_calendar(replace(SINGLE, manage_url=None), "REQUEST"))
    assert "URL" not in event
    assert "http" not in str(event["DESCRIPTION"])
