"""A plan dug out of the relaxation day by day: a day is made whole, later ones are worth what the relaxation says.

Under the prices and potentials of the relaxed flow every path of the cheapest kind costs nothing beyond the bound, so
a day is a problem of its own: from the arrivals that stand at its nodes, send a whole flow through it, to the end or
to the next night, that pays as little as possible beyond the bound and leaves as little as possible of what is
dear. Many do almost as well, and the one chosen says who stands at the next day's nodes.
"""

from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import fields, replace

import numpy as np

from solver.arcs import NOWHERE, Arcs, Entry, Network, compact
from solver.assignment import Assignment
from solver.classes import FloatArray, IntArray
from solver.cpsat import Flow, Limits, column_of
from solver.pricing import Pricer, StartCosts
from solver.proof import whole_flows
from solver.relaxation import Relaxation

_REACH = (2.5, 6.0, 20.0)  # arcs that cost more beyond the bound are left out: of a day first, of one that fails then


def dive(pricer: Pricer, relaxed: Relaxation, limits: Limits, executor: Executor) -> Assignment:
    """A plan near the bound; `limits` are those of each day.

    HiGHS, which branches on the relaxation, and CP-SAT, which learns from conflicts, both plan each day at the same
    time: which of them does better differs from day to day.
    """
    diving = _Diving(pricer, relaxed, executor)
    for day in range(len(pricer.classes.instance.days)):
        if limits.stopped():
            break
        diving.plan(day, limits)
    assignment = Assignment(pricer)
    for group, arrival, path in diving.paths():
        column = column_of(relaxed.network, pricer, group, path)
        if assignment.keeps_order(group, column) and assignment.occupancy.fits(column.cls, column.start, column.length):
            assignment.serve(arrival, column)
    assignment.insert_all(assignment.late, relaxed.prices)
    return assignment


class _Diving:
    """The whole flow so far [arc], and the arrivals that stand at each node."""

    def __init__(self, pricer: Pricer, relaxed: Relaxation, executor: Executor) -> None:
        self._pricer, self._relaxed, self._arcs = pricer, relaxed, relaxed.network.arcs
        self._desks = pricer.classes.free, relaxed.prices
        self._executor, self._late = executor, float(pricer.objective.late)
        self._flow = np.zeros(len(self._arcs.tail), dtype=np.int64)
        self._standing = np.zeros(relaxed.network.nodes, dtype=np.int64)
        self._move = np.zeros(relaxed.network.nodes)
        for entry in relaxed.network.entries:
            self._standing[entry.node] += entry.count
            self._move[entry.node] = entry.move
        self._day = np.full(relaxed.network.nodes, NOWHERE)
        self._day[self._arcs.tail] = self._arcs.day
        self._beyond = self._reduced()

    def _reduced(self) -> FloatArray:
        """[arc] what it costs beyond the potentials of its ends."""
        arcs, potentials = self._arcs, self._relaxed.potentials
        held = arcs.cls >= 0
        costs = StartCosts(self._relaxed.prices, self._pricer.empty.room)
        paid = np.zeros(len(arcs.cls))
        paid[held] = costs.cells(arcs.cls[held], arcs.start[held], arcs.length[held])
        ahead = np.where(arcs.head == NOWHERE, 0.0, potentials[arcs.head])
        beyond: FloatArray = np.maximum(arcs.cost + paid + ahead - potentials[arcs.tail], 0.0)
        return beyond

    def plan(self, day: int, limits: Limits) -> None:
        """Send whoever stands at a day's nodes through it, the best way found."""
        some = replace(limits, seconds=limits.seconds / len(_REACH))
        best: IntArray | None = None
        cheapest = np.inf
        for reach in _REACH:
            chosen = np.flatnonzero((self._arcs.day == day) & (self._beyond <= reach))
            network = self._network(day, chosen)
            if not network.entries:
                return
            known = None if best is None else best[chosen]
            hint = None if known is None else (known, network.unserved(known))
            served = False
            for flow in whole_flows(network, self._desks, self._late, some, self._executor, hint):
                served = served or not flow.late.any()
                if self._cost(network, flow) < cheapest:
                    cheapest, best = self._cost(network, flow), np.zeros_like(self._flow)
                    best[chosen] = flow.arcs
            if served:
                break
        if best is not None:
            self._send(best)

    def _send(self, flow: IntArray) -> None:
        self._flow += flow
        leaving = np.flatnonzero(self._arcs.leaves & (flow > 0))
        np.add.at(self._standing, self._arcs.head[leaving], flow[leaving])

    def _cost(self, network: Network, flow: Flow) -> float:
        return float(network.arcs.cost @ flow.arcs + network.late_costs(self._late) @ flow.late)

    def _network(self, day: int, chosen: IntArray) -> Network:
        """The arcs of a day, entered by whoever stands at its nodes, left at night."""
        arcs = Arcs(*(getattr(self._arcs, field.name)[chosen] for field in fields(Arcs)))
        night = np.where(arcs.leaves, self._relaxed.potentials[arcs.head], 0.0)
        head = np.where(arcs.leaves, NOWHERE, arcs.head)
        entered = np.flatnonzero((self._day == day) & (self._standing > 0)).tolist()
        entries = [
            Entry(NOWHERE, node, int(standing), NOWHERE, float(worth), float(move))
            for node, standing, worth, move in zip(
                entered, self._standing[entered], self._relaxed.potentials[entered], self._move[entered], strict=True
            )
        ]
        arcs = replace(arcs, head=head, cost=arcs.cost + night, reduced=self._beyond[chosen])
        return compact(arcs, entries)

    def paths(self) -> Iterator[tuple[int, int, list[int]]]:
        """Group, arrival and arcs of everyone whose flow reaches the end."""
        left = self._flow.copy()
        leaving: dict[int, list[int]] = defaultdict(list)
        for arc in np.flatnonzero(left).tolist():
            leaving[int(self._arcs.tail[arc])].append(arc)
        for entry in self._relaxed.network.entries:
            for arrival in self._pricer.groups.groups[entry.group].members:
                path = self._walk(left, leaving, entry.node)
                if path and self._arcs.head[path[-1]] == NOWHERE:
                    yield entry.group, arrival, path

    def _walk(self, left: IntArray, leaving: dict[int, list[int]], node: int) -> list[int]:
        path: list[int] = []
        while node != NOWHERE:
            arc = next((n for n in leaving[node] if left[n]), None)
            if arc is None:
                break
            left[arc] -= 1
            path.append(arc)
            node = int(self._arcs.head[arc])
        return path
