"""Stretches of weeks out of a scenario's demand, as instances of the solver: what a roster of every week is found for.

They are drawn all over the horizon, so that every season has its share, and laid on the same days. Closures are left
out: a roster is about ordinary weeks, and the simulation that confirms it has them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.demand import draw
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.world import World
from solver.instance import Arrival, Instance, Resource, Span

_WEEKS, _TAIL = 3, timedelta(days=7)  # of arrivals, and then days on which the last of them are served
_UNSEEN = 1 << 21  # numbers of the draws: no replication has them, nor do bid prices


@dataclass(frozen=True)
class Stretches:
    """The days that stretches are laid on, and the `samples`: as many as asked for, with no desks of their own."""

    world: World
    first: int
    samples: tuple[Instance, ...]

    def desk(self, name: str) -> Resource:
        """A desk of the scenario, with its shifts on these days."""
        found = next(each for each in self.world.instance.resources if each.id == name)
        offset, last = self.first * self.world.instance.slots_per_day, len(self.samples[0].days)
        shifts = (Span(shift.start - offset, shift.end - offset) for shift in found.shifts)
        within = (span for span in shifts if 0 <= span.start < last * self.world.instance.slots_per_day)
        return replace(found, shifts=tuple(within))


def stretches(scenario: Scenario, count: int) -> Stretches:
    """So many stretches; raises InvalidInput for a horizon that holds no whole week."""
    world = World(_ordinary(scenario))
    mondays = _mondays(scenario)
    weeks = min(_WEEKS, len(mondays))
    starts = [mondays[n] for n in np.linspace(0, len(mondays) - weeks, count).round().astype(int).tolist()]
    first = _open_day(world, starts[0])
    last = _open_day(world, starts[0] + 7 * weeks + _TAIL.days)
    base = replace(world.instance, days=world.frame.days[first:last], resources=(), booked=())
    samples = (
        replace(base, arrivals=tuple(_arrivals(world, n, range(start, start + 7 * weeks))))
        for n, start in enumerate(starts)
    )
    return Stretches(world, first, tuple(samples))


def _ordinary(scenario: Scenario) -> Scenario:
    """The same without closures and exceptions, every group of desks one that is always there."""
    capacity = scenario.capacity
    desks = tuple(
        replace(group, desk=replace(group.desk, exceptions=()), count=1, between=None) for group in capacity.desks
    )
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
