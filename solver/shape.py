"""What arrivals of one journey and party size share: the states of the recursion and the moves between them."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from solver.classes import BoolArray, IntArray
from solver.instance import Journey


class Moves(NamedTuple):
    """A shape for compiled code: `steps` counts them, `full` is the state with everything to do.

    `lengths`, `lags` (result days): [step]. `next_state`: [state, step], -1 where a step may not be held. `tomorrow`:
    [state]. `done`: [state] days until the last result where nothing is to do, else -1. `after`: [step, other].
    """

    steps: int
    full: int
    lengths: IntArray
    lags: IntArray
    next_state: IntArray
    tomorrow: IntArray
    done: IntArray
    after: BoolArray


@dataclass(frozen=True)
class Shape:
    """A journey with the lengths of its steps for one party size, and the desks that each takes at once.

    A state is (set of steps to do, days until the results of finished steps are there beyond the earliest
    possible). The second part stays 0 where all steps have the same `result_days`.
    """

    journey: Journey
    lengths: tuple[int, ...]
    desks: tuple[int, ...]

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.lengths)

    @property
    def seats(self) -> int:
        """Number of desks that all steps take."""
        return sum(self.desks)

    @cached_property
    def base_lag(self) -> int:
        """Days after the last visit at which the last result is there at the earliest."""
        return min(step.result_days for step in self.journey.steps)

    @cached_property
    def lags(self) -> tuple[int, ...]:
        """Result days of each step beyond `base_lag`."""
        return tuple(step.result_days - self.base_lag for step in self.journey.steps)

    @cached_property
    def predecessors(self) -> tuple[int, ...]:
        """Bit set of the steps each step comes after, directly or not."""
        position = {step.id: n for n, step in enumerate(self.journey.steps)}
        direct = [sum(1 << position[other] for other in step.after) for step in self.journey.steps]
        closed = list(direct)
        for _ in direct:
            closed = [mask | _union(closed, mask) for mask in closed]
        return tuple(closed)

    @cached_property
    def states(self) -> tuple[tuple[int, int], ...]:
        """Reachable states (steps to do as a bit set, pending lag), fewest steps to do first."""
        full = (1 << self.steps) - 1
        seen = {(full, 0)}
        frontier = [(full, 0)]
        while frontier:
            remaining, pending = frontier.pop()
            found = {(remaining, max(0, pending - 1))} if remaining != full else set()
            found |= {(after, lag) for _, after, lag in self._moves(remaining, pending)}
            frontier += found - seen
            seen |= found
        return tuple(sorted(seen, key=lambda state: (state[0].bit_count(), state)))

    @cached_property
    def index(self) -> dict[tuple[int, int], int]:
        """Position of each state in `states`."""
        return {state: n for n, state in enumerate(self.states)}

    @property
    def full(self) -> int:
        """Index of the state with everything to do."""
        return len(self.states) - 1

    @cached_property
    def next_state(self) -> IntArray:
        """[state, step] state after holding a step now, -1 where it may not be held."""
        table = np.full((len(self.states), self.steps), -1, dtype=np.int64)
        for n, (remaining, pending) in enumerate(self.states):
            for step, after, lag in self._moves(remaining, pending):
                table[n, step] = self.index[after, lag]
        return table

    @cached_property
    def tomorrow(self) -> IntArray:
        """[state] the state a day later."""
        return np.array([self.index[done, max(0, lag - 1)] for done, lag in self.states], dtype=np.int64)

    @cached_property
    def options(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each state its (step, next state) pairs."""
        return tuple(tuple((i, int(n)) for i, n in enumerate(row) if n >= 0) for row in self.next_state)

    @cached_property
    def moves(self) -> Moves:
        """The shape for compiled code."""
        done = [-1 if remaining else self.base_lag + pending for remaining, pending in self.states]
        steps = self.journey.steps
        return Moves(
            self.steps,
            self.full,
            np.array(self.lengths, dtype=np.int64),
            np.array([step.result_days for step in steps], dtype=np.int64),
            self.next_state,
            self.tomorrow,
            np.array(done, dtype=np.int64),
            np.array([[other.id in step.after for other in steps] for step in steps], dtype=bool),
        )

    def _moves(self, remaining: int, pending: int) -> list[tuple[int, int, int]]:
        return [
            (step, remaining & ~(1 << step), max(pending, self.lags[step]))
            for step in range(self.steps)
            if remaining >> step & 1 and not self.predecessors[step] & remaining
        ]


def _union(masks: list[int], members: int) -> int:
    result = 0
    for n, mask in enumerate(masks):
        if members >> n & 1:
            result |= mask
    return result
