"""On which weekdays an agency should be there: every choice of so many days, compared on the same people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations, cycle

from calendars.opening import WallSpan, WeeklyPattern
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.judging import Simulate, share_in_time
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import DeskGroup, Scenario
from scheduler.scenarios.statistics import Estimate

Weekdays = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Weekdays, 1 for Monday to 7 for Sunday, and what comes of the agency being there on them."""

    weekdays: Weekdays
    result: Result

    @property
    def within(self) -> Estimate:
        """The share of arrivals that is done in time."""
        return share_in_time(self.result)


def best_weekdays(scenario: Scenario, agency: str, days: int, simulate: Simulate) -> tuple[Choice, ...]:
    """All choices of so many of the weekdays on which some desk of the scenario is open, the best first.

    Its desks work the hours they have now, on other days: those of Tuesday on the first day chosen, and so on. Raises
    InvalidInput.
    """
    open_on = sorted({weekday for group in scenario.capacity.desks for weekday in group.desk.pattern.hours})
    agencies = sorted({group.desk.agency for group in scenario.capacity.desks})
    if agency not in agencies:
        raise InvalidInput("/agency", agency, f"one of those that have desks: {', '.join(agencies) or 'none has'}")
    if not 1 <= days <= len(open_on):
        raise InvalidInput("/days", days, f"1 to {len(open_on)}, the weekdays on which any desk is open")
    choices = (Choice(chosen, simulate(present_on(scenario, agency, chosen))) for chosen in combinations(open_on, days))
    return tuple(sorted(choices, key=lambda choice: (-choice.within.mean, choice.weekdays)))


def present_on(scenario: Scenario, agency: str, weekdays: Weekdays) -> Scenario:
    """The scenario with an agency's desks there on some weekdays only."""
    desks = (
        replace(group, desk=replace(group.desk, pattern=_moved(group, weekdays)))
        if group.desk.agency == agency
        else group
        for group in scenario.capacity.desks
    )
    return replace(scenario, capacity=replace(scenario.capacity, desks=tuple(desks)))


def _moved(group: DeskGroup, weekdays: Iterable[int]) -> WeeklyPattern:
    """The hours of a week on other days, in order; over again where there are more days than hours for them."""
    hours: list[tuple[WallSpan, ...]] = [spans for _, spans in sorted(group.desk.pattern.hours.items()) if spans]
    return WeeklyPattern(dict(zip(weekdays, cycle(hours), strict=False)) if hours else {})
