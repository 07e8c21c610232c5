"""The arcs of a flow that is a plan: what a network is made of, whoever makes it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from solver.classes import BoolArray, FloatArray, IntArray

NOWHERE = -1


@dataclass(frozen=True)
class Arcs:
    """Arcs of all networks: [arc] each.

    `tail`, `head`: nodes, numbered through; head -1 ends a journey. `cost`: of the objective. `cls`, `start`,
    `length`, `step`: the step that is held, class -1 where none is; waiting has a `start` too. `opens`: for the first
    step of a journey the number of its network, else -1. `leaves`: whether the day ends. `day`: on which it lies.
    `reduced`: what the arc costs, prices included, beyond the cheapest way on from its tail; never negative.
    """

    tail: IntArray
    head: IntArray
    cost: FloatArray
    cls: IntArray
    start: IntArray
    length: IntArray
    step: IntArray
    opens: IntArray
    leaves: BoolArray
    day: IntArray
    reduced: FloatArray


@dataclass(frozen=True)
class Entry:
    """Where the arrivals of a group come in: a node, how many there are, the number of their network.

    `value`: of their cheapest itinerary, prices included. `move`: what they lose beyond the price of lateness if late.
    """

    group: int
    node: int
    count: int
    network: int
    value: float
    move: float = 0.0


@dataclass(frozen=True)
class Network:
    """Arcs, the entries of the groups, and the number of nodes."""

    arcs: Arcs
    entries: tuple[Entry, ...]
    nodes: int

    def late_costs(self, late: float) -> FloatArray:
        """[entry] what an arrival costs that does not flow, at a price of lateness."""
        return np.array([late + entry.move for entry in self.entries])


def joined(parts: Sequence[Arcs]) -> Arcs:
    """All arcs of the parts."""
    none, free = np.zeros(0, dtype=np.int64), np.zeros(0)
    parts = parts or [Arcs(none, none, free, none, none, none, none, none, none > 0, none, free)]
    return Arcs(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Arcs)))


def compact(arcs: Arcs, entries: list[Entry]) -> Network:
    """Number the nodes that are used."""
    ends = np.array([entry.node for entry in entries], dtype=np.int64)
    used = np.unique(np.concatenate([arcs.tail, arcs.head[arcs.head != NOWHERE], ends]))
    head = np.where(arcs.head == NOWHERE, NOWHERE, np.searchsorted(used, arcs.head))
    tail = np.searchsorted(used, arcs.tail)
    nodes = np.searchsorted(used, ends).tolist()
    found = (replace(entry, node=node) for entry, node in zip(entries, nodes, strict=True))
    return Network(replace(arcs, tail=tail, head=head), tuple(found), len(used))
