"""The frontier of cost against service level: the cheapest desks for each of several levels."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from scheduler.scenarios.judging import share_in_time
from scheduler.scenarios.staffing import Staffing


def rosters_for(levels: Iterable[float], staffed: Callable[[float], Staffing]) -> tuple[Staffing, ...]:
    """The rosters that are found for some service levels, in order of these.

    Where another one that was found keeps a level for less, or more for the same, it stands in: the one of that level
    was found with less luck.
    """
    found = [staffed(level) for level in sorted(set(levels))]
    return tuple(_cheapest(each, found) for each in found)


def _cheapest(own: Staffing, found: Iterable[Staffing]) -> Staffing:
    """The roster of a level, or a better one of another level."""
    keeping = [each for each in found if share_in_time(each.result).mean >= own.service_level]
    best = min(keeping, key=lambda each: (each.cost, -share_in_time(each.result).mean), default=own)
    return replace(best, service_level=own.service_level, bound=own.bound, holds=best in keeping)
