"""Staying as a path of its own: how an arrival that holds an itinerary already comes into a network.

It has an entry of its own. From there one arc pays for the move and joins those who hold nothing; and a chain of arcs
that nobody else can use leads through the appointments it holds, night by night.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solver.arcs import NOWHERE, Arcs, Entry
from solver.chains import END, START, Chain, chain_of
from solver.classes import IntArray
from solver.groups import Home
from solver.pricing import Pricer, StartCosts
from solver.seats import Desks, home_value

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
    desks, _ = priced
    held = float(home_value(pricer.tables, shared.group, desks))
    own = replace(shared, node=first_node, value=min(shared.value + home.move, held), move=home.move)
    today = pricer.groups.groups[own.group].first_day
    beyond = shared.value + home.move - own.value
    rows: list[Row] = [(own.node, shared.node, home.move, *_NOTHING, False, today, beyond)]
    if np.isfinite(held):
        rows += _stay(pricer, home, own, priced, held - own.value)
    arcs = Arcs(*(np.array(column) for column in zip(*rows, strict=True)))
    return own, [arcs], int(arcs.tail.max()) + 1 - first_node


def _stay(pricer: Pricer, home: Home, own: Entry, priced: tuple[Desks, StartCosts], beyond: float) -> Iterator[Row]:
    """The chain of what is held; its first arc pays for all of it, and for what it costs `beyond` the cheapest."""
    group, node, cost = pricer.groups.groups[own.group], own.node, home.cost
    today, opens, seat = group.first_day, own.network, 0
    while seat < len(home.step):
        step, start, classes = home.step[seat], home.start[seat], sorted(home.cls[seat])
        while today < pricer.classes.day[classes[0]]:
            yield node, node + 1, cost, *_NOTHING, True, today, beyond
            node, today, cost, beyond = node + 1, today + 1, 0.0, 0.0
        length, seat = group.shape.lengths[step], seat + group.shape.desks[step]
        chain = _chain(priced, np.array(classes), (start, length), group.shape.desks[step])
        after = node + 1 + len(chain.rest)
        nodes = {START: node, END: after if seat < len(home.step) else NOWHERE}
        nodes |= {n: node + 1 + n for n in range(len(chain.rest))}
        for link in chain.links:
            onward, least = float((link.price + chain.rest_after(link))[0]), float(chain.rest_before(link)[0])
            if np.isfinite(onward):
                paid, first, more = (cost, opens, beyond) if link.tail == START else (0.0, NOWHERE, 0.0)
                held = (classes[link.cls], start, length, step)
                yield nodes[link.tail], nodes[link.head], paid, *held, first, False, today, more + onward - least
        node, cost, beyond, opens = after, 0.0, 0.0, NOWHERE


def _chain(priced: tuple[Desks, StartCosts], classes: IntArray, span: tuple[int, int], desks: int) -> Chain:
    """The ways to hold a step at its time, `span` its start and length, at the classes that can serve it."""
    left, starts = priced
    start, length = span
    prices = starts.cells(classes, np.array(start), np.array(length))
    spare = left.free[classes, start : start + length].min(axis=1)
    return chain_of(prices[:, None], spare[:, None], desks)
