"""The frontier of cost against service level: the cheapest desks for each of several levels."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from scheduler.scenarios.staffing import Staffing


def rosters_for(levels: Iterable[float], staffed: Callable[[float], Staffing]) -> tuple[Staffing, ...]:
    """The rosters that are found for some service levels, in order of these.

    A roster that keeps a higher level keeps the lower ones: where the one found for a lower level costs more, since it
    was found with less luck, the other one stands in.
    """
    found = [staffed(level) for level in sorted(set(levels))]
    return tuple(_cheapest(each, found[n:]) for n, each in enumerate(found))


def _cheapest(own: Staffing, higher: Iterable[Staffing]) -> Staffing:
    """The roster of a level, or a cheaper one that was found for a higher level and keeps it."""
    best = min((each for each in higher if each.holds), key=lambda each: each.cost, default=own)
    if own.holds and own.cost <= best.cost:
        return own
    return replace(own, shifts=best.shifts, result=best.result, holds=best.holds)
