"""The itineraries of one arrival in order of value: best-first search with the recursion's tables as exact heuristic.

Every partial itinerary knows the value of its best completion, so each one taken from the queue leads straight to
the next best itinerary; nothing is expanded that is not part of one.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.itinerary import Recursion


@dataclass(frozen=True, slots=True)
class Visit:
    """One step of a ranked itinerary: `day` relative to the arrival's first, `start` and `end` slots of the day."""

    step: int
    day: int
    location: int
    start: int
    end: int


Path = tuple[Visit, ...]


@dataclass(frozen=True, slots=True)
class _Children:
    """The ways to go on from a partial itinerary, cheapest first."""

    path: Path
    state: int
    spent: float
    values: FloatArray
    visits: IntArray


def ranked(recursion: Recursion) -> Iterator[tuple[float, Path]]:
    """Value and path of every itinerary of an arrival, cheapest first."""
    ticket = count()
    heap: list[tuple[float, int, _Children, int]] = []

    def push(children: _Children, position: int) -> None:
        if position < len(children.values):
            heapq.heappush(heap, (float(children.values[position]), next(ticket), children, position))

    push(_first(recursion), 0)
    while heap:
        value, _, children, position = heapq.heappop(heap)
        push(children, position + 1)
        state, path, spent = _held(recursion, children, position)
        if len(path) == recursion.shape.steps:
            yield value, path
        else:
            push(_next(recursion, state, path, spent), 0)


def _held(recursion: Recursion, children: _Children, position: int) -> tuple[int, Path, float]:
    """The partial itinerary after one of the ways to go on, and what it has spent."""
    step, day, location, start = (int(part) for part in children.visits[position])
    end = start + recursion.shape.lengths[step]
    days_later = day - (children.path[-1].day if children.path else 0)
    state = int(recursion.shape.next_state[_state_later(recursion, children.state, days_later), step])
    rest = recursion.value[state, day, location, end]
    spent = float(children.values[position] - rest)
    return state, (*children.path, Visit(step, day, location, start, end)), spent


def _state_later(recursion: Recursion, state: int, days: int) -> int:
    for _ in range(days):
        state = int(recursion.shape.tomorrow[state])
    return state


def _first(recursion: Recursion) -> _Children:
    costs = _start_values(recursion, recursion.shape.full, 0) + recursion.rules.visit
    return _sorted((), recursion.shape.full, 0.0, costs)


def _next(recursion: Recursion, state: int, path: Path, spent: float) -> _Children:
    last = path[-1]
    costs = _start_values(recursion, state, last.day)
    earliest = last.end + recursion.rules.gap[last.location]
    wait = np.arange(recursion.width) - earliest[:, None]
    costs[:, 0] += np.where(wait >= 0, recursion.rules.wait_slot * wait, np.inf)
    costs[:, 1:] += recursion.rules.visit
    return _sorted(path, state, spent, costs)


def _start_values(recursion: Recursion, state: int, first: int) -> FloatArray:
    """[step, day from `first`, location, width] value of holding a step there and all that follows."""
    days = np.arange(first, recursion.days)
    states = np.array([_state_later(recursion, state, n) for n in range(len(days))], dtype=np.int64)
    result = np.full((recursion.shape.steps, len(days), recursion.places, recursion.width), np.inf)
    for step, _ in recursion.shape.options[state]:
        length = recursion.shape.lengths[step]
        if length <= recursion.width:
            after = recursion.shape.next_state[states, step]
            rest = recursion.value[after, days][:, :, length:]
            starts = recursion.start_cost[step, first:, :, : recursion.width - length + 1]
            np.add(starts, rest, out=result[step, :, :, : recursion.width - length + 1])
    return result


def _sorted(path: Path, state: int, spent: float, costs: FloatArray) -> _Children:
    flat = costs.reshape(-1)
    possible = np.flatnonzero(flat < np.inf)
    order = possible[np.argsort(flat[possible], kind="stable")]
    step, day, location, start = np.unravel_index(order, costs.shape)
    first = path[-1].day if path else 0
    return _Children(path, state, spent, spent + flat[order], np.stack([step, day + first, location, start], axis=1))
