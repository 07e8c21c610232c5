"""A plan that is known already as a flow: what CP-SAT is told before it searches."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from solver.arcs import Network
from solver.classes import IntArray
from solver.pricing import Column, Pricer

Steps = Sequence[tuple[int, int, int]]
Place = tuple[int, int, int]  # node, desks taken so far, day


def known_flow(network: Network, pricer: Pricer, held: Iterable[tuple[int, Column]]) -> tuple[IntArray, IntArray]:
    """Units on each arc, and arrivals of each entry without any, for the columns that groups hold.

    A column with an arc that the network left out is left out too.
    """
    walker = _Walker(network, pricer)
    units = np.zeros(len(network.arcs.tail), dtype=np.int64)
    served: Counter[int] = Counter()
    for group, column in held:
        path = walker.path(group, column)
        if path is not None:
            np.add.at(units, path, 1)
            served[group] += 1
    return units, np.array([max(0, entry.count - served[entry.group]) for entry in network.entries], dtype=np.int64)


def _in_order(column: Column) -> Steps:
    """Step, class and start of each seat of a column, those of a step in the order of a chain."""
    seats = [(step, cls, start) for step, cls, start, _ in column.spans()]
    steps = [step for step, _, _ in seats]
    return sorted(seats, key=lambda seat: (steps.index(seat[0]), seat[1]))


class _Walker:
    """Finds the path of a column: wait, leave or hold the next step, arc by arc."""

    def __init__(self, network: Network, pricer: Pricer) -> None:
        self._arcs, self._pricer = network.arcs, pricer
        self._entry = {entry.group: entry.node for entry in network.entries}
        self._leaving: dict[int, list[int]] = defaultdict(list)
        for arc, tail in enumerate(network.arcs.tail.tolist()):
            self._leaving[tail].append(arc)

    def path(self, group: int, column: Column) -> list[int] | None:
        """The arcs of a column in order of time; None if one is missing."""
        if group not in self._entry:
            return None
        return self._search(self._entry[group], _in_order(column), self._pricer.groups.groups[group].first_day)

    def _search(self, node: int, steps: Steps, day: int) -> list[int] | None:
        """The arcs from a node on that hold these steps, depth first; a long window has thousands of them."""
        seen: set[tuple[int, int]] = set()
        path: list[int] = []
        trail = [self._onward((node, 0, day), steps, seen)]
        while trail:
            found = next(trail[-1], None)
            if found is None:
                trail.pop()
                del path[-1:]
                continue
            arc, (_, held, _) = found
            path.append(arc)
            if held == len(steps):
                return path
            trail.append(self._onward(found[1], steps, seen))
        return None

    def _onward(self, place: Place, steps: Steps, seen: set[tuple[int, int]]) -> Iterator[tuple[int, Place]]:
        """Arcs that may lead on, and where to; a node seen with as many steps held is a dead end."""
        node, held, day = place
        if (node, held) in seen:
            return
        seen.add((node, held))
        arcs = self._arcs
        for arc in self._options(node, steps[held], day):
            yield arc, (int(arcs.head[arc]), held + int(arcs.cls[arc] >= 0), day + int(arcs.leaves[arc]))

    def _options(self, node: int, wanted: tuple[int, int, int], day: int) -> list[int]:
        """Arcs that may lead on: the next step itself, else what passes the time until its day or its start."""
        arcs = self._arcs
        leaving = self._leaving[node]
        serving = [arc for arc in leaving if (arcs.step[arc], arcs.cls[arc], arcs.start[arc]) == wanted]
        today = self._pricer.classes.day[wanted[1]] == day
        passing = [arc for arc in leaving if arcs.cls[arc] < 0]
        return [*serving, *sorted(passing, key=lambda arc: bool(arcs.leaves[arc]) == today)]
