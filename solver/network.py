"""Itineraries as paths: the network in which a flow is a plan, slot by slot.

Nodes of a party with some steps to do: `fresh` (not yet there today; waiting costs nothing) and `visit` (on its
visit, bound for a location, free from a slot on; waiting costs). Arcs wait, leave, or hold a step at a class; a step
that takes several desks at once is a chain of arcs, one for each desk. All arrivals that differ only in when they can
first come share one network, entered at different slots, so a linear programme over its arcs has the value of the one
over all their itineraries at a size that does not grow with them.

An arc is kept only if some path through it is within a slack of the cheapest one under given prices. Whoever holds an
itinerary already comes in by a branch of its own (see `solver.staying`).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from solver.arcs import NOWHERE, Arcs, Entry, Network, compact, joined
from solver.chains import END, START, chain_nodes, chain_of, spare_desks
from solver.classes import FloatArray, IntArray
from solver.groups import Group
from solver.occupancy import Occupancy
from solver.pricing import Pricer, StartCosts
from solver.seats import Desks
from solver.shape import Shape
from solver.staying import own_entry

_Target = tuple[IntArray, float, FloatArray]  # where a step leads from each slot, what that costs, the value ahead


def build_network(
    pricer: Pricer,
    counts: Mapping[int, int],
    prices: FloatArray,
    left: Occupancy,
    slack: float,
    days: range | None = None,
) -> Network:
    """The network of some groups, `counts` of each, on the desks that are left.

    Only paths on `days` (all if None) are kept, and of those only what is within `slack` of each arrival's cheapest
    value under `prices` [class, width].
    """
    priced = pricer.desks(prices, left, days), StartCosts(prices, left.room)
    parts: list[Arcs] = []
    entries: list[Entry] = []
    first_node = 0
    for number, alike in enumerate(_alike(pricer, counts)):
        builder = _Builder(pricer, alike, priced, slack)
        if builder.possible:
            parts.append(builder.arcs(first_node, number))
            next_node = first_node + builder.nodes
            for shared in builder.entries(counts, first_node, number):
                entry, branch, nodes = own_entry(pricer, shared, priced, next_node)
                entries.append(entry)
                parts += branch
                next_node += nodes
            first_node = next_node
    return compact(joined(parts), entries)


def network_size(pricer: Pricer, counts: Iterable[int]) -> int:
    """Nodes that making the network of some groups looks at: what its time and memory grow with."""
    places, width = len(pricer.classes.locations), pricer.classes.width
    groups = (pricer.groups.groups[alike[0]] for alike in _alike(pricer, counts))
    return sum(
        len(group.shape.states) * group.allowed.shape[1] * width * (1 + places**2 + places * _chained(pricer, group))
        for group in groups
    )


def _chained(pricer: Pricer, group: Group) -> int:
    """Nodes at a location and slot of the chains of a group's steps."""
    options = (pricer.eligible[kind].shape[2] for kind in group.kinds)
    return sum(chain_nodes(most, desks) for most, desks in zip(options, group.shape.desks, strict=True))


def _alike(pricer: Pricer, numbers: Iterable[int]) -> list[list[int]]:
    """Groups that differ only in their entry, the earliest entry first."""
    found: dict[int, list[int]] = defaultdict(list)
    for number in sorted(numbers):
        found[int(pricer.groups.alike[number])].append(number)
    return list(found.values())


