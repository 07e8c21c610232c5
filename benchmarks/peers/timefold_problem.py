"""An instance in the words of the Timefold model, and its answer as itineraries; needs no Timefold.

A kind of desk is a location with services and languages; a *cell* is a kind in a slot. Times are places on the axis
multiplied by the number of kinds, so that a start and an offset add up to a cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import product

from benchmarks.peers.answer import Held
from benchmarks.peers.pools import Axis, Pool, axis_of, starts_in
from solver.instance import Arrival, Instance, Journey

Kind = tuple[str, frozenset[str], frozenset[str]]  # location, services, languages


class PeerRefusesError(ValueError):
    """An instance that the model of this peer has no words for."""


@dataclass(frozen=True)
class Task:
    """A step of an arrival, both by their positions, and the start it has in the plan to begin with.

    `place`: position in an order that keeps every `after`. `after`: bit set of places that come before. `offsets`:
    what a start takes. `starts`: all that keep to the window. `lag`: days until the result.
    """

    arrival: int
    step: int
    place: int
    after: int
    lag: int
    length: int
    offsets: tuple[int, ...]
    starts: tuple[int, ...]
    start: int | None


@dataclass(frozen=True)
class Problem:
    """All tasks, the desks open in each cell, and the pool that each cell belongs to."""

    instance: Instance
    axis: Axis
    scale: int
    gap: int
    desks: Mapping[int, int]
    pools: Mapping[int, Pool]
    tasks: tuple[Task, ...]


def translated(instance: Instance, pools: Sequence[Pool], served: Mapping[int, Held]) -> Problem:
    """The problem, beginning with the arrivals that are served already; raises PeerRefusesError."""
    _check_prices(instance)
    return _Translation(instance, pools).problem(served)


def decided(problem: Problem, starts: Sequence[int | None]) -> dict[int, Held]:
    """Pool and start of each step of the arrivals whose steps all have a start; `starts` in order of the tasks."""
    held: dict[int, list[tuple[Pool, int] | None]] = {}
    for task, start in zip(problem.tasks, starts, strict=True):
        found = None
        if start is not None:
            found = problem.pools[start + task.offsets[0]], problem.axis.slot(start // problem.scale)
        held.setdefault(task.arrival, []).append(found)
    whole = {number: [step for step in steps if step] for number, steps in held.items()}
    return {number: steps for number, steps in whole.items() if len(steps) == len(held[number])}


class _Translation:
    def __init__(self, instance: Instance, pools: Sequence[Pool]) -> None:
        self._instance, self._pools = instance, pools
        self._axis = axis_of(instance, pools)
        self._gap = _gap(instance, pools)
        self._kinds: dict[Kind, int] = {}
        for pool in pools:
            self._kinds.setdefault(_kind(pool), len(self._kinds))
        self._scale = max(1, len(self._kinds))

    def problem(self, served: Mapping[int, Held]) -> Problem:
        """Every step of every arrival as a task, every slot of every pool as a cell."""
        desks: dict[int, int] = {}
        belongs: dict[int, Pool] = {}
        for pool in self._pools:
            for slot in range(pool.span.start, pool.span.end):
                cell = self._time(slot) + self._kinds[_kind(pool)]
                if cell in desks:
                    raise PeerRefusesError("timefold: like desks whose shifts overlap share neither start nor end")
                desks[cell], belongs[cell] = pool.open_at(slot), pool
        arrivals = enumerate(self._instance.arrivals)
        tasks = [task for n, arrival in arrivals for task in self._tasks(n, arrival, served.get(n))]
        return Problem(self._instance, self._axis, self._scale, self._gap, desks, belongs, tuple(tasks))

    def _tasks(self, number: int, arrival: Arrival, held: Held | None) -> list[Task]:
        journey = self._instance.journeys[arrival.journey]
        place = _places(journey)
        tasks = []
        for n, step in enumerate(journey.steps):
            fitting = [pool for pool in self._pools if pool.serves(arrival, step)]
            kinds = {self._kinds[_kind(pool)] for pool in fitting}
            if len(kinds) > 1:
                raise PeerRefusesError(f"timefold: step {step.id} of {arrival.id} may be held by desks of many kinds")
            ranges = [found for pool in fitting for found in starts_in(self._instance, arrival, step, pool)]
            length = step.length(arrival.party)
            tasks.append(
                Task(
                    arrival=number,
                    step=n,
                    place=place[step.id],
                    after=sum(1 << place[other] for other in set(step.after)),
                    lag=step.result_days,
                    length=length,
                    offsets=tuple(slot * self._scale + kind for kind in kinds for slot in range(length)),
                    starts=tuple(self._time(slot) for found in ranges for slot in found),
                    start=None if held is None else self._time(held[n][1]),
                )
            )
        return tasks

    def _time(self, slot: int) -> int:
        return self._axis.at(slot) * self._scale


def _kind(pool: Pool) -> Kind:
    return pool.location, pool.services, pool.languages


def _places(journey: Journey) -> dict[str, int]:
    """Position of each step in an order that keeps every `after`."""
    order = TopologicalSorter({step.id: step.after for step in journey.steps}).static_order()
    return {step: n for n, step in enumerate(order)}


def _gap(instance: Instance, pools: Sequence[Pool]) -> int:
    """The gap between any two desks."""
    places = {pool.location for pool in pools}
    gaps = {instance.gap(here, there) for here, there in product(places, places)} or {instance.min_gap}
    if len(gaps) > 1:
        raise PeerRefusesError("timefold: travel between locations takes more than the gap")
    return gaps.pop()


def _check_prices(instance: Instance) -> None:
    prices = instance.objective
    if not all(float(price).is_integer() for price in (prices.late, prices.visit, prices.wait_slot, prices.day)):
        raise PeerRefusesError("timefold: prices are not whole numbers")
