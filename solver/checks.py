"""From a well-formed document to an instance: every rule that relates one field to another.

Each check names the field, the value and what would be right, and stops at the first thing that is wrong.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import PurePath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from solver.instance import Arrival, Booking, Instance, Journey, Objective, Resource, Span, Step
from solver.schema import (
    ArrivalDocument,
    BookedDocument,
    InstanceDocument,
    JourneyDocument,
    ResourceDocument,
    SpanDocument,
    TravelDocument,
)
from solver.wall_time import WallClock, parse_day, parse_wall_time

_SHOWN = 60


class FormatError(ValueError):
    """A document that breaks its format: `field`, `value` and what was `expected`."""

    def __init__(self, field: str, value: object, expected: str) -> None:
        self.field, self.value, self.expected = field, value, expected
        super().__init__(f"{_shown(field)}: {_shown(value)} is wrong; expected {one_line(expected)}")


class MissingFieldError(FormatError):
    """A document without a `field` that it must have; `instead` stands there a name that is none."""

    def __init__(self, field: str, instead: str | None) -> None:
        name = field.rpartition(".")[2]
        super().__init__(field, None, f"the field {name}, not {instead}" if instead else f"the field {name}")

    def __str__(self) -> str:
        return f"{_shown(self.field)}: missing; expected {one_line(self.expected)}"


def checked_instance(document: InstanceDocument) -> Instance:
    """The instance of a document; raises FormatError."""
    clock = _clock(document)
    _check_unique("resources", [resource.id for resource in document.resources])
    _check_unique("arrivals", [arrival.id for arrival in document.arrivals])
    journeys = {name: _journey(f"journeys.{name}", name, given) for name, given in document.journeys.items()}
    resources = tuple(checked_resource(f"resources[{n}]", r, clock) for n, r in enumerate(document.resources))
    known = {resource.id for resource in resources}
    return Instance(
        timezone=document.timezone,
        slot_minutes=document.slot_minutes,
        days=tuple(clock.days),
        min_gap=document.min_gap_slots,
        travel=_travel(document.travel_slots),
        objective=Objective(**document.objective.model_dump()),
        resources=resources,
        journeys=journeys,
        arrivals=tuple(_arrival(f"arrivals[{n}]", a, clock, journeys) for n, a in enumerate(document.arrivals)),
        booked=tuple(_booked(f"booked[{n}]", b, clock, known) for n, b in enumerate(document.booked)),
    )


def checked_resource(field: str, given: ResourceDocument, clock: WallClock) -> Resource:
    """The desk in a field; raises FormatError."""
    shifts = sorted(
        (_shift(f"{field}.shifts[{n}]", s, clock) for n, s in enumerate(given.shifts)), key=lambda s: s.start
    )
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            when = clock.moment(later.start)
            raise FormatError(f"{field}.shifts", f"{when:%Y-%m-%dT%H:%M}", "shifts of one desk that do not overlap")
    services, languages = frozenset(given.services), frozenset(given.languages)
    return Resource(given.id, given.agency, given.location, services, languages, tuple(shifts))


def moment_on_grid(field: str, text: str, clock: WallClock) -> datetime:
    """The wall time in a field; raises FormatError where it is none or lies off the grid."""
    try:
        moment = parse_wall_time(text)
    except ValueError as error:
        raise FormatError(field, text, str(error)) from None
    if not clock.on_grid(moment):
        raise FormatError(field, text, f"a time on the grid of {clock.slot_minutes} minutes from midnight")
    return moment


def one_line(text: str) -> str:
    """The text without line breaks and other signs that would break a line."""
    return "".join(c if c.isprintable() else " " for c in text)


def _clock(document: InstanceDocument) -> WallClock:
    try:
        ZoneInfo(document.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise FormatError("timezone", document.timezone, "a time zone such as Europe/Amsterdam") from None
    if 24 * 60 % document.slot_minutes:
        raise FormatError("slot_minutes", document.slot_minutes, "a number of minutes that divides a day")
    return WallClock(_days(document.days), document.slot_minutes)


def _days(texts: Sequence[str]) -> list[date]:
    days: list[date] = []
    for number, text in enumerate(texts):
        try:
            days.append(parse_day(text))
        except ValueError as error:
            raise FormatError(f"days[{number}]", text, str(error)) from None
    for number, (earlier, later) in enumerate(pairwise(days)):
        if later <= earlier:
            raise FormatError(f"days[{number + 1}]", later.isoformat(), f"a day after {earlier}: days stand in order")
    return days


def _span(field: str, span: SpanDocument | BookedDocument, clock: WallClock) -> tuple[datetime, datetime]:
    start = moment_on_grid(f"{field}.start", span.start, clock)
    end = moment_on_grid(f"{field}.end", span.end, clock)
    if end <= start:
        raise FormatError(f"{field}.end", span.end, f"a time after its start {span.start}")
    return start, end


def _shift(field: str, given: SpanDocument, clock: WallClock) -> Span:
    start, end = _span(field, given, clock)
    if not clock.listed(start.date()):
        raise FormatError(f"{field}.start", given.start, "a time on one of the listed days")
    last = clock.slot(start) // clock.slots_per_day
    until_midnight = (end.date() - start.date()).days == 1 and end.time() == datetime.min.time()
    if end.date() != start.date() and not until_midnight:
        raise FormatError(f"{field}.end", given.end, "an end on the day of its start: one shift for each day")
    return Span(clock.slot(start), (last + 1) * clock.slots_per_day if until_midnight else clock.slot(end))


def _journey(field: str, name: str, given: JourneyDocument) -> Journey:
    ids = [step.id for step in given.steps]
    _check_unique(f"{field}.steps", ids)
    for number, step in enumerate(given.steps):
        for other in step.after:
            if other not in ids:
                raise FormatError(f"{field}.steps[{number}].after", other, f"steps of this journey: {', '.join(ids)}")
    try:
        TopologicalSorter({step.id: step.after for step in given.steps}).prepare()
    except CycleError as error:
        circle = " after ".join(reversed(error.args[1]))
        raise FormatError(f"{field}.steps", circle, "an order without a cycle") from None
    steps = (Step(s.id, s.service, tuple(s.slots), tuple(s.after), s.result_days, tuple(s.desks)) for s in given.steps)
    return Journey(name, tuple(steps))


def _arrival(field: str, given: ArrivalDocument, clock: WallClock, journeys: Mapping[str, Journey]) -> Arrival:
    if given.journey not in journeys:
        raise FormatError(f"{field}.journey", given.journey, f"a journey: {', '.join(journeys) or 'none is given'}")
    available = moment_on_grid(f"{field}.available_from", given.available_from, clock)
    deadline = moment_on_grid(f"{field}.deadline", given.deadline, clock)
    if deadline < available:
        raise FormatError(f"{field}.deadline", given.deadline, f"a time after available_from {given.available_from}")
    return Arrival(
        id=given.id,
        journey=given.journey,
        party=given.party,
        available_from=clock.slot(available),
        deadline=clock.slot(deadline),
        deadline_day=clock.day_at_or_before(deadline.date()),
        languages=frozenset(given.languages),
        unavailable=_unavailable(field, given.unavailable, clock),
        ready_from=_ready(field, given, clock, journeys[given.journey]),
    )


def _unavailable(field: str, given: Sequence[SpanDocument], clock: WallClock) -> tuple[Span, ...]:
    spans = (_span(f"{field}.unavailable[{n}]", span, clock) for n, span in enumerate(given))
    return tuple(
        Span(clock.slot(start), clock.slot(end)) for start, end in spans if clock.slot(start) < clock.slot(end)
    )


def _ready(field: str, given: ArrivalDocument, clock: WallClock, journey: Journey) -> dict[str, int]:
    known = [step.id for step in journey.steps]
    for step in given.ready_from:
        if step not in known:
            raise FormatError(f"{field}.ready_from", step, f"steps of its journey: {', '.join(known)}")
    times = {s: moment_on_grid(f"{field}.ready_from.{s}", text, clock) for s, text in given.ready_from.items()}
    return {step: clock.slot(moment) for step, moment in times.items()}


def _booked(field: str, given: BookedDocument, clock: WallClock, known: set[str]) -> Booking:
    if given.resource not in known:
        raise FormatError(f"{field}.resource", given.resource, "the id of a resource")
    start, end = _span(field, given, clock)
    return Booking(given.resource, clock.slot(start), clock.slot(end))


def _travel(given: Iterable[TravelDocument]) -> dict[frozenset[str], int]:
    travel: dict[frozenset[str], int] = {}
    for number, entry in enumerate(given):
        pair = frozenset((entry.from_, entry.to))
        if len(pair) == 1:
            continue  # at one and the same location travel is 0, whatever an entry says
        if travel.setdefault(pair, entry.slots) != entry.slots:
            first = travel[pair]
            raise FormatError(
                f"travel_slots[{number}].slots", entry.slots, f"{first}, as given before: it is symmetric"
            )
    return travel


def _check_unique(field: str, ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, name in enumerate(ids):
        if name in seen:
            raise FormatError(f"{field}[{number}].id", name, "an id that no other has")
        seen.add(name)


def _shown(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    text = str(value) if _is_plain(value) else json.dumps(value, default=repr, ensure_ascii=False)
    return one_line(text if len(text) <= _SHOWN else _shortened(text, keep_end=isinstance(value, PurePath))) or '""'


def _is_plain(value: object) -> bool:
    """A text stands as it is, unless it would read as a number or another JSON value."""
    if not isinstance(value, str):
        return isinstance(value, PurePath)
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return True
    return False


def _shortened(text: str, *, keep_end: bool) -> str:
    """A path is known by its end, any other text by its beginning."""
    return "..." + text[3 - _SHOWN :] if keep_end else text[: _SHOWN - 3] + "..."
