"""The linear programme of itineraries on the desks of some days.

    least sum of value[k] * x[k]   with   sum over k of a group of x[k]   <= those who wait
                                          sum over k at a slot of x[k]    <= desks free then

Columns come as they are found and the desks go as itineraries are fixed, so it is solved hundreds of times, each time
from the basis of the last one: after new columns by the primal simplex, after new limits by the dual simplex, for
which that basis stays feasible (measured: each takes about a third of the time of the other).
"""

from typing import NamedTuple

import highspy
import numpy as np
from highspy._core import _Highs  # highspy.Highs prints a banner to standard output, where a plan may go

from solver.classes import FloatArray, IntArray

_DUAL_SIMPLEX, _PRIMAL_SIMPLEX = 1, 4
_MOST_ITERATIONS = 20_000  # a few hundred are usual
_OPTIONS: dict[str, bool | float | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",
    "simplex_iteration_limit": _MOST_ITERATIONS,
    "primal_simplex_bound_perturbation_multiplier": 0.0,  # measured: a third of the time
    "dual_simplex_cost_perturbation_multiplier": 0.0,
}


class Packed(NamedTuple):
    """A solution: `use` [column], its value, and what one more desk at each slot is worth, `prices` [row]."""

    use: FloatArray
    value: float
    prices: FloatArray


class Packing:
    """The programme for slots and groups; rows are those of slots, then of groups.

    `several`: whether a column may take several desks of a slot.
    """

    def __init__(self, slots: int, groups: int, *, several: bool = False) -> None:
        self._several = several
        self._slots, self._rows = slots, np.arange(slots + groups, dtype=np.int32)
        self._highs = _Highs()
        for option, value in _OPTIONS.items():
            self._highs.setOptionValue(option, value)
        self._below = np.full(len(self._rows), -highspy.kHighsInf)
        no_cells, starts = np.zeros(0), np.zeros(len(self._rows), dtype=np.int32)
        self._highs.addRows(
            len(self._rows), self._below, np.zeros(len(self._rows)), 0, starts, no_cells.astype(np.int32), no_cells
        )

    def limit(self, free: FloatArray, waiting: IntArray) -> None:
        """Set how many desks are free at each slot, and how many of each group wait."""
        most = np.concatenate([free, waiting])
        self._highs.changeRowsBounds(  # type: ignore[attr-defined]  # missing from its stubs
            len(self._rows), self._rows, self._below, most
        )

    def add(self, value: FloatArray, group: IntArray, rows: IntArray, column: IntArray) -> None:
        """Add columns of a value and group; `rows` and `column`: each slot that each of them takes, in its order.

        A column that takes several desks of a slot has it as often.
        """
        count, desks = len(value), np.ones(len(rows), dtype=np.int64)
        if self._several:
            cells, desks = np.unique(column * self._slots + rows, return_counts=True)
            column, rows = np.divmod(cells, self._slots)
        spans = np.bincount(column, minlength=count) + 1
        starts = np.concatenate([[0], np.cumsum(spans)[:-1]])
        index = np.empty(int(spans.sum()), dtype=np.int32)
        index[starts + spans - 1] = self._slots + group
        index[np.arange(len(rows)) + column] = rows
        takes, no, most = np.ones(len(index)), np.zeros(count), np.full(count, highspy.kHighsInf)
        takes[np.arange(len(rows)) + column] = desks
        self._highs.addCols(count, value, no, most, len(index), starts.astype(np.int32), index, takes)

    def solve(self, *, tightened: bool = False) -> Packed:
        """The best for now; near the best if the simplex took too long. `tightened`: by less that is left."""
        self._highs.setOptionValue("simplex_strategy", _DUAL_SIMPLEX if tightened else _PRIMAL_SIMPLEX)
        self._highs.run()
        solution, value = self._highs.getSolution(), self._highs.getInfo().objective_function_value
        prices = np.maximum(-np.array(solution.row_dual)[: self._slots], 0.0)
        return Packed(np.array(solution.col_value), float(value), prices)
