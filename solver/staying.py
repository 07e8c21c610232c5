"""Staying as a path of its own: how an arrival that holds an itinerary already comes into a network.

It has an entry of its own. From there one arc pays for the move and joins those who hold nothing; and a chain of arcs
that nobody else can use leads through the appointments it holds, night by night.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solver.arcs import NOWHERE, Arcs, Entry
from solver.groups import Home
from solver.pricing import Desks, Pricer, StartCosts, home_value

Row = tuple[int, int, float, int, int, int, int, int, bool, int, float]  # in the order of the fields of Arcs
_NOTHING = (NOWHERE,) * 5  # held, and opened, by an arc that passes the time


def own_entry(
    pricer: Pricer, shared: Entry, priced: tuple[Desks, StartCosts], first_node: int
) -> tuple[Entry, list[Arcs], int]:
    """The entry of a group with a home in place of the `shared` one, its arcs, and the number of its own nodes.

    Without a home it is the shared one.
    """
    home = pricer.groups.groups[shared.group].home
    if home is None:
        return shared, [], 0
    desks, starts = priced
    held = float(home_value(pricer.tables, shared.group, desks))
    own = replace(shared, node=first_node, value=min(shared.value + home.move, held), move=home.move)
    today = pricer.groups.groups[own.group].first_day
    beyond = shared.value + home.move - own.value
    rows: list[Row] = [(own.node, shared.node, home.move, *_NOTHING, False, today, beyond)]
    if np.isfinite(held):
        rows += _stay(pricer, home, own, starts, held - own.value)
    arcs = Arcs(*(np.array(column) for column in zip(*rows, strict=True)))
    return own, [arcs], len(np.unique(arcs.tail))


def _stay(pricer: Pricer, home: Home, own: Entry, starts: StartCosts, beyond: float) -> Iterator[Row]:
    """The chain of what is held; its first arc pays for all of it, and for what it costs `beyond` the cheapest."""
    group, node, cost = pricer.groups.groups[own.group], own.node, home.cost
    today, opens = group.first_day, own.network
    for n, (step, start, classes) in enumerate(zip(home.step, home.start, home.cls, strict=True)):
        while today < pricer.classes.day[classes[0]]:
            yield node, node + 1, cost, *_NOTHING, True, today, beyond
            node, today, cost, beyond = node + 1, today + 1, 0.0, 0.0
        length, head = group.shape.lengths[step], node + 1 if n + 1 < len(home.step) else NOWHERE
        prices = starts.cells(np.array(classes), np.array(start), np.array(length))
        for cls, price in zip(classes, (prices - prices.min()).tolist(), strict=True):
            if np.isfinite(price):
                yield node, head, cost, cls, start, length, step, opens, False, today, beyond + price
        node, cost, beyond, opens = node + 1, 0.0, 0.0, NOWHERE
