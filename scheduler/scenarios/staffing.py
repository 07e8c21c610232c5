"""How many desks: the cheapest roster with which enough arrivals are done in time, and whether it holds.

The solver finds a roster for stretches of the demand whose requests it knows all at once, with a bound on what every
roster costs. Whether it holds is for the simulation to say, one request at a time, on demand that the solver has not
seen; where it does not, desks are added that help most until it does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from calendars.opening import WallSpan, WeeklyPattern
from scheduler.domain.agency import Resource
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.judging import Simulate, check_level, share_in_time
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import DeskGroup, Scenario
from scheduler.scenarios.stretches import stretches
from solver.incumbent import Progress
from solver.instance import Instance
from solver.roster import Pattern, Roster, RosterStatus
from solver.staffing import cheapest_roster

_MOST_ADDED = 12  # desks beyond the solver's roster, after which the service level is said not to be reached
_AMPLE = 3  # times the desks that the work takes on average; more of them on one weekday are never needed
_HOURLY = 1.0  # where no desk has a price, desk hours are what is saved


@dataclass(frozen=True, slots=True)
class Shift:
    """Desks of an agency on one weekday: `desk` with its hours, what one costs a week, how many there are."""

    weekday: int
    desk: DeskGroup
    cost: float
    count: int = 1

    @property
    def agency(self) -> str:
        """Whose it is."""
        return self.desk.desk.agency


@dataclass(frozen=True, slots=True)
class Staffing:
    """A roster: `cost` and `bound` are a week's, in the price of desk hours; no roster costs less than the bound.

    `status`: what the solver says of the roster that keeps the level where all requests are known beforehand, which
    costs `solved`: where it found none, the desks of the scenario stand in. `added`: desks beyond these that the
    simulation asked for. `result`: the simulation of the roster; `holds`: whether it keeps the service level on
    average. `priced`: whether desk hours have prices; if not, each counts as 1.
    """

    status: RosterStatus
    service_level: float
    shifts: tuple[Shift, ...]
    bound: float
    solved: float
    result: Result
    holds: bool
    added: int = 0
    priced: bool = True

    @property
    def cost(self) -> float:
        """Of all shifts."""
        return _cost(self.shifts)


def cheapest_desks(
    scenario: Scenario,
    service_level: float,
    simulate: Simulate,
    *,
    seconds: float = 300.0,
    workers: int = 2,
    on_progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Staffing:
    """The cheapest roster found with which at least `service_level` of the arrivals is done in time, 0 to 1.

    Its desks replace those of the scenario: each works the longest day that its agency has on that weekday, and speaks
    what the agency's desks speak. Raises InvalidInput.
    """
    check_level(service_level)
    shifts = tuple(_shifts(scenario))
    if not shifts:
        raise InvalidInput("/capacity/desks", "none", "desks, whose hours and services the roster's are like")
    sampled = stretches(with_shifts(scenario, shifts))
    patterns = [_pattern(sampled, shift) for shift in shifts]
    found = cheapest_roster(
        [replace(sample, resources=()) for sample in sampled],
        patterns,
        1 - service_level,
        seconds=seconds,
        workers=workers,
        seed=scenario.seed,
        on_progress=on_progress,
        stopped=stopped,
    )
    keeps = found.status in ("optimal", "feasible")
    counts = found.counts if keeps else [_count_now(scenario, shift) for shift in shifts]
    begun = tuple(replace(shift, count=count) for shift, count in zip(shifts, counts, strict=True))
    return _confirmed(scenario, service_level, begun, found, simulate)


def with_shifts(scenario: Scenario, shifts: Sequence[Shift]) -> Scenario:
    """The scenario with the desks of a roster."""
    desks = tuple(replace(shift.desk, count=shift.count) for shift in shifts if shift.count)
    return replace(scenario, capacity=replace(scenario.capacity, desks=desks))


def _confirmed(
    scenario: Scenario, service_level: float, shifts: tuple[Shift, ...], found: Roster, simulate: Simulate
) -> Staffing:
    """The roster, with desks added one by one while too many are late in the simulation."""
    solved, result, added = _cost(shifts), simulate(with_shifts(scenario, shifts)), 0
    while share_in_time(result).mean < service_level and added < _MOST_ADDED:
        added += 1
        trials = [(more, simulate(with_shifts(scenario, more))) for more in _one_more(shifts, result)]
        shifts, result = min(trials, key=lambda trial: (-share_in_time(trial[1]).mean, _cost(trial[0])))
    holds, priced = share_in_time(result).mean >= service_level, not _is_free(scenario)
    return Staffing(found.status, service_level, shifts, found.bound, solved, result, holds, added, priced)


def _is_free(scenario: Scenario) -> bool:
    """Whether no desk has a price."""
    return all(group.hourly == 0 for group in scenario.capacity.desks)


def _one_more(shifts: tuple[Shift, ...], result: Result) -> Iterator[tuple[Shift, ...]]:
    """The roster with one desk more, on each weekday of the agency that most of the late missed; else of any."""
    late = {shift.agency: 0 for shift in shifts}
    for figures in result.figures.values():
        for agency, count in figures.late.items():
            if agency in late:
                late[agency] += count
    most = max(late.values())
    for n, shift in enumerate(shifts):
        if late[shift.agency] == most:
            yield (*shifts[:n], replace(shift, count=shift.count + 1), *shifts[n + 1 :])


def _cost(shifts: Sequence[Shift]) -> float:
    return sum(shift.cost * shift.count for shift in shifts)


def _count_now(scenario: Scenario, shift: Shift) -> int:
    """How many desks of this kind the scenario has on the weekday."""
    groups = (group for group in scenario.capacity.desks if _kind(group.desk) == _kind(shift.desk.desk))
    return sum(group.count for group in groups if group.desk.pattern.hours.get(shift.weekday))


def _pattern(sampled: Sequence[Instance], shift: Shift) -> Pattern:
    """Desks of a shift as the solver may have them: a few times as many as the work of its agency takes at the most."""
    desk = sampled[0].resource_by_id[shift.desk.desk.id]
    beside = [each for each in sampled[0].resources if each.services & desk.services]
    hours = sum(span.end - span.start for each in beside for span in each.shifts)
    asked = max(_asked(sample, desk.services) for sample in sampled)
    return Pattern(desk, shift.cost, ceil(_AMPLE * asked / hours) + 1)


def _asked(sample: Instance, services: frozenset[str]) -> int:
    """Slots that the arrivals of a sample ask of some services."""
    return sum(
        step.length(arrival.party) * step.at_once(arrival.party)
        for arrival in sample.arrivals
        for step in sample.journeys[arrival.journey].steps
        if step.service in services
    )


def _shifts(scenario: Scenario) -> Iterator[Shift]:
    """One for each agency's services at a place and each weekday on which some of its desks are open."""
    groups = scenario.capacity.desks
    free = _is_free(scenario)
    for key in dict.fromkeys(_kind(group.desk) for group in groups):
        alike = [group for group in groups if _kind(group.desk) == key]
        languages = frozenset[str]().union(*(group.desk.languages for group in alike))
        for weekday in range(1, 8):
            longest = max(alike, key=lambda group: _hours(group.desk.pattern.hours.get(weekday, ())))
            spans = longest.desk.pattern.hours.get(weekday, ())
            if spans:
                desk = replace(
                    longest.desk,
                    id=f"{alike[0].desk.id}-{weekday}",
                    languages=languages,
                    pattern=WeeklyPattern({weekday: spans}),
                    exceptions=(),
                )
                hourly = _HOURLY if free else longest.hourly
                yield Shift(weekday, DeskGroup(desk, 1, hourly), hourly * _hours(spans))


def _kind(desk: Resource) -> tuple[str, str, frozenset[str]]:
    return desk.agency, desk.location, desk.services


def _hours(spans: Sequence[WallSpan]) -> float:
    return sum(span.end_minute - span.start_minute for span in spans) / 60
