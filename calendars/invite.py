"""Invitations as iCalendar objects (RFC 5545) with an iTIP method (RFC 5546).

One object per appointment, one VEVENT in each, one UID for the life of the appointment. An itinerary in one REQUEST
would be shorter, but RFC 5546 section 3.2.2 asks all components of a REQUEST to share one UID, and a person must be
able to answer, move or cancel one appointment alone. Clients keep to it: Outlook drops all but the first VEVENT of a
scheduling message ([MS-STANOICAL] 2.2.175), and Thunderbird reads such a file as a plain calendar without answers.
Only PUBLISH, which is for reading and allows any number of UIDs (section 3.2.1), holds the itinerary in one file.
How the objects travel in a mail is told in `calendars.mail`.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal, get_args
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone, vCalAddress

from calendars.grid import time_zone
from calendars.texts import TEXTS
from calendars.words import LANGUAGES, Language

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
METHODS: tuple[Method, ...] = get_args(Method)

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_UID = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_NO_TEXT = {"Cc", "Cs", "Zl", "Zp"}  # controls, lone surrogates and line ends: none can stand in a header line


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address that are safe in a mail header; raises ValueError naming what is not."""

    name: str
    email: str

    def __post_init__(self) -> None:
        _check_line("name", self.name)
        if "=?" in self.name:  # RFC 2047: a mail client would decode it and show another name
            raise ValueError("name: holds '=?', the mark of an encoded word; plain text is right")
        if len(self.email) > 254 or not _ADDRESS.fullmatch(self.email):
            raise ValueError("email: not an address; one such as a.name@example.org, in ASCII, is right")


