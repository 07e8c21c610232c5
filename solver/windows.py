"""Neighbourhoods of a few days: the dearest arrivals and some of their neighbours, planned anew by CP-SAT.

Windows that share no day touch no desk in common, so several are planned at once.
"""

from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np

from solver.assignment import Assignment
from solver.classes import FloatArray
from solver.cpsat import Limits
from solver.neighbourhood import Neighbourhood, Outcome, improve
from solver.pricing import Pricer

_SPAN = 3  # days
_FURTHER = 4  # times the slack, for half as many arrivals, every third round
_FEWEST, _FIRST, _MOST = 4.0, 14.0, 60.0  # arrivals
_GROWTH, _SHRINKAGE = 1.02, 0.9
_SECONDS = 1.0


def search_slack(pricer: Pricer) -> float:
    """How far from the cheapest itinerary a search for better plans looks, in cost."""
    objective = pricer.objective
    return 0.3 * objective.visit + objective.day + 5 * objective.wait_slot


class WindowSearch:
    """Search from an assignment, changed in place; it never gets worse."""

    def __init__(self, assignment: Assignment, prices: FloatArray, slack: float, random: np.random.Generator) -> None:
        self._assignment, self._prices, self._slack, self._random = assignment, prices, slack, random
        self._days = len(assignment.pricer.classes.instance.days)
        self._size, self._reach = _FIRST, 1
        self.rounds = 0

    def step(self, executor: Executor, workers: int, seconds: float) -> None:
        """Plan up to `workers` windows anew, at most `seconds` long."""
        self.rounds += 1
        self._reach = 1 if self.rounds % 3 else _FURTHER
        limits = Limits(min(_SECONDS, seconds), seed=self.rounds)
        chosen = list(self._windows(workers))
        if len(chosen) == 1:
            limits = Limits(limits.seconds, workers, self.rounds)
        run = executor.map(lambda window: improve(self._assignment, window, self._prices, limits), chosen)
        for outcome in list(run):
            self._adapt(outcome)

    def _adapt(self, outcome: Outcome) -> None:
        """As many arrivals as can just be planned to the end."""
        factor = _GROWTH if outcome.exhausted else _SHRINKAGE
        self._size = min(_MOST, max(_FEWEST, self._size * factor))

    def _windows(self, workers: int) -> Iterator[Neighbourhood]:
        taken: set[int] = set()
        for first in self._firsts(workers):
            days = range(first, min(first + _SPAN, self._days))
            arrivals = [arrival for arrival in self._arrivals(days) if arrival not in taken]
            if arrivals:
                taken.update(arrivals)
                yield Neighbourhood(arrivals, days, self._slack * self._reach)

    def _firsts(self, workers: int) -> list[int]:
        """First days of windows that share no day: where someone is late first of all, then anywhere."""
        last = max(0, self._days - _SPAN)
        late = self._random.permutation(self._assignment.late)[:workers].tolist()
        wanted = [min(last, self._first_day(arrival)) for arrival in late if self._assignment.group_of[arrival] >= 0]
        firsts: list[int] = []
        for first in [*wanted, *self._random.permutation(last + 1).tolist()]:
            if all(abs(first - other) >= _SPAN for other in firsts) and len(firsts) < workers:
                firsts.append(first)
        return firsts

    def _first_day(self, arrival: int) -> int:
        return self._assignment.pricer.groups.groups[int(self._assignment.group_of[arrival])].first_day

    def _arrivals(self, days: range) -> list[int]:
        """Some late arrivals, some dear ones and some others that could be or are served on these days alone."""
        late, served = self._candidates(days)
        size = round(self._size if self._reach == 1 else self._size / 2)
        self._random.shuffle(late)
        noise = self._random.random(len(served)) * self._random.choice((100.0, 1000.0, 1000.0))
        dearest = np.argsort(-(np.array([self._assignment.value(n) for n in served]) + noise)).tolist()
        return late[: max(1, size // 4)] + [served[n] for n in dearest[: size - min(len(late), max(1, size // 4))]]

    def _candidates(self, days: range) -> tuple[list[int], list[int]]:
        classes = self._assignment.pricer.classes
        groups = self._assignment.pricer.groups.groups
        late, served = [], []
        for arrival, number in enumerate(self._assignment.group_of.tolist()):
            if number < 0:
                continue
            column, group = self._assignment.column(arrival), groups[number]
            if column is not None:
                served += [arrival] if all(day in days for day in classes.day[column.cls].tolist()) else []
            elif group.first_day < days.stop and group.first_day + group.allowed.shape[1] > days.start:
                late.append(arrival)
        return late, served
