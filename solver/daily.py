"""The flow of a network with the slots of each day added up: what binds a roster is mostly the work of a day.

Nodes that waiting joins are one, and a class of desks is one row: the time that steps take of it is at most what its
desks have. Every flow of the network is one of these, so the prices prove bounds too; where it matters which hours
they are, less than the network's own would. A day has about thirty slots, and this takes a hundredth of the time.

Where hours matter most is in the morning, when one desk has to wait for those who come from another: some slots there
can be kept apart.
"""

import highspy
import numpy as np
from highspy._core import _Highs
from scipy.sparse import coo_array, csc_array
from scipy.sparse.csgraph import connected_components

from solver.arcs import NOWHERE, Arcs, Network
from solver.classes import BoolArray, FloatArray, IntArray, ResourceClasses
from solver.programme import BY_SIMPLEX, optimizer, within
from solver.stopping import Stopped, never


class DailyFlow:
    """The arrivals of a network on the hours of classes; being late costs 1, nothing else costs anything.

    So many `early` slots of each day are kept apart; the rest of it is one. `model`: as HiGHS takes it, with no hours.
    Its rows are `nodes`, then the parts of days of classes; its columns are `arcs`, then the late of each entry.
    """

    def __init__(self, network: Network, classes: ResourceClasses, early: int = 0, stopped: Stopped = never) -> None:
        self._classes, self._entries, self._early = classes, network.entries, min(early, classes.width)
        waits = _rests(network.arcs, self._early)
        joined = _joined(network, waits)
        merged = _merged(network.arcs, joined, ~waits, self._early)
        self.nodes, self.arcs = int(joined.max(initial=-1)) + 1, len(merged)
        entries = np.array([joined[entry.node] for entry in network.entries], dtype=np.int64)
        self.model = self._model(self._matrix(merged, entries), entries)
        # Prices from inside the optimal face would blunt the cuts made of them.
        self._highs = optimizer(self.model, np.inf, BY_SIMPLEX, stopped)

    def hours(self, free: IntArray | FloatArray) -> FloatArray:
        """[class * part of the day] slots of free desks [class, width] in all."""
        late = free[:, self._early :].sum(axis=1, keepdims=True)
        found: FloatArray = np.concatenate((free[:, : self._early], late), axis=1).astype(float).reshape(-1)
        return found

    def prices(self, hours: FloatArray, seconds: float) -> FloatArray | None:
        """Prices [class, width] of desks that have so many `hours` [class * part]; None if time runs out."""
        highs = self._highs
        self.open(highs, hours)
        highs.setOptionValue("time_limit", highs.getRunTime() + max(seconds, 0.01))  # its clock goes on
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return self.spread(np.array(highs.getSolution().row_dual))

    def open(self, highs: _Highs, hours: FloatArray) -> None:
        """Have so many slots [class * part] in the model that HiGHS holds."""
        for row, slots in enumerate(hours.tolist(), start=self.nodes):
            highs.changeRowBounds(row, -highspy.kHighsInf, slots)

    def spread(self, duals: FloatArray) -> FloatArray:
        """Prices [class, width] in the duals of rows: each slot of a part costs the same."""
        price = np.maximum(-duals[self.nodes : self.nodes + self._parts], 0.0).reshape(self._classes.count, -1)
        part = np.minimum(np.arange(self._classes.width), self._early)
        spread: FloatArray = price[:, part] * self._classes.open_slots
        return spread

    @property
    def _parts(self) -> int:
        """Of the days of all classes."""
        return self._classes.count * (self._early + 1)

    def _model(self, matrix: csc_array, entries: IntArray) -> highspy.HighsLp:
        counts = np.array([entry.count for entry in self._entries], dtype=float)
        supply = np.bincount(entries, counts, self.nodes)
        model, none = highspy.HighsLp(), np.zeros(self._parts)
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

    def _matrix(self, merged: IntArray, entries: IntArray) -> csc_array:
        """[row, column] what goes out is positive, what comes in negative; then what is taken of each part."""
        tail, head, cls, start, length = merged.T
        arc, late, inner = np.arange(len(merged)), len(merged) + np.arange(len(entries)), head != NOWHERE
        spans = np.where(cls >= 0, length, 0)
        taken = np.repeat(arc, spans)
        part = np.minimum(start[taken] + within(spans), self._early)
        held = self.nodes + cls[taken] * (self._early + 1) + part
        rows = np.concatenate((tail, head[inner], held, entries))
        columns = np.concatenate((arc, arc[inner], taken, late))
        values = np.concatenate((np.ones(len(tail)), -np.ones(inner.sum()), np.ones(len(taken)), np.ones(len(late))))
        return csc_array((values, (rows, columns)), shape=(self.nodes + self._parts, len(merged) + len(entries)))


def _rests(arcs: Arcs, early: int) -> BoolArray:
    """[arc] whether it waits in the part of the day that is one."""
    found: BoolArray = (arcs.cls < 0) & ~arcs.leaves & (arcs.start >= early)
    return found


def _joined(network: Network, waits: BoolArray) -> IntArray:
    """[node] its number once those are one that some of the arcs [arc] join."""
    ends = network.arcs.tail[waits], network.arcs.head[waits]
    graph = coo_array((np.ones(len(ends[0])), ends), shape=(network.nodes, network.nodes))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _merged(arcs: Arcs, joined: IntArray, kept: BoolArray, early: int) -> IntArray:
    """[arc, 5] tail, head, class, start, or the end of the early slots, and length of each way between joined nodes."""
    head = np.where(arcs.head == NOWHERE, NOWHERE, joined[arcs.head])
    start = np.minimum(arcs.start, early)
    rows = np.stack((joined[arcs.tail], head, arcs.cls, start, arcs.length), axis=1)
    return np.unique(rows[kept], axis=0)
