"""Rosters apart from itineraries (Benders 1962): a programme over rosters, and cuts from the relaxation of each sample.

`Decomposition` never says that a roster suffices, only which ones cannot, and what the others cost at least.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.instance import Instance
from solver.master import Master, Wanted
from solver.roster import Pattern
from solver.roster_relaxation import relax_roster
from solver.shortage import Shortage
from solver.stopping import Stopped, never

_SAFER = 10  # rosters to look at

_Price = Callable[[Shortage, FloatArray, float], FloatArray | None]


class Decomposition:
    """Sampled demands of which at most `allowed` arrivals in all may be late, and patterns to staff them by.

    `most`: [pattern] desks. `bound`: on the cost of every roster that keeps to `allowed`, infinite if none does.
    Programmes end once `stopped` says so.
    """

    def __init__(
        self,
        demands: Sequence[Instance],
        patterns: Sequence[Pattern],
        allowed: int,
        executor: Executor,
        stopped: Stopped = never,
    ) -> None:
        self._patterns, self._allowed, self._executor = patterns, allowed, executor
        self._arrivals = [len(demand.arrivals) for demand in demands]
        self.most = np.array([max(self._arrivals) if p.most is None else p.most for p in patterns], dtype=np.int64)
        self._shortages = tuple(executor.map(lambda n: Shortage(n, demands[n], patterns, stopped), range(len(demands))))
        costs = np.array([float(p.cost) for p in patterns])
        self._master = Master(costs, self.most, self._arrivals, allowed, stopped)
        self._priced: set[tuple[bytes, float, _Price]] = set()
        self.bound = 0.0

    def relax(self, seconds: float) -> FloatArray | None:
        """Desks in fractions [pattern] that suffice for every sample by itself; their prices become cuts.

        Each sample has its share of those who may be late. None if time runs out, or if no desks are needed.
        """
        share = self._allowed / max(1, sum(self._arrivals))
        found = list(
            self._executor.map(
                lambda each, arrivals: relax_roster(each, self._patterns, share * arrivals, seconds),
                self._shortages,
                self._arrivals,
            )
        )
        self._cut([each.prices if each else None for each in found])
        return np.max([each.desks for each in found if each], axis=0) if any(found) else None

    def rules_out(self, counts: IntArray, seconds: float, margin: float = 0.0) -> bool:
        """Whether the work of a day rules a roster [pattern] out, its desks worth less by a share `margin`.

        By all prices known; they are made for it if it was not asked for before and there are `seconds` for that.
        """
        return self._rules_out(Shortage.daily_prices, counts, seconds, margin)

    def rules_out_by_hours(self, counts: IntArray, seconds: float) -> bool:
        """Whether a roster [pattern] cannot suffice, by its hours too: a hundred times the work."""
        return self._rules_out(Shortage.prices, counts, seconds, 0.0)

    def _rules_out(self, price: _Price, counts: IntArray, seconds: float, margin: float) -> bool:
        desks = (1 - margin) * np.append(1.0, counts)
        key = (counts.tobytes(), margin, price)
        if key not in self._priced and self._master.late_in_all(desks) <= self._allowed:
            self._priced.add(key)
            self._cut(list(self._executor.map(lambda shortage: price(shortage, desks, seconds), self._shortages)))
        return self._master.late_in_all(desks) > self._allowed

    def least_late(self, counts: IntArray) -> list[int]:
        """For each sample how many are late at least with a roster [pattern]."""
        return self._master.late(np.append(1.0, counts))

    def cheapest(self, seconds: float, wanted: Wanted) -> IntArray | None:
        """The cheapest roster [pattern] that is not ruled out, as it is `wanted`; None if there is none, or no time.

        Where nothing is wanted but a lower cost, it betters the bound.
        """
        counts, value = self._master.best(seconds, wanted)
        if not wanted.margin and not wanted.tried:
            self.bound = max(self.bound, min(value, wanted.below))
        return counts

    def safest(self, counts: IntArray, seconds: float, wanted: Wanted) -> IntArray:
        """Of the rosters [pattern] that cost no more than one, and are `wanted` too, the one to trust most.

        That is the one which the work of days leaves fewest late with, as far as looked for: plans need some room.
        """
        limit = replace(wanted, below=self._master.above(counts), fewest_late=True)
        for _ in range(_SAFER):
            found, _least = self._master.best(seconds, limit)
            if found is None:
                break
            expected = sum(self.least_late(found))
            self.rules_out(found, seconds)
            late = sum(self.least_late(found))
            if late < sum(self.least_late(counts)):
                counts = found
            if late == expected:
                break
        return counts

    def raise_bound(self, seconds: float) -> None:
        """Better the bound by the cuts made since."""
        self.cheapest(seconds, Wanted())

    def _cut(self, prices: Sequence[FloatArray | None]) -> None:
        """Learn from the prices of each sample, for the others too where their desks are alike."""
        for found in prices:
            for shortage in self._shortages:
                if found is not None and found.shape == shortage.classes.free.shape:
                    self._master.add(shortage.cut(found))
