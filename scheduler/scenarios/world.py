"""A scenario on the solver's grid: its desks on all days, and newcomers as requests at them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import chain

import numpy as np

from calendars.opening import OpeningException, WeeklyPattern
from scheduler.domain.agency import Resource
from scheduler.domain.journey import Journey, Step
from scheduler.promise import promised_term
from scheduler.scenarios.demand import WALKS_IN, BoolArray, IntArray, Newcomers, language_sets
from scheduler.scenarios.requests import NEVER, Requests
from scheduler.scenarios.scenario import DeskGroup, Scenario
from scheduler.store.configuration import RegionSetup
from scheduler.translation import Frame, build_instance
from solver.classes import ResourceClasses, merged_classes
from solver.instance import Arrival, Instance

_DAY = timedelta(days=1)
_PATIENCE = timedelta(days=60)  # after the last arrival: whoever is late is served by then, or not at all
_NOBODY = "newcomer"  # nobody in a scenario has a name


@dataclass(frozen=True, slots=True)
class _Day:
    """A calendar day: its position among the open days, the slots at which it opens and closes (equal if it does not).

    `available_from`, `deadline`, `deadline_day`: what those are promised who come on it, in slots.
    """

    position: int
    opens: int
    closes: int
    available_from: int
    deadline: int
    deadline_day: int


class World:
    """What all replications of a scenario share."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        first = scenario.horizon.first - _longest_lead(scenario) * _DAY
        self.frame = Frame(setup_of(scenario), first, scenario.horizon.last + _PATIENCE)
        self.first_day = (scenario.horizon.first - first).days
        self.steps = max(len(journey.steps) for journey in scenario.capacity.journeys)

    @cached_property
    def instance(self) -> Instance:
        """The desks, and nobody who comes."""
        return build_instance(self.frame, self.scenario.capacity.journeys, ())

    @cached_property
    def classes(self) -> ResourceClasses:
        """The desks that are given away: those there are, and those that are overbooked."""
        classes = merged_classes(self.instance)
        extra = [self.scenario.overbooking.get(classes.resource(cls).agency, 0) for cls in range(classes.count)]
        return classes.with_free(classes.free + classes.open_slots * np.array(extra, dtype=np.int64)[:, None])

    @cached_property
    def dates(self) -> IntArray:
        """[open day] its ordinal in the calendar."""
        return np.array([day.toordinal() for day in self.frame.days], dtype=np.int64)

    @cached_property
    def counted_days(self) -> BoolArray:
        """[open day] whether it lies after the warm-up, and not after the horizon."""
        first, last = self.scenario.horizon.counted_from.toordinal(), self.scenario.horizon.last.toordinal()
        counted: BoolArray = (self.dates >= first) & (self.dates <= last)
        return counted

    @cached_property
    def hourly(self) -> dict[str, float]:
        """What each desk costs an open hour."""
        return {desk.id: group.hourly for group in self.scenario.capacity.desks for desk in desks_of(group)}

    @cached_property
    def result_days(self) -> IntArray:
        """[journey, step] open days until its result is there."""
        return self._of_steps(lambda step: step.result_days)

    @cached_property
    def gives_bsn(self) -> IntArray:
        """[journey, step] 1 where it gives the citizen service number, else 0."""
        return self._of_steps(lambda step: int(step.service == self.scenario.bsn_service))

    def _of_steps(self, value: Callable[[Step], int]) -> IntArray:
        table = np.zeros((len(self._journeys), self.steps), dtype=np.int64)
        for n, journey in enumerate(self._journeys):
            table[n, : len(journey.steps)] = [value(step) for step in journey.steps]
        return table

    @cached_property
    def _days(self) -> list[_Day]:
        """From the frame's first to the horizon's last."""
        count = (self.scenario.horizon.last - self.frame.first).days + 1
        return [self._day(self.frame.first + n * _DAY) for n in range(count)]

    def _day(self, day: date) -> _Day:
        frame = self.frame
        midnight = datetime.combine(day, time.min, frame.grid.zone)
        term = promised_term(frame.setup, day, None, midnight)
        spans = list(chain.from_iterable(frame.hours.get(day, {}).values()))
        minutes, start = frame.grid.slot_minutes, frame.start_slot(midnight)
        opens = min((-(-span.start_minute // minutes) for span in spans), default=0)
        closes = max((span.end_minute // minutes for span in spans), default=0)
        last_day = frame.day_at_or_before(term.deadline.astimezone(frame.grid.zone).date())
        available = frame.start_slot(term.available_from)
        return _Day(start, start + opens, start + closes, available, frame.end_slot(term.deadline), last_day)

    def requests(self, newcomers: Newcomers) -> Requests:
        """Newcomers as arrivals with windows, in their order."""
        asks = newcomers.day - np.maximum(newcomers.lead, 0)
        found = [self._request(newcomers, n, int(asks[n])) for n in range(len(newcomers.day))]
        arrivals, asked, cancels = zip(*found, strict=True) if found else ((), (), ())
        return Requests(tuple(arrivals), np.array(asked, dtype=np.int64), np.array(cancels, dtype=np.int64))

    def _request(self, newcomers: Newcomers, n: int, asks: int) -> tuple[Arrival, int, int]:
        """An arrival, the slot in which it asks, and that in which it cancels."""
        comes, moment = self._days[self.first_day + int(newcomers.day[n])], float(newcomers.moment[n])
        asked = self._moment(asks, moment)
        walks_in = newcomers.lead[n] == WALKS_IN
        cancels = NEVER if newcomers.cancels[n] < 0 else self._moment(asks + int(newcomers.cancels[n]), moment)
        journey = self._journeys[newcomers.journey[n]]
        start = max(asked, comes.available_from) if walks_in else comes.available_from
        languages = self._languages[newcomers.languages[n]]
        window = start, comes.deadline, comes.deadline_day
        arrival = Arrival(_NOBODY, journey.id, int(newcomers.party[n]), *window, languages)
        return arrival, min(asked, start), cancels

    def _moment(self, day: int, moment: float) -> int:
        """The slot of a moment, 0 to 1, of the opening hours of a day of the horizon."""
        found = self._days[self.first_day + day]
        return found.opens + int(moment * (found.closes - found.opens))

    @cached_property
    def _journeys(self) -> list[Journey]:
        of_id = {journey.id: journey for journey in self.scenario.capacity.journeys}
        return [of_id[journey] for journey in self.scenario.demand.journeys]

    @cached_property
    def _languages(self) -> list[frozenset[str]]:
        return language_sets(self.scenario.demand)


def setup_of(scenario: Scenario) -> RegionSetup:
    """The region of a scenario as the service knows regions, desk by desk."""
    capacity = scenario.capacity
    desks = tuple(desk for group in capacity.desks for desk in desks_of(group))
    return RegionSetup(capacity.region, capacity.agencies, desks, capacity.closures)


def desks_of(group: DeskGroup) -> Iterator[Resource]:
    """The desks of a group one by one: with numbers behind the group's id if there are several."""
    desk = group.desk if group.between is None else _between(group.desk, *group.between)
    for number in range(group.count):
        yield replace(desk, id=f"{desk.id}-{number + 1}" if group.count > 1 else desk.id)


def _between(desk: Resource, first: date, last: date) -> Resource:
    """A desk that is there on some days only: each of them an exception to a week in which it never is."""
    own = {exception.day: exception for exception in desk.exceptions}
    days = (first + n * _DAY for n in range((last - first).days + 1))
    open_days = (own.get(day) or OpeningException(day, desk.pattern.on(day)) for day in days)
    return replace(desk, pattern=WeeklyPattern({}), exceptions=tuple(each for each in open_days if each.spans))


def _longest_lead(scenario: Scenario) -> int:
    leads = [n for n, weight in enumerate(scenario.demand.leads) if weight > 0]
    return max([*leads, *(intake.lead_days for intake in scenario.demand.intakes)], default=0)
