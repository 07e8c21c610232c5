"""The one place between the service's instants and the solver's slots.

A frame is a stretch of open days of a region. Instants become slots of it and slots instants; a time on a day that is
not open becomes the start of the next open day (for starts) or the end of the previous one (for ends).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

from calendars.grid import Grid
from calendars.opening import WallSpan, opening_hours
from scheduler.domain import arrival as domain
from scheduler.domain.agency import Resource
from scheduler.domain.capacity import Occupied
from scheduler.domain.itinerary import Appointment
from scheduler.domain.journey import Journey, Step
from scheduler.store.configuration import RegionSetup
from solver import instance as problem
from solver import plan as answer

_DAY = timedelta(days=1)
_MIDNIGHT = datetime.min.time()


@dataclass(frozen=True)
class Frame:
    """The open days of a region from `first` to `last`, and those of `also` although nobody works on them."""

    setup: RegionSetup
    first: date
    last: date
    also: frozenset[date] = frozenset()

    @cached_property
    def grid(self) -> Grid:
        """The grid of the region."""
        region = self.setup.region
        return Grid(region.timezone, region.pace.slot_minutes)

    @cached_property
    def hours(self) -> Mapping[date, Mapping[str, tuple[WallSpan, ...]]]:
        """Open spans by day and resource; other days on which nobody works are left out."""
        days = (self.first + n * _DAY for n in range((self.last - self.first).days + 1))
        found = ((day, self._hours_on(day)) for day in days)
        return {day: hours for day, hours in found if hours or day in self.also}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The open days."""
        return tuple(self.hours)

    @cached_property
    def resources(self) -> Mapping[str, Resource]:
        """Desks of the region by their id."""
        return {resource.id: resource for resource in self.setup.resources}

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The midnights at which the frame begins and ends."""
        return self.grid.instant(self.first, 0), self.grid.instant(self.last, self.grid.slots_per_day)

    def start_slot(self, instant: datetime) -> int:
        """The first slot that starts at `instant` or later."""
        day, slot = self.grid.slot_of(instant)
        position = bisect_left(self.days, day)
        if position == len(self.days) or self.days[position] != day:
            return position * self.grid.slots_per_day
        return position * self.grid.slots_per_day + slot + (not self.grid.is_on_grid(instant))

    def end_slot(self, instant: datetime) -> int:
        """The last slot that has not started by `instant`: what ends there or before ends by the instant."""
        day, slot = self.grid.slot_of(instant)
        position = bisect_left(self.days, day)
        listed = position < len(self.days) and self.days[position] == day
        return position * self.grid.slots_per_day + (slot if listed else 0)

    def instant(self, slot: int) -> datetime:
        """When a slot starts."""
        day, slot_of_day = divmod(slot, self.grid.slots_per_day)
        return self.grid.instant(self.days[day], slot_of_day)

    def end_instant(self, slot: int) -> datetime:
        """When what ends at a slot ends; the end of a day is not the start of the next one."""
        day, slot_of_day = divmod(slot - 1, self.grid.slots_per_day)
        return self.grid.instant(self.days[day], slot_of_day + 1)

    def day(self, position: int) -> date:
        """The open day at a position, the last one for any beyond it."""
        return self.days[min(position, len(self.days) - 1)]

    def day_at_or_before(self, day: date) -> int:
        """Position of the last open day not after `day`, -1 if there is none."""
        return bisect_right(self.days, day) - 1

    def appointments(self, itinerary: answer.Itinerary) -> tuple[Appointment, ...]:
        """The appointments of an itinerary in order of time, one for each step at however many desks."""
        found = groupby(answer.in_order(itinerary.appointments), key=lambda each: (each.step, each.start, each.end))
        return tuple(self._appointment(*span, (each.resource for each in desks)) for span, desks in found)

    def _appointment(self, step: str, start: int, end: int, desks: Iterable[str]) -> Appointment:
        first, *beside = sorted(desks)
        resource = self.resources[first]
        times = self.instant(start), self.end_instant(end)
        return Appointment(step, resource.agency, first, resource.location, *times, beside=tuple(beside))

    def planned(self, appointments: Iterable[Appointment]) -> tuple[answer.Appointment, ...]:
        """Appointments as the solver knows them, one for each desk: the opposite of `appointments`."""
        return tuple(
            answer.Appointment(each.step, desk, self.start_slot(each.start), self.end_slot(each.end))
            for each in appointments
            for desk in each.desks
        )

    def shifts(self, resource: Resource) -> Iterator[problem.Span]:
        """The shifts of a desk on the grid: what lies beside it is no slot."""
        minutes = self.grid.slot_minutes
        for position, hours in enumerate(self.hours.values()):
            midnight = position * self.grid.slots_per_day
            for span in hours.get(resource.id, ()):
                start, end = -(-span.start_minute // minutes), span.end_minute // minutes
                if start < end:
                    yield problem.Span(midnight + start, midnight + end)

    def _hours_on(self, day: date) -> dict[str, tuple[WallSpan, ...]]:
        hours = {}
        for resource in self.setup.resources:
            closures = [c.closure for c in self.setup.closures if c.agency in (None, resource.agency)]
            spans = opening_hours(resource.pattern, resource.exceptions, closures, day)
            if spans:
                hours[resource.id] = spans
        return hours


def build_instance(frame: Frame, journeys: Iterable[Journey], taken: Iterable[Occupied]) -> problem.Instance:
    """The desks of a frame with what is taken of them, and no arrivals yet."""
    region = frame.setup.region
    prices = region.prices
    return problem.Instance(
        timezone=region.timezone,
        slot_minutes=region.pace.slot_minutes,
        days=frame.days,
        min_gap=region.pace.min_gap_slots,
        travel=region.pace.travel,
        objective=problem.Objective(prices.late, prices.visit, prices.wait_slot, prices.day),
        resources=tuple(_resource(frame, resource) for resource in frame.setup.resources),
        journeys={journey.id: _journey(journey) for journey in journeys},
        arrivals=(),
        booked=tuple(_booked(frame, taken)),
    )


def _booked(frame: Frame, taken: Iterable[Occupied]) -> Iterator[problem.Booking]:
    for resource, start, end in taken:
        first, last = frame.start_slot(start), frame.end_slot(end)
        if first < last:  # not on a day on which nobody works, which is no part of the frame
            yield problem.Booking(resource, first, last)


def build_arrival(
    frame: Frame, arrival: domain.Arrival, *, deadline: datetime | None = None, earliest: datetime | None = None
) -> problem.Arrival:
    """An arrival in slots; `deadline` replaces its own and nothing is held before `earliest`.

    The time until `earliest` is unavailable rather than not yet there, so that waiting for it costs its days.
    """
    until = arrival.deadline if deadline is None else deadline
    last_day = frame.day_at_or_before(until.astimezone(frame.grid.zone).date())
    start = frame.start_slot(arrival.available_from)
    spans = [problem.Span(frame.end_slot(p.start), frame.start_slot(p.end)) for p in arrival.unavailable]
    if earliest is not None:
        spans.append(problem.Span(start, frame.start_slot(earliest)))
    return problem.Arrival(
        id=arrival.id,
        journey=arrival.journey,
        party=len(arrival.party),
        available_from=start,
        deadline=frame.end_slot(until),
        deadline_day=last_day,
        languages=arrival.languages,
        unavailable=tuple(span for span in spans if span.start < span.end),
        ready_from={step: frame.start_slot(_midnight(frame, day)) for step, day in arrival.ready_from.items()},
    )


def slots_of(step: Step, party: int) -> int:
    """How many slots a step takes for a party of so many."""
    return _step(step).length(party)


def desks_of(step: Step, party: int) -> int:
    """How many desks at once a step takes for a party of so many."""
    return _step(step).at_once(party)


def _midnight(frame: Frame, day: date) -> datetime:
    return datetime.combine(day, _MIDNIGHT, frame.grid.zone)


def _resource(frame: Frame, resource: Resource) -> problem.Resource:
    return problem.Resource(
        resource.id,
        resource.agency,
        resource.location,
        resource.services,
        resource.languages,
        tuple(frame.shifts(resource)),
    )


def _journey(journey: Journey) -> problem.Journey:
    return problem.Journey(journey.id, tuple(_step(step) for step in journey.steps))


def _step(step: Step) -> problem.Step:
    return problem.Step(step.id, step.service, step.slots, step.after, step.result_days, step.desks)
