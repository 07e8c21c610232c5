"""The linear or integer programme of a network: HiGHS finds the flow of least cost, and the prices of desks.

Rows: one for each node (what comes in goes out), one for each (class, slot) that an arc uses. Columns: one for each
arc, then one for each entry: those who are late.
"""

import highspy
import numpy as np
from highspy._core import _Highs, cb  # highspy.Highs prints a banner to standard output, where a plan may go

from solver.arcs import Network
from solver.classes import FloatArray, IntArray
from solver.stopping import Stopped, never

_TOLERANCE = 1e-4
_FEASIBLE = 2  # of HiGHS's solution statuses
_COMMON: dict[str, bool | float | str] = {
    "output_flag": False,
    "threads": 1,  # HiGHS knows one number for the whole process
}
_INTERRUPTS = (
    cb.HighsCallbackType.kCallbackIpmInterrupt,
    cb.HighsCallbackType.kCallbackSimplexInterrupt,
    cb.HighsCallbackType.kCallbackMipInterrupt,
)
# A vertex: its prices are of few rows, where those from inside the optimal face are spread over many.
BY_SIMPLEX: dict[str, bool | float | str] = {"solver": "simplex"}
# Without crossover: prices from inside the optimal face are smooth.
BY_INTERIOR_POINT: dict[str, bool | float | str] = {
    "solver": "ipm",
    "run_crossover": "off",
    "ipm_optimality_tolerance": _TOLERANCE,
}


def optimizer(
    model: highspy.HighsLp, seconds: float, options: dict[str, bool | float | str], stopped: Stopped = never
) -> _Highs:
    """HiGHS with a model and options, ready to run for so many seconds, or until `stopped`."""
    highs = _Highs()
    for option, value in {**_COMMON, "time_limit": max(seconds, 0.01), **options}.items():
        highs.setOptionValue(option, value)
    highs.passModel(model)
    if stopped is not never:
        _ask(highs, stopped)
    return highs


def _ask(highs: _Highs, stopped: Stopped) -> None:
    """Let HiGHS ask, wherever it can be interrupted."""

    def answer(_kind: object, _text: str, _known: object, reply: cb.HighsCallbackInput, _data: object) -> None:
        reply.user_interrupt = stopped()

    highs.setCallback(answer, None)
    for moment in _INTERRUPTS:
        highs.startCallback(moment)


