"""The master programme of staffing: the cheapest whole roster that every cut so far allows.

Its columns are the desks of each pattern and how many are late in each sample, all in whole numbers; its rows are the
cuts, and that no more than allowed are late in all samples together. HiGHS solves it to the end: its value is a bound
on the cost of every roster that keeps the share.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs

from solver.classes import FloatArray, IntArray
from solver.programme import optimizer
from solver.shortage import Cut
from solver.stopping import Stopped, never

_EXACT: dict[str, bool | float | str] = {"mip_rel_gap": 0.0, "mip_abs_gap": 1e-6}
_LESS = 1e-6  # relative: what is cheaper by no more is not cheaper


@dataclass(frozen=True)
class Wanted:
    """What a roster is looked for beyond the cuts.

    It costs less than `below`; it keeps to the cuts also if desks were worth less by a share `margin`; and it has more
    of some pattern than each of the rosters `tried` [pattern]. Of all these it is the cheapest, or the one with the
    `fewest_late` by the cuts.
    """

    below: float = np.inf
    margin: float = 0.0
    tried: tuple[IntArray, ...] = ()
    fewest_late: bool = False


class Master:
    """Patterns at their `costs`, at most `most` of each [pattern]; `arrivals` of each sample, `allowed` late in all."""

    def __init__(
        self, costs: FloatArray, most: IntArray, arrivals: Sequence[int], allowed: int, stopped: Stopped = never
    ) -> None:
        self._costs, self._most, self._arrivals, self._allowed = costs, most, arrivals, allowed
        self._cuts: list[Cut] = []
        self._stopped = stopped

    def add(self, cut: Cut) -> None:
        """Keep to one more cut."""
        self._cuts.append(cut)

    def above(self, counts: IntArray) -> float:
        """What costs less than this costs no more than a roster [pattern]."""
        cost = float(self._costs @ counts)
        return cost + 2 * _LESS * max(1.0, cost)

    def late(self, desks: FloatArray) -> list[int]:
        """For each sample how many are late at least with so many desks [1 + pattern]."""
        least = [0] * len(self._arrivals)
        for cut in self._cuts:
            least[cut.sample] = max(least[cut.sample], int(np.ceil(cut.late(desks) - _LESS)))
        return least

    def late_in_all(self, desks: FloatArray) -> int:
        """How many are late at least in all samples together."""
        return sum(self.late(desks))

    def best(self, seconds: float, wanted: Wanted) -> tuple[IntArray | None, float]:
        """The roster [pattern] that is wanted, None if there is none or time runs out, and a bound on that of any.

        The bound, of what is least, is infinite where there is none.
        """
        highs = self._programme(seconds, wanted)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None, np.inf
        info, optimal = highs.getInfo(), highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        counts = np.rint(np.array(highs.getSolution().col_value)[1 : 1 + len(self._costs)]).astype(np.int64)
        return counts if optimal else None, float(info.mip_dual_bound)

    def _programme(self, seconds: float, wanted: Wanted) -> _Highs:
        highs = optimizer(highspy.HighsLp(), seconds, _EXACT, self._stopped)
        self._add_columns(highs, fewest_late=wanted.fewest_late)
        patterns, samples = len(self._costs), len(self._arrivals)
        late = np.arange(1 + patterns, 1 + patterns + samples)
        highs.addRow(-highspy.kHighsInf, float(self._allowed), samples, late, np.ones(samples))
        if np.isfinite(wanted.below):
            most = wanted.below - _LESS * max(1.0, wanted.below)
            highs.addRow(-highspy.kHighsInf, most, patterns, np.arange(1, 1 + patterns), self._costs)
        for cut in self._cuts:
            columns = np.append(np.arange(1 + patterns), late[cut.sample])
            worth = np.append((1 - wanted.margin) * cut.worth, 1.0)
            highs.addRow(cut.arrivals, highspy.kHighsInf, len(columns), columns, worth)
        for roster in wanted.tried:
            self._exceed(highs, roster)
        return highs

    def _add_columns(self, highs: _Highs, *, fewest_late: bool) -> None:
        """The desks that are there anyway, those of each pattern, the late of each sample."""
        highs.addCol(0.0, 1.0, 1.0, 0, [], [])
        for cost, most in zip(self._costs.tolist(), self._most.tolist(), strict=True):
            highs.addCol(0.0 if fewest_late else cost, 0.0, float(most), 0, [], [])
        for arrivals in self._arrivals:
            highs.addCol(float(fewest_late), 0.0, float(arrivals), 0, [], [])
        for column in range(highs.getNumCol()):
            highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)

    def _exceed(self, highs: _Highs, roster: IntArray) -> None:
        """Have more of some pattern than a roster: with as many or fewer of each, no more can be served."""
        more = np.flatnonzero(roster < self._most)
        first = highs.getNumCol()
        for number, pattern in enumerate(more.tolist()):
            highs.addCol(0.0, 0.0, 1.0, 0, [], [])
            highs.changeColIntegrality(first + number, highspy.HighsVarType.kInteger)
            row = [1.0, -(float(roster[pattern]) + 1.0)]
            highs.addRow(0.0, highspy.kHighsInf, 2, [1 + pattern, first + number], row)
        chosen = np.arange(first, first + len(more))
        highs.addRow(1.0, highspy.kHighsInf, len(more), chosen, np.ones(len(more)))