class _Builder:
    """One network: values of its nodes from both ends, and from them the arcs worth having.

    Node numbers: fresh [state, day, slot] first, then visit [state, day, location, slot], then those of chains.
    """

    def __init__(self, pricer: Pricer, alike: list[int], priced: tuple[Desks, StartCosts], slack: float) -> None:
        self._pricer, self._slack = pricer, slack
        desks, self._starts = priced
        self._free = desks.free
        self._groups = [pricer.groups.groups[n] for n in alike]
        group = self._groups[0]
        self._shape: Shape = group.shape
        self._table = pricer.recursion(alike[0], desks)
        self._days, self._places, self._width = self._table.days, self._table.places, self._table.width
        self._long = self._width + int(pricer.rules.gap.max()) + 1
        states = len(self._shape.states)
        self._fresh_shape = (states, self._days, self._long)
        self._visit_shape = (states, self._days, self._places, self._long)
        self.nodes = int(np.prod(self._fresh_shape) + np.prod(self._visit_shape))
        self._backward()
        self.entering = [n for n in alike if np.isfinite(self.value(n))]
        self._forward()

    @property
    def possible(self) -> bool:
        """Whether any arrival has an itinerary at all."""
        return bool(self.entering)

    def entries(self, counts: Mapping[int, int], first_node: int, number: int) -> Iterator[Entry]:
        """Where the groups come in."""
        for group in self.entering:
            entry = self._pricer.groups.groups[group].entry
            node = first_node + int(self._fresh(self._shape.full, 0, entry))
            yield Entry(group, node, counts[group], number, self.value(group))

    def arcs(self, first_node: int, number: int) -> Arcs:
        """The arcs worth having."""
        self._limit = min(self._slack, np.finfo(float).max)
        self._found: list[Arcs] = []
        for day in range(self._days):
            self._today = self._groups[0].first_day + day
            for state, (remaining, _) in enumerate(self._shape.states):
                if remaining:
                    self._waits(state, day)
                    self._leaves(state, day)
                    for step, after in self._shape.options[state]:
                        self._services(state, day, step, after)
        arcs = joined(self._found)
        opens = (arcs.cls >= 0) & (arcs.tail // (self._days * self._long) == self._shape.full)
        return replace(
            arcs,
            tail=arcs.tail + first_node,
            head=np.where(arcs.head == NOWHERE, NOWHERE, arcs.head + first_node),
            opens=np.where(opens, number, NOWHERE),
        )

    def value(self, number: int) -> float:
        """Value of a group's cheapest itinerary, infinite where there is none."""
        return float(self.fresh_ahead[self._shape.full, 0, self._pricer.groups.groups[number].entry])

    def _fresh(self, state: int, day: int, slot: IntArray | int) -> IntArray:
        return np.asarray((state * self._days + day) * self._long + slot)

    def _visit(self, state: int, day: int, place: int, slot: IntArray | int) -> IntArray:
        offset = int(np.prod(self._fresh_shape))
        return np.asarray(offset + ((state * self._days + day) * self._places + place) * self._long + slot)

    def _backward(self) -> None:
        """Value of the cheapest way on from every node: what the recursion knows, read slot by slot."""
        table, wait = self._table, self._pricer.objective.wait_slot
        self.fresh_ahead = np.full(self._fresh_shape, np.inf)
        self.visit_ahead = np.full(self._visit_shape, np.inf)
        slots = wait * np.arange(self._width)
        for state, (remaining, _) in enumerate(self._shape.states):
            if remaining:
                begin = table.begin[state]
                later = table.fresh[self._shape.tomorrow[state], 1:]
                today = np.minimum.accumulate(begin.min(axis=1)[:, ::-1], axis=1)[:, ::-1]
                self.fresh_ahead[state] = later[:, None]
                first = self.fresh_ahead[state, :, : self._width]
                np.minimum(first, today + self._pricer.rules.visit, out=first)
                self.visit_ahead[state] = later[:, None, None]
                ahead = np.minimum.accumulate((begin + slots)[:, :, ::-1], axis=2)[:, :, ::-1] - slots
                first = self.visit_ahead[state, :, :, : self._width]
                np.minimum(first, ahead, out=first)

    def _forward(self) -> None:
        """Value of the cheapest way to every node from the earliest entry, at day's end carried to the next."""
        shape, rules = self._shape, self._pricer.rules
        self.fresh_so_far = np.full(self._fresh_shape, np.inf)
        self.visit_so_far = np.full(self._visit_shape, np.inf)
        for number in self.entering:
            entry = self._pricer.groups.groups[number].entry
            self.fresh_so_far[shape.full, 0, entry] = -self.value(number)
        np.minimum.accumulate(self.fresh_so_far[shape.full, 0], out=self.fresh_so_far[shape.full, 0])
        waits = rules.wait_slot * np.arange(self._long)
        for day in range(self._days):
            for state in reversed(range(len(shape.states))):
                if not shape.states[state][0]:
                    continue
                visit = self.visit_so_far[state, day]
                visit[:] = np.minimum.accumulate(visit - waits, axis=1) + waits
                for step, after in shape.options[state]:
                    self._reach(state, day, step, after)
                if day + 1 < self._days:
                    done = min(self.fresh_so_far[state, day].min(), visit.min())
                    tomorrow = self.fresh_so_far[shape.tomorrow[state], day + 1]
                    np.minimum(tomorrow, done, out=tomorrow)

    def _reach(self, state: int, day: int, step: int, after: int) -> None:
        """Carry values over a step to the visit nodes after it."""
        length = self._shape.lengths[step]
        starts = self._width - length + 1
        if starts <= 0 or not self._shape.states[after][0]:
            return
        for place in range(self._places):
            held = self._arrive(state, day, place)[:starts] + self._table.start_cost[step, day, place, :starts]
            for target in range(self._places):
                first = length + int(self._pricer.rules.gap[place, target])
                into = self.visit_so_far[after, day, target, first : first + starts]
                np.minimum(into, held[: len(into)], out=into)

    def _arrive(self, state: int, day: int, place: int) -> FloatArray:
        """[slot] cheapest way to begin a step at a place."""
        fresh = self.fresh_so_far[state, day] + self._pricer.rules.visit
        cheapest: FloatArray = np.minimum(fresh, self.visit_so_far[state, day, place])
        return cheapest

    def _waits(self, state: int, day: int) -> None:
        wait = self._pricer.objective.wait_slot
        self._wait_along(self._fresh(state, day, 0), self.fresh_so_far[state, day], self.fresh_ahead[state, day], 0.0)
        for place in range(self._places):
            so_far, ahead = self.visit_so_far[state, day, place], self.visit_ahead[state, day, place]
            self._wait_along(self._visit(state, day, place, 0), so_far, ahead, wait)

    def _wait_along(self, first: IntArray, so_far: FloatArray, ahead: FloatArray, wait: float) -> None:
        """The arcs from each slot to the next."""
        slot = np.flatnonzero(so_far[:-1] + wait + ahead[1:] <= self._limit)
        none = np.full(len(slot), NOWHERE)
        passed = none, slot, none, none
        self._add(first + slot, first + slot + 1, wait, wait + ahead[slot + 1] - ahead[slot], passed)

    def _leaves(self, state: int, day: int) -> None:
        if day + 1 == self._days:
            return
        tomorrow = int(self._shape.tomorrow[state])
        ahead = self.fresh_ahead[tomorrow, day + 1, 0]
        target = self._fresh(tomorrow, day + 1, 0)
        slot = np.flatnonzero(self.fresh_so_far[state, day, -1:] + ahead <= self._limit) + self._long - 1
        saved = ahead - self.fresh_ahead[state, day, slot]
        self._add(self._fresh(state, day, slot), np.full(len(slot), target), 0.0, saved, leaves=True)
        for place in range(self._places):
            slot = np.flatnonzero(self.visit_so_far[state, day, place] + ahead <= self._limit)
            saved = ahead - self.visit_ahead[state, day, place, slot]
            self._add(self._visit(state, day, place, slot), np.full(len(slot), target), 0.0, saved, leaves=True)

    def _services(self, state: int, day: int, step: int, after: int) -> None:
        """The arcs that hold a step: at each class, from fresh and visit nodes, to each next place."""
        kind = self._groups[0].kinds[step]
        length = self._shape.lengths[step]
        options = self._pricer.eligible[kind][self._groups[0].first_day + day]
        for place in range(self._places):
            classes = options[place][options[place] < self._pricer.classes.count]
            cost = self._starts.at(classes, length)
            cost[:, ~np.isfinite(self._table.start_cost[step, day, place])] = np.inf
            at, targets = (state, day, place, step, length), list(self._targets(day, after, place, length))
            if self._shape.desks[step] > 1:
                self._several(at, classes, cost, targets)
                continue
            for head, extra, ahead in targets:
                self._from_both(at, classes, cost + ahead, (head, extra))

    def _several(
        self, at: tuple[int, int, int, int, int], classes: IntArray, cost: FloatArray, targets: list[_Target]
    ) -> None:
        """The arcs of a step that takes several desks at once: a chain through nodes of its own [node, slot]."""
        state, day, place, step, length = at
        chain = chain_of(cost, spare_desks(self._free[classes], length), self._shape.desks[step])
        nodes = self.nodes + np.arange(chain.rest.size).reshape(chain.rest.shape)
        self.nodes += chain.rest.size
        ahead = np.min([value for _, _, value in targets], axis=0)
        so_far = self._arrive(state, day, place)[: self._width]
        for link in chain.links:
            cls, onward = classes[link.cls : link.cls + 1], link.price + chain.rest_after(link)
            if link.tail == START:
                self._from_both(at, cls, (onward + ahead)[None], (nodes[link.head], 0.0))
                continue
            before, value = so_far + chain.so_far[link.tail], chain.rest[link.tail] + ahead
            ends = targets if link.head == END else [(nodes[link.head], 0.0, ahead)]
            for head, extra, later in ends:
                slot = np.flatnonzero(before + onward + later <= self._limit)
                held = (np.full(len(slot), cls[0]), slot, np.full(len(slot), length), np.full(len(slot), step))
                reduced = onward[slot] + later[slot] - value[slot]
                self._add(nodes[link.tail, slot], head[slot], extra, reduced, held)

    def _targets(self, day: int, after: int, place: int, length: int) -> Iterator[_Target]:
        """Where a step leads from each start, for each next place: heads [slot], cost, value ahead [slot]."""
        slot = np.arange(self._width)
        remaining, pending = self._shape.states[after]
        if not remaining:
            cost = self._pricer.objective.day * (day + pending + self._shape.base_lag)
            yield np.full(self._width, NOWHERE), cost, np.full(self._width, float(cost))
            return
        for target in range(self._places):
            ready = slot + length + int(self._pricer.rules.gap[place, target])
            inside = np.minimum(ready, self._long - 1)
            ahead = np.where(ready < self._long, self.visit_ahead[after, day, target, inside], np.inf)
            yield self._visit(after, day, target, inside), 0.0, ahead

    def _from_both(
        self, at: tuple[int, int, int, int, int], classes: IntArray, onward: FloatArray, to: tuple[IntArray, float]
    ) -> None:
        state, day, place, step, length = at
        head, extra = to
        visit, width = self._pricer.rules.visit, self._width
        slots = np.arange(width)
        fresh = self.fresh_so_far[state, day, :width], self.fresh_ahead[state, day, :width]
        going = self.visit_so_far[state, day, place, :width], self.visit_ahead[state, day, place, :width]
        starts = (self._fresh(state, day, slots), *fresh, visit), (self._visit(state, day, place, slots), *going, 0.0)
        for tail, so_far, ahead, price in starts:
            row, slot = np.nonzero(so_far + price + onward <= self._limit)
            held = (classes[row], slot, np.full(len(slot), length), np.full(len(slot), step))
            self._add(tail[slot], head[slot], price + extra, price + onward[row, slot] - ahead[slot], held)

    def _add(
        self,
        tail: IntArray,
        head: IntArray,
        cost: float,
        reduced: FloatArray,
        held: tuple[IntArray, ...] | None = None,
        *,
        leaves: bool = False,
    ) -> None:
        none = np.full(len(tail), NOWHERE)
        cls, start, length, step = held or (none, none, none, none)
        costs = np.full(len(tail), float(cost))
        ends, today = np.full(len(tail), leaves), np.full(len(tail), self._today)
        self._found.append(Arcs(tail, head, costs, cls, start, length, step, none, ends, today, reduced))
