"""The words of a mail: subject, plain text and HTML in the language of the person invited."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from calendars.grid import time_zone
from calendars.invite import Appointment, Invitation
from calendars.texts import TEXTS, Kind
from calendars.words import day_in_words, list_in_words, time_in_words

_TEMPLATES = Environment(
    loader=PackageLoader("calendars"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One message in two forms."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment as it is read."""

    times: str
    step: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Appointments that follow each other on one day at one place."""

    day: str
    place: str
    lines: tuple[Line, ...]


def write_letter(invitation: Invitation, kind: Kind) -> Letter:
    """The letter that tells of an invitation, a change or a cancellation."""
    appointments = _local(invitation)
    count, texts = len(appointments), TEXTS[invitation.language]
    days = [day_in_words(day, invitation.language) for day in dict.fromkeys(each.start.date() for each in appointments)]
    subject = texts.subject[kind].about(count).format(days=list_in_words(days, invitation.language))
    words: Mapping[str, Any] = {
        "language": invitation.language,
        "subject": subject,
        "greeting": texts.greeting.format(name=invitation.attendee.name),
        "intro": texts.intro[kind].about(count),
        "visits": _visits(invitation, appointments),
        "cancelled": kind == "cancellation",
        "notice": _notice(invitation, kind, count),
        "done": "" if kind == "cancellation" else _done(invitation),
        "calendar": texts.unchanged if kind == "offer" else texts.calendar[kind].about(count),
        "zone": texts.zone.format(zone=invitation.timezone),
        "manage": texts.manage,
        "manage_url": None if kind == "cancellation" else invitation.manage_url,
        "questions": texts.questions,
        "closing": texts.closing,
        "sender": invitation.organizer.name,
        "reference": (texts.held if kind == "offer" else texts.reference).format(reference=invitation.uid),
    }
    text, html = (_TEMPLATES.get_template(f"letter.{form}").render(words) for form in ("txt", "html"))
    return Letter(subject, text, html)


def _local(invitation: Invitation) -> list[Appointment]:
    """The appointments in order of time, their times by the wall clock of the invitation."""
    zone = time_zone(invitation.timezone)
    return [
        replace(each, start=each.start.astimezone(zone), end=each.end.astimezone(zone))
        for single in invitation.split()
        for each in single.appointments
    ]


def _visits(invitation: Invitation, appointments: list[Appointment]) -> list[Visit]:
    """A visit ends where the day or the place changes."""
    grouped = groupby(appointments, key=lambda each: (each.start.date(), f"{each.location}, {each.address}"))
    step = TEXTS[invitation.language].step_at_agency
    return [
        Visit(
            day_in_words(day, invitation.language, year=True),
            place,
            tuple(
                Line(
                    f"{time_in_words(each.start)}\N{EN DASH}{time_in_words(each.end)}",
                    step.format(step=each.step, agency=each.agency),
                )
                for each in members
            ),
        )
        for (day, place), members in grouped
    ]


def _notice(invitation: Invitation, kind: Kind, count: int) -> str:
    """What must not be overlooked."""
    if kind == "promise":
        return _provisional(invitation)
    return _answer(invitation, count) if kind == "offer" else ""


def _answer(invitation: Invitation, count: int) -> str:
    until = (invitation.free_until or invitation.appointments[0].start).astimezone(time_zone(invitation.timezone))
    words = {"time": time_in_words(until), "day": day_in_words(until.date(), invitation.language)}
    return TEXTS[invitation.language].answer.about(count).format(**words)


def _provisional(invitation: Invitation) -> str:
    day = invitation.fixes_on or invitation.deadline
    return TEXTS[invitation.language].provisional.format(day=day_in_words(day, invitation.language))


def _done(invitation: Invitation) -> str:
    texts = TEXTS[invitation.language]
    promise = texts.in_time if invitation.completes_on <= invitation.deadline else texts.late
    completed, deadline = (
        day_in_words(day, invitation.language) for day in (invitation.completes_on, invitation.deadline)
    )
    return promise.format(completed=completed, deadline=deadline)
