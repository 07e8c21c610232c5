"""A plan that grows: arrivals are served as they ask, make room for others, and move while they may."""

from collections.abc import Sequence

import numpy as np

from solver.assignment import LATE, Assignment
from solver.classes import BoolArray, FloatArray, IntArray
from solver.pricing import EVERY_DAY, Column, Pricer, summed
from solver.search import Schedule, Zone, anneal, problem_of

NEVER = EVERY_DAY  # the first day of those who hold nothing
_HOT, _COLD = 0.3, 1e-4  # of the price of lateness: how much worse a plan may get on the way to a better one
_PASSES = 2  # over all who may move; few move in the second


class Online:
    """An assignment whose arrivals ask one after the other; days are positions in the instance's."""

    def __init__(self, pricer: Pricer) -> None:
        self.assignment = Assignment(pricer)
        self._pricer, self._problem = pricer, problem_of(pricer)
        self._none = np.zeros(pricer.classes.free.shape)

    @property
    def waiting(self) -> BoolArray:
        """[arrival] who holds nothing."""
        found: BoolArray = self.assignment.held.columns[:, 0, 0] == LATE
        return found

    @property
    def first_days(self) -> IntArray:
        """[arrival] the day of the first appointment, NEVER for those who hold nothing."""
        columns = self.assignment.held.columns
        used = columns[:, 0] != LATE
        days = np.where(used, self._pricer.tables.day[np.where(used, columns[:, 1], 0)], NEVER)
        found: IntArray = days.min(axis=1)
        return found

    def first_day(self, arrival: int) -> int:
        """The same of one."""
        column = self.assignment.column(arrival)
        return NEVER if column is None else int(self._pricer.classes.day[column.cls[0]])

    def serve(self, arrival: int, prices: FloatArray, first: int) -> bool:
        """Serve an arrival from a day on by what is cheapest under prices [class, width]; whether it could be."""
        return self.assignment.insert(arrival, prices, range(first, EVERY_DAY))

    def make_room(self, arrivals: IntArray, first: int, rounds: int, seed: int) -> int:
        """Plan some anew from a day on if any of them holds nothing, so that fewer do; how many moved.

        If it does not help, nobody moves.
        """
        late, waiting = self._pricer.objective.late, int(self.waiting[arrivals].sum())
        if late <= 0 or waiting == 0:
            return 0
        before = self.assignment.copy()
        moved = self._anneal(arrivals, first, Schedule(rounds, _HOT * late, _COLD * late, seed))
        if int(self.waiting[arrivals].sum()) == waiting:
            self.assignment.become(before)
            return 0
        return moved

    def tidy(self, arrivals: IntArray, first: int, rounds: int, seed: int) -> int:
        """Plan some anew from a day on, so that they cost less; returns how many moved."""
        visit = self._pricer.objective.visit
        return self._anneal(arrivals, first, Schedule(rounds, _HOT * visit + 1.0, 1.0, seed))

    def move(self, arrivals: Sequence[int], prices: FloatArray, first: int, least: float) -> int:
        """Move whoever gains more than `least` by it, prices [class, width] included, in an order; returns how many.

        Whoever holds nothing is served if it can be.
        """
        moved = set[int]()
        for _ in range(_PASSES):
            moved |= {arrival for arrival in arrivals if self._moves(arrival, prices, first, least)}
        return len(moved)

    def _moves(self, arrival: int, prices: FloatArray, first: int, least: float) -> bool:
        held = self.assignment.release((arrival,))
        before = held[arrival]
        self.serve(arrival, prices, first)
        after = self.assignment.column(arrival)
        if before is None:
            return False
        gains = after is not None and _value(before, prices) - _value(after, prices) > least
        if not gains:
            self.assignment.restore(held)
        return gains

    def _anneal(self, arrivals: IntArray, first: int, schedule: Schedule) -> int:
        """Ruin and recreate; how many moved. Whoever holds something keeps something, or nobody moves."""
        if len(arrivals) < 2:
            return 0
        before, held = self.assignment.copy(), self.assignment.held
        served = ~self.waiting
        zone = Zone(arrivals, first, len(self._pricer.classes.instance.days), EVERY_DAY)
        anneal(self._problem, held, zone, summed(self._none), schedule, self._pricer.work())
        if (served & self.waiting).any():
            self.assignment.become(before)
        return int((served & (held.columns != before.held.columns).any(axis=(1, 2))).sum())


def _value(column: Column, prices: FloatArray) -> float:
    """What an itinerary costs, prices [class, width] of its slots included."""
    return column.cost + sum(
        float(prices[cls, start : start + length].sum()) for _, cls, start, length in column.spans()
    )
