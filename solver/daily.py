"""The flow of a network with the slots of each day added up: what binds a roster is mostly the work of a day.

Nodes that waiting joins are one, and a class of desks is one row: the time that steps take of it is at most what its
desks have. Every flow of the network is one of these, so the prices prove bounds too; where it matters which hours
they are, less than the network's own would. A day has about thirty slots, and this takes a hundredth of the time.
"""

import highspy
import numpy as np
from highspy._core import _Highs
from scipy.sparse import coo_array, csc_array
from scipy.sparse.csgraph import connected_components

from solver.arcs import NOWHERE, Network
from solver.classes import FloatArray, IntArray, ResourceClasses
from solver.programme import BY_SIMPLEX, optimizer
from solver.stopping import Stopped, never


class DailyFlow:
    """The arrivals of a network on the hours of classes; being late costs 1, nothing else costs anything.

    `model`: as HiGHS takes it, with no hours. Its rows are `nodes`, then the classes; its columns are `arcs`, then the
    late of each entry.
    """

    def __init__(self, network: Network, classes: ResourceClasses, stopped: Stopped = never) -> None:
        self._classes, self._entries = classes, network.entries
        joined = _joined(network)
        merged = _merged(network, joined)
        self.nodes, self.arcs = int(joined.max(initial=-1)) + 1, len(merged)
        entries = np.array([joined[entry.node] for entry in network.entries], dtype=np.int64)
        self.model = self._model(_matrix(merged, entries, self.nodes, classes.count), entries)
        # Prices from inside the optimal face would blunt the cuts made of them.
        self._highs = optimizer(self.model, np.inf, BY_SIMPLEX, stopped)

    def prices(self, hours: FloatArray, seconds: float) -> FloatArray | None:
        """Prices [class, width] of desks that have so many slots in all, `hours` [class]; None if time runs out."""
        highs = self._highs
        self.open(highs, hours)
        highs.setOptionValue("time_limit", highs.getRunTime() + max(seconds, 0.01))  # its clock goes on
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self.spread(np.array(highs.getSolution().row_dual))

    def open(self, highs: _Highs, hours: FloatArray) -> None:
        """Have so many slots of each class in the model that HiGHS holds."""
        for row, slots in enumerate(hours.tolist(), start=self.nodes):
            highs.changeRowBounds(row, -highspy.kHighsInf, slots)

    def spread(self, duals: FloatArray) -> FloatArray:
        """Prices [class, width] in the duals of rows: each slot costs the same."""
        price = np.maximum(-duals[self.nodes : self.nodes + self._classes.count], 0.0)
        return price[:, None] * self._classes.open_slots

    def _model(self, matrix: csc_array, entries: IntArray) -> highspy.HighsLp:
        counts = np.array([entry.count for entry in self._entries], dtype=float)
        supply = np.bincount(entries, counts, self.nodes)
        model, none = highspy.HighsLp(), np.zeros(self._classes.count)
        model.num_row_, model.num_col_ = matrix.shape
        model.col_cost_ = np.append(np.zeros(self.arcs), np.ones(len(counts)))
        model.col_lower_ = np.zeros(model.num_col_)
        model.col_upper_ = np.append(np.full(self.arcs, highspy.kHighsInf), counts)
        model.row_lower_ = np.append(supply, none - highspy.kHighsInf)
        model.row_upper_ = np.append(supply, none)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = matrix.indptr.astype(np.int32)
        model.a_matrix_.index_ = matrix.indices.astype(np.int32)
        model.a_matrix_.value_ = matrix.data
        return model


def _joined(network: Network) -> IntArray:
    """[node] its number once those that waiting joins are one."""
    arcs = network.arcs
    wait = (arcs.cls < 0) & ~arcs.leaves
    ends = arcs.tail[wait], arcs.head[wait]
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(network.nodes, network.nodes))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _merged(network: Network, joined: IntArray) -> IntArray:
    """[arc, 4] tail, head, class and length of each way there is between joined nodes."""
    arcs = network.arcs
    kept = (arcs.cls >= 0) | arcs.leaves
    head = np.where(arcs.head == NOWHERE, NOWHERE, joined[arcs.head])
    rows = np.stack((joined[arcs.tail], head, arcs.cls, arcs.length), axis=1)
    return np.unique(rows[kept], axis=0)


def _matrix(merged: IntArray, entries: IntArray, nodes: int, classes: int) -> csc_array:
    """[row, column] what goes out is positive, what comes in negative; then what is taken of each class."""
    tail, head, cls, length = merged.T
    arc, late = np.arange(len(merged)), len(merged) + np.arange(len(entries))
    inner, held = head != NOWHERE, cls >= 0
    rows = np.concatenate((tail, head[inner], nodes + cls[held], entries))
    columns = np.concatenate((arc, arc[inner], arc[held], late))
    values = np.concatenate((np.ones(len(tail)), -np.ones(inner.sum()), length[held], np.ones(len(late))))
    return csc_array((values, (rows, columns)), shape=(nodes + classes, len(merged) + len(entries)))