class Programme:
    """A network with `free` desks [class, width], an arrival that does not flow costing `late`.

    `more`: [class, width] what one more desk of a slot costs; none can be had if it is not given. `model`: as HiGHS
    takes it. `cells`: [capacity row] class * width + slot.
    """

    def __init__(
        self, network: Network, free: IntArray | FloatArray, late: float, more: FloatArray | None = None
    ) -> None:
        self._network, self._free, self._late = network, free, late
        arcs = network.arcs
        spans = np.where(arcs.cls >= 0, arcs.length, 0)
        cells = np.repeat(arcs.cls * free.shape[1] + arcs.start, spans) + within(spans)
        self.cells, rows = np.unique(cells, return_inverse=True)
        self.model = self._columns(spans, rows + network.nodes)
        if more is not None:
            self._have_more(more.reshape(-1)[self.cells])

    def relaxed(self, seconds: float, stopped: Stopped = never) -> tuple[FloatArray, FloatArray] | None:
        """Prices [class, width] and flow [arc] of the linear programme, None if time runs out."""
        highs = optimizer(self.model, seconds, BY_INTERIOR_POINT, stopped)
        highs.run()
        solution = highs.getSolution()
        if not solution.dual_valid:
            return None
        duals = np.array(solution.row_dual)
        flow = np.array(solution.col_value)[: len(self._network.arcs.tail)]
        return self.prices(duals), flow

    def prices(self, duals: FloatArray) -> FloatArray:
        """Prices [class, width] in the duals of rows."""
        prices, first = np.zeros(self._free.size), self._network.nodes
        prices[self.cells] = np.maximum(-duals[first : first + len(self.cells)], 0.0)
        return prices.reshape(self._free.shape)

    def whole(self, seconds: float, gap: float = 0.0, stopped: Stopped = never) -> tuple[IntArray | None, float]:
        """Flow and late in whole numbers [column], None if none was found, and a bound on the cost of any.

        A flow within `gap` (cost units) of the bound is good enough.
        """
        self.model.integrality_ = [highspy.HighsVarType.kInteger] * self.model.num_col_
        options: dict[str, bool | float | str] = {"mip_rel_gap": 0.0, "mip_abs_gap": max(gap, 1e-6)}
        highs = optimizer(self.model, seconds, options, stopped)
        highs.run()
        solution, info = highs.getSolution(), highs.getInfo()
        found = info.primal_solution_status == _FEASIBLE
        values = np.rint(np.array(solution.col_value)).astype(np.int64) if found else None
        return values, float(info.mip_dual_bound)

    def _columns(self, spans: IntArray, capacity_rows: IntArray) -> highspy.HighsLp:
        network, arcs = self._network, self._network.arcs
        inner = (arcs.head >= 0).astype(np.int64)
        counts = np.concatenate([1 + inner + spans, np.ones(len(network.entries), dtype=np.int64)])
        starts = np.concatenate([[0], np.cumsum(counts)])
        index = np.empty(starts[-1], dtype=np.int64)
        value = np.ones(starts[-1])
        first = starts[: len(arcs.tail)]
        index[first] = arcs.tail
        enters = inner == 1
        index[first[enters] + 1] = arcs.head[enters]
        value[first[enters] + 1] = -1.0
        index[np.repeat(first + 1 + inner, spans) + within(spans)] = capacity_rows
        index[starts[len(arcs.tail) : -1]] = [entry.node for entry in network.entries]
        return self._programme(starts, index, value)

    def _have_more(self, cost: FloatArray) -> None:
        """Columns that add a desk to each capacity row, at a cost [capacity row]."""
        model, count, none = self.model, len(cost), np.zeros(len(cost))
        matrix = model.a_matrix_
        starts, row = np.array(matrix.start_), self._network.nodes + np.arange(count)
        model.num_col_ += count
        model.col_cost_ = np.append(np.array(model.col_cost_), cost)
        model.col_lower_ = np.append(np.array(model.col_lower_), none)
        model.col_upper_ = np.append(np.array(model.col_upper_), none + highspy.kHighsInf)
        matrix.start_ = np.append(starts, starts[-1] + 1 + np.arange(count)).astype(np.int32)
        matrix.index_ = np.append(np.array(matrix.index_), row).astype(np.int32)
        matrix.value_ = np.append(np.array(matrix.value_), none - 1.0)

    def _programme(self, starts: IntArray, index: IntArray, value: FloatArray) -> highspy.HighsLp:
        network = self._network
        supply = np.zeros(network.nodes)
        np.add.at(supply, [entry.node for entry in network.entries], [entry.count for entry in network.entries])
        free = self._free.reshape(-1)[self.cells].astype(float)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(starts) - 1, network.nodes + len(free)
        model.col_cost_ = np.concatenate([network.arcs.cost, network.late_costs(self._late)])
        model.col_lower_ = np.zeros(model.num_col_)
        most = [float(entry.count) for entry in network.entries]
        model.col_upper_ = np.concatenate([np.full(len(network.arcs.tail), highspy.kHighsInf), most])
        model.row_lower_ = np.concatenate([supply, np.full(len(free), -highspy.kHighsInf)])
        model.row_upper_ = np.concatenate([supply, free])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = index.astype(np.int32)
        model.a_matrix_.value_ = value
        return model


def within(spans: IntArray) -> IntArray:
    """0, 1, ... inside each span: what to add to the repeated starts."""
    ends = np.cumsum(spans)
    inside: IntArray = np.arange(int(spans.sum())) - np.repeat(ends - spans, spans)
    return inside
