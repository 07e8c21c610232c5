"""Itineraries of one day that do not touch each other: the desks of the example region, filled by turns."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from calendars.grid import local_instant, time_zone
from scheduler.demo.region import JOURNEYS, REGION, closures, resources
from scheduler.domain.agency import Resource
from scheduler.domain.itinerary import Appointment
from scheduler.domain.journey import Step

_MINUTES = REGION.pace.slot_minutes
_DESKS = {resource.id: resource for resource in resources()}
_ZONE = time_zone(REGION.timezone)
_BY_NAME = {journey.id: journey for journey in JOURNEYS}


@dataclass(frozen=True)
class Visit:
    """One step of an itinerary, in minutes from midnight."""

    step: str
    desk: str
    start: int
    end: int


@dataclass(frozen=True)
class Day:
    """A journey and its visits, on any day of a weekday."""

    journey: str
    visits: tuple[Visit, ...]

    def appointments(self, day: date) -> tuple[Appointment, ...]:
        """The same on a day."""
        return tuple(_appointment(visit, day) for visit in self.visits)


@cache
def timetable(weekday: int) -> tuple[Day, ...]:
    """As many itineraries of one person as fit on an ISO weekday, the desks of the IND shared out first."""
    free = {desk.id: _open_slots(desk, weekday) for desk in _DESKS.values()}
    found: list[Day] = []
    for names in (("knowledge-migrant", "first-permit"), ("eu-citizen",)):
        turn = 0
        while (packed := _packed(names[turn % len(names)], free)) is not None:
            found.append(packed)
            turn += 1
    return tuple(found)


def open_days(first: date, step: int) -> Iterator[date]:
    """Weekdays from `first` on that are not closed, forwards or, with -1, backwards; old holidays are unknown here."""
    shut = {
        day
        for each in closures(range(first.year - 1, first.year + 3))
        for day in _days(each.closure.first, each.closure.last)
    }
    day = first
    while True:
        if day.isoweekday() < 6 and day not in shut:
            yield day
        day += timedelta(days=step)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _open_slots(desk: Resource, weekday: int) -> set[int]:
    spans = desk.pattern.hours.get(weekday, ())
    return {slot for span in spans for slot in range(span.start_minute // _MINUTES, span.end_minute // _MINUTES)}


def _packed(journey: str, free: dict[str, set[int]]) -> Day | None:
    """The next itinerary that fits, its slots taken; None if there is none."""
    earliest, visits = 0, []
    for step in _BY_NAME[journey].steps:
        visit = _first_fit(step, earliest, free)
        if visit is None:
            return None
        visits.append(visit)
        earliest = visit.end // _MINUTES + REGION.pace.min_gap_slots
    for visit in visits:
        free[visit.desk].difference_update(range(visit.start // _MINUTES, visit.end // _MINUTES))
    return Day(journey, tuple(visits))


def _first_fit(step: Step, earliest: int, free: dict[str, set[int]]) -> Visit | None:
    slots = step.slots[0]
    fits = (
        (start, desk)
        for desk, open_slots in free.items()
        if step.service in _DESKS[desk].services
        for start in open_slots
        if start >= earliest and open_slots.issuperset(range(start, start + slots))
    )
    start, desk = min(fits, default=(None, ""))
    return None if start is None else Visit(step.id, desk, start * _MINUTES, (start + slots) * _MINUTES)


def _appointment(visit: Visit, day: date) -> Appointment:
    desk = _DESKS[visit.desk]
    start, end = (local_instant(_ZONE, day, minute) for minute in (visit.start, visit.end))
    return Appointment(visit.step, desk.agency, desk.id, desk.location, start, end)