@dataclass(frozen=True, slots=True)
class Appointment:
    """One step of the itinerary as the invited person knows it; `uid` stays the same when the time changes."""

    uid: str
    step: str
    agency: str
    location: str
    address: str
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        _check_uid("uid", self.uid)
        for name in ("step", "agency", "location", "address"):
            _check_line(name, getattr(self, name))
        _check_instant("start", self.start)
        _check_instant("end", self.end)
        if self.end <= self.start:
            raise ValueError(f"end: {self.end.isoformat()} is not after the start {self.start.isoformat()}")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a booking tells the person invited.

    `sequence` rises with each change, `issued_at` is when this state of the booking was made, `completes_on` the day
    of the last result. Times that may still change are final from `fixes_on`; `fixed`: they have just become so.
    Times that are only offered are kept free until `free_until`.
    Raises ValueError naming the field that is wrong.
    """

    uid: str
    sequence: int
    issued_at: datetime
    organizer: Mailbox
    attendee: Mailbox
    language: Language
    timezone: str
    appointments: tuple[Appointment, ...]
    completes_on: date
    deadline: date
    manage_url: str | None = None
    fixes_on: date | None = None
    fixed: bool = False
    free_until: datetime | None = None

    def __post_init__(self) -> None:
        _check_uid("uid", self.uid)
        if self.sequence < 0:
            raise ValueError(f"sequence: {self.sequence} is negative; 0 or more is right")
        _check_instant("issued_at", self.issued_at)
        if self.language not in LANGUAGES:
            raise ValueError(f"language: {self.language!r} is unknown; one of {', '.join(LANGUAGES)} is right")
        time_zone(self.timezone)
        if not self.appointments:
            raise ValueError("appointments: there are none; one or more is right")
        _check_url(self.manage_url)
        if self.free_until is not None:
            _check_instant("free_until", self.free_until)

    def split(self) -> tuple["Invitation", ...]:
        """One invitation per appointment, earliest first, as REQUEST and CANCEL need them."""
        return tuple(
            replace(self, appointments=(appointment,))
            for appointment in sorted(self.appointments, key=lambda appointment: appointment.start)
        )


def build_calendar(invitation: Invitation, method: Method) -> bytes:
    """The invitation as an iCalendar object in UTF-8, folded, with its time zone.

    Raises ValueError when a REQUEST or CANCEL holds several appointments: split the invitation first.
    """
    if method != "PUBLISH" and len(invitation.appointments) > 1:
        raise ValueError(
            f"appointments: {len(invitation.appointments)} in one {method}; one is right (RFC 5546 section 3.2.2)"
        )
    calendar = Calendar()
    calendar.add("prodid", "-//onestop//appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(_zone(invitation))
    for single in invitation.split():
        calendar.add_component(_event(single, method))
    data: bytes = calendar.to_ical()
    return data


def _zone(invitation: Invitation) -> Timezone:
    """The VTIMEZONE of the years around the appointments, a year to spare on either side."""
    years = [moment.year for each in invitation.appointments for moment in (each.start, each.end)]
    first, last = date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)
    return Timezone.from_tzid(invitation.timezone, first_date=first, last_date=last)


def _event(invitation: Invitation, method: Method) -> Event:
    (appointment,) = invitation.appointments
    zone = time_zone(invitation.timezone)
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.issued_at.astimezone(UTC))
    event.add("dtstart", appointment.start.astimezone(zone))
    event.add("dtend", appointment.end.astimezone(zone))
    event.add("summary", f"{appointment.step} ({appointment.agency})")
    event.add("location", f"{appointment.location}, {appointment.address}")
    event.add("description", _description(invitation, method))
    event.add("status", _status(invitation, method))
    event.add("transp", "OPAQUE")
    if invitation.manage_url is not None:
        event.add("url", invitation.manage_url)
    event.add("organizer", _address(invitation.organizer))
    if method != "PUBLISH":  # RFC 5546 section 3.2.1: a PUBLISH must name no attendee
        event.add("attendee", _attendee(invitation.attendee, method))
    return event


def _status(invitation: Invitation, method: Method) -> str:
    if method == "CANCEL":
        return "CANCELLED"
    return "CONFIRMED" if invitation.fixes_on is None else "TENTATIVE"


def _description(invitation: Invitation, method: Method) -> str:
    (appointment,) = invitation.appointments
    texts = TEXTS[invitation.language]
    lines = [texts.step_at_agency.format(step=appointment.step, agency=appointment.agency)]
    lines.append(texts.reference.format(reference=invitation.uid))
    if invitation.manage_url is not None and method != "CANCEL":
        lines.append(f"{texts.manage}: {invitation.manage_url}")
    return "\n".join(lines)


def _address(mailbox: Mailbox) -> vCalAddress:
    address = vCalAddress(f"mailto:{mailbox.email}")
    # A double quote cannot stand in a parameter and few clients know the escape of RFC 6868; a backslash can, but
    # some readers take it for an escape and run on into the next parameter.
    address.params["CN"] = mailbox.name.replace('"', "'").replace("\\", "/")
    return address


def _attendee(mailbox: Mailbox, method: Method) -> vCalAddress:
    attendee = _address(mailbox)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if method == "REQUEST":
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "TRUE"
    return attendee


def _check_line(field: str, value: str) -> None:
    """A line of text that is not empty; the value may be a person's name and stays out of the message."""
    if not value.strip():
        raise ValueError(f"{field}: is empty; text is right")
    if any(unicodedata.category(character) in _NO_TEXT for character in value):
        raise ValueError(f"{field}: holds a line break or control character; one line of text is right")


def _check_uid(field: str, value: str) -> None:
    if len(value) > 200 or not _UID.fullmatch(value):
        raise ValueError(
            f"{field}: {value[:200]!r} is no identifier; up to 200 letters, digits, '-', '_', '.' are right"
        )


def _check_instant(field: str, value: datetime) -> None:
    if value.utcoffset() is None:
        raise ValueError(f"{field}: {value.isoformat()} has no offset; an instant with an offset is right")


def _check_url(value: str | None) -> None:
    if value is None:
        return
    _check_line("manage_url", value)
    parts = urlsplit(value)
    if parts.scheme not in ("https", "http") or not parts.netloc or " " in value:
        raise ValueError(f"manage_url: {value!r} is no web address; one such as https://example.org/b/1 is right")
