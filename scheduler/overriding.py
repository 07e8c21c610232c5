"""Which rules appointments break that staff may override, in words; none of them tells anything of the people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from calendars.opening import WallSpan
from calendars.words import day_in_words, list_in_words, time_in_words
from scheduler.domain.agency import Resource
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment
from scheduler.domain.capacity import Occupied
from scheduler.domain.override import Override, Rule
from scheduler.rearranging import last_result
from scheduler.store.configuration import RegionSetup
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame

_Broken = tuple[Rule, str]


@dataclass(frozen=True)
class Circumstances:
    """What the rules are about: the desks of the region, the arrival, what others have taken, and the reason given."""

    uow: UnitOfWork
    setup: RegionSetup
    arrival: Arrival
    taken: Sequence[Occupied]
    reason: str


def with_overrides(
    around: Circumstances, appointments: Sequence[BookedAppointment], kept: Sequence[BookedAppointment]
) -> tuple[BookedAppointment, ...]:
    """Appointments of one arrival, in order of time, each with the rules it breaks; those that are kept as they are."""
    gaps = dict(_short_gaps(around, appointments, kept))
    found = []
    for each in appointments:
        if each in kept:
            found.append(each)
            continue
        broken = [*_broken(around, each), *gaps.get(each.id, [])]
        overrides = (Override(rule, each.step, detail, around.reason) for rule, detail in broken)
        found.append(replace(each, overrides=tuple(overrides)))
    return tuple(found)


def _broken(around: Circumstances, each: BookedAppointment) -> Iterator[_Broken]:
    """The rules that an appointment breaks by itself."""
    resources = [desk for desk in around.setup.resources if desk.id in each.desks]
    for resource in resources:
        yield from _closed(around, each, resource)
        yield from _taken(around, each, resource)
    yield from _late(around, each)
    yield from _away(around.arrival, each)
    languages = around.arrival.languages
    for resource in resources:
        if languages and not languages & resource.languages:
            yield "language", f"{resource.id} speaks none of the party's languages"


def _closed(around: Circumstances, each: BookedAppointment, resource: Resource) -> Iterator[_Broken]:
    day = each.start.date()
    spans = Frame(around.setup, day, day).hours.get(day, {}).get(resource.id, ())
    start = each.start.hour * 60 + each.start.minute
    end = each.end.hour * 60 + each.end.minute or 24 * 60
    if not any(span.start_minute <= start and end <= span.end_minute for span in spans):
        yield "opening-hours", f"{resource.id} is {_hours_in_words(spans)} on {day_in_words(day)}"


def _hours_in_words(spans: Sequence[WallSpan]) -> str:
    if not spans:
        return "shut"
    return "open " + list_in_words([f"from {span.start:%H:%M} to {span.end:%H:%M}" for span in spans])


def _taken(around: Circumstances, each: BookedAppointment, resource: Resource) -> Iterator[_Broken]:
    others = [(start, end) for desk, start, end in around.taken if desk == resource.id]
    zone = each.start.tzinfo
    for start, end in sorted(others):
        if start < each.end and each.start < end:
            times = f"from {time_in_words(start.astimezone(zone))} to {time_in_words(end.astimezone(zone))}"
            yield "capacity", f"{resource.id} is taken {times}"


def _late(around: Circumstances, each: BookedAppointment) -> Iterator[_Broken]:
    completes_on = last_result(around.uow, around.arrival, [each])
    if not around.arrival.is_met(completes_on, each.end):
        deadline = day_in_words(around.arrival.deadline.date())
        yield "deadline", f"it is done on {day_in_words(completes_on)}; the deadline is {deadline}"


def _away(arrival: Arrival, each: BookedAppointment) -> Iterator[_Broken]:
    if each.start < arrival.available_from:
        yield "availability", "the party is not there yet"
    ready = arrival.ready_from.get(each.step)
    if ready is not None and each.start.date() < ready:
        yield "availability", f"{each.step} is not ready yet"
    if any(each.start < period.end and period.start < each.end for period in arrival.unavailable):
        yield "availability", "the party said that it cannot come then"


def _short_gaps(
    around: Circumstances, appointments: Sequence[BookedAppointment], kept: Sequence[BookedAppointment]
) -> Iterator[tuple[str, list[_Broken]]]:
    """Ids of appointments after which, or before which, less is left than the least; the one of two that is new."""
    pace = around.setup.region.pace
    found: dict[str, list[_Broken]] = {}
    for earlier, later in pairwise(appointments):
        slots = max(pace.min_gap_slots, pace.travel.get(frozenset((earlier.location, later.location)), 0))
        least, left = timedelta(minutes=slots * pace.slot_minutes), later.start - earlier.end
        new = earlier if later in kept else later
        if earlier.start.date() == later.start.date() and left < least and new not in kept:
            words = f"{_minutes(left)} minutes between {earlier.step} and {later.step}; the least is {_minutes(least)}"
            found.setdefault(new.id, []).append(("gap", words))
    yield from found.items()


def _minutes(span: timedelta) -> int:
    return span // timedelta(minutes=1)
