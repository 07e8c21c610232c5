"""The linear programme over all itineraries, as a flow with desks for capacity: its prices are the best bound.

An interior-point method solves it without crossover: prices from inside the optimal face are smooth, and any
non-negative prices prove a bound, so an early stop costs accuracy, never validity.
"""

from dataclasses import dataclass

import highspy
import numpy as np
from highspy._core import _Highs  # highspy.Highs prints a banner to standard output, where a plan may go

from solver.classes import FloatArray, IntArray
from solver.network import Network, build_network
from solver.pricing import Pricer, StartCosts

_TOLERANCE = 1e-5


@dataclass(frozen=True)
class Relaxation:
    """The relaxed plan: `prices` [class, width], `flow` [arc] of `network`, `late` [entry] arrivals not served."""

    prices: FloatArray
    network: Network
    flow: FloatArray
    late: FloatArray


def relax(pricer: Pricer, prices: FloatArray, slack: float, *, seconds: float) -> Relaxation | None:
    """Solve the relaxation over all itineraries within `slack` of the cheapest under prices [class, width].

    None if time runs out or nobody can be served. Good prices leave few itineraries and make it fast; too small a
    slack shows in the bound that the new prices prove, which stands by itself.
    """
    counts = dict(enumerate(pricer.groups.sizes.tolist()))
    network = build_network(pricer, counts, StartCosts(prices, pricer.empty.room), slack)
    return _Programme(pricer, network).solve(seconds) if network.entries else None


class _Programme:
    """The rows: one for each node (what comes in goes out), one for each (class, slot) that an arc uses."""

    def __init__(self, pricer: Pricer, network: Network) -> None:
        self._pricer, self._network = pricer, network
        arcs = network.arcs
        spans = np.where(arcs.cls >= 0, arcs.length, 0)
        width = pricer.classes.width
        cells = np.repeat(arcs.cls * width + arcs.start, spans) + _within(spans)
        self._cells, rows = np.unique(cells, return_inverse=True)
        self._model = self._columns(spans, rows + network.nodes)

    def solve(self, seconds: float) -> Relaxation | None:
        """Run the interior-point method."""
        highs = _Highs()
        options: dict[str, bool | float | str] = {
            "output_flag": False,
            "solver": "ipm",
            "run_crossover": "off",
            "threads": 1,
            "time_limit": max(seconds, 0.01),
            "ipm_optimality_tolerance": _TOLERANCE,
        }
        for option, value in options.items():
            highs.setOptionValue(option, value)
        highs.passModel(self._model)
        highs.run()
        solution = highs.getSolution()
        if not solution.dual_valid:
            return None
        width = self._pricer.classes.width
        prices = np.zeros(self._pricer.classes.count * width)
        prices[self._cells] = np.maximum(-np.array(solution.row_dual)[self._network.nodes :], 0.0)
        values = np.array(solution.col_value)
        arcs = len(self._network.arcs.tail)
        return Relaxation(prices.reshape(-1, width), self._network, values[:arcs], values[arcs:])

    def _columns(self, spans: IntArray, capacity_rows: IntArray) -> highspy.HighsLp:
        """One column for each arc, then one for each entry: those who are late."""
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
        index[np.repeat(first + 1 + inner, spans) + _within(spans)] = capacity_rows
        index[starts[len(arcs.tail) : -1]] = [entry.node for entry in network.entries]
        return self._programme(starts, index, value)

    def _programme(self, starts: IntArray, index: IntArray, value: FloatArray) -> highspy.HighsLp:
        network, late = self._network, self._pricer.rules.objective.late
        supply = np.zeros(network.nodes)
        np.add.at(supply, [entry.node for entry in network.entries], [entry.count for entry in network.entries])
        free = self._pricer.classes.free.reshape(-1)[self._cells].astype(float)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(starts) - 1, network.nodes + len(free)
        model.col_cost_ = np.concatenate([network.arcs.cost, np.full(len(network.entries), late)])
        model.col_lower_ = np.zeros(model.num_col_)
        model.col_upper_ = np.full(model.num_col_, highspy.kHighsInf)
        model.row_lower_ = np.concatenate([supply, np.full(len(free), -highspy.kHighsInf)])
        model.row_upper_ = np.concatenate([supply, free])
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = starts.astype(np.int32)
        model.a_matrix_.index_ = index.astype(np.int32)
        model.a_matrix_.value_ = value
        return model


def _within(spans: IntArray) -> IntArray:
    """0, 1, ... inside each span: what to add to the repeated starts."""
    ends = np.cumsum(spans)
    inside: IntArray = np.arange(int(spans.sum())) - np.repeat(ends - spans, spans)
    return inside
