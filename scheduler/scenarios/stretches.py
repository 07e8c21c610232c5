"""Stretches of weeks out of a scenario's demand, as instances of the solver: what a roster of every week is found for.

They are spread over the horizon, one for every six weeks, so that no season is left out, and laid on the same days.
Closures are left out: a roster is about ordinary weeks, and the simulation that confirms it has them all.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.demand import draw
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.world import World
from solver.instance import Arrival, Instance, Span

_WEEKS, _TAIL = 3, timedelta(days=7)  # of arrivals, and then days on which the last of them are served
_LEAST, _APART = 3, 6  # stretches; and weeks from one to the next
_UNSEEN = 1 << 21  # numbers of the draws: no replication has them, nor do bid prices


def stretches(scenario: Scenario) -> tuple[Instance, ...]:
    """All on the same days; raises InvalidInput for a horizon that holds no whole week."""
    world = World(_ordinary(scenario))
    mondays = _mondays(scenario)
    weeks = min(_WEEKS, len(mondays))
    count = max(_LEAST, len(mondays) // _APART)
    starts = [mondays[n] for n in np.linspace(0, len(mondays) - weeks, count).round().astype(int).tolist()]
    base = _office(world, _open_day(world, starts[0]), _open_day(world, starts[0] + 7 * weeks + _TAIL.days))
    samples = (tuple(_arrivals(world, n, range(start, start + 7 * weeks))) for n, start in enumerate(starts))
    return tuple(replace(base, arrivals=arrivals) for arrivals in samples)


def _office(world: World, first: int, last: int) -> Instance:
    """The desks on some open days, as if there were no others."""
    instance = world.instance
    offset, end = first * instance.slots_per_day, last * instance.slots_per_day
    desks = (
        replace(desk, shifts=tuple(_moved(shift, offset) for shift in desk.shifts if offset <= shift.start < end))
        for desk in instance.resources
    )
    return replace(instance, days=instance.days[first:last], resources=tuple(desks))


def _moved(span: Span, offset: int) -> Span:
    return Span(span.start - offset, span.end - offset)


def _ordinary(scenario: Scenario) -> Scenario:
    """The same without closures and exceptions, and without desks that are there for a while only."""
    capacity = scenario.capacity
    always = (group for group in capacity.desks if group.between is None)
    desks = tuple(replace(group, desk=replace(group.desk, exceptions=())) for group in always)
    return replace(scenario, capacity=replace(capacity, desks=desks, closures=()), overbooking={})


def _mondays(scenario: Scenario) -> list[int]:
    """Days of the horizon, counted from its first, on which a whole week begins."""
    horizon = scenario.horizon
    days = (horizon.last - horizon.first).days + 1
    found = [n for n in range(days - 6) if (horizon.first + timedelta(days=n)).weekday() == 0]
    if not found:
        told = f"{horizon.first} to {horizon.last}"
        raise InvalidInput("/horizon", told, "days that hold a whole week, from Monday to Sunday")
    return found


def _open_day(world: World, day: int) -> int:
    """The position of the first open day that is not before a day of the horizon."""
    ordinal = world.scenario.horizon.first.toordinal() + day
    return int(np.searchsorted(world.dates, ordinal))


def _arrivals(world: World, number: int, days: range) -> Iterator[Arrival]:
    """Those who come on some days and do not cancel, as if the first of these days were the first of the instance."""
    scenario, per_day = world.scenario, world.instance.slots_per_day
    people = draw(scenario.demand, scenario.horizon, world.steps, scenario.seed, _UNSEEN + number)
    chosen = np.flatnonzero((people.day >= days.start) & (people.day < days.stop) & (people.cancels < 0))
    shift = _open_day(world, days.start)
    for n, arrival in enumerate(world.requests(people.at(chosen)).arrivals):
        yield replace(
            arrival,
            id=f"newcomer-{n + 1}",
            available_from=arrival.available_from - shift * per_day,
            deadline=arrival.deadline - shift * per_day,
            deadline_day=arrival.deadline_day - shift,
        )
