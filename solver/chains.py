"""Several desks at once, chosen one after the other: a chain of links between nodes, each way to choose them once.

Desks of a class are alike, so what is chosen is how many of each class. Links take classes in their order: a node knows
the last class, how many desks of it are taken and how many in all.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from solver.classes import FloatArray, IntArray

START, END = -1, -2
_Taken = tuple[int, int, int]  # the last class, how many desks of it, how many in all


@dataclass(frozen=True)
class Link:
    """One desk of a class from a node to another, START, END or a number; `price` [slot], infinite without room."""

    tail: int
    head: int
    cls: int
    price: FloatArray


@dataclass(frozen=True)
class Chain:
    """The `links`, and for each node what the cheapest way to it and on from it costs: `so_far`, `rest` [node, slot].

    `best`: [slot] what all desks cost at least.
    """

    links: tuple[Link, ...]
    so_far: FloatArray
    rest: FloatArray
    best: FloatArray

    def rest_before(self, link: Link) -> FloatArray:
        """[slot] what the desk of a link and those after it cost at least, whichever they are."""
        return self.best if link.tail == START else self.rest[link.tail]

    def rest_after(self, link: Link) -> FloatArray:
        """[slot] what the desks after a link cost at least."""
        none: FloatArray = np.zeros(self.rest.shape[1])
        return none if link.head == END else self.rest[link.head]


def chain_of(prices: FloatArray, spare: IntArray, desks: int) -> Chain:
    """The ways to choose so many desks out of classes that have `prices` and `spare` desks [class, slot]."""
    taken = [
        (cls, own, count) for count, cls in product(range(1, desks), range(len(prices))) for own in range(1, count + 1)
    ]
    number = {node: n for n, node in enumerate(taken)}
    links = [_link(START, (cls, 1, 1), prices, spare, (number, desks)) for cls in range(len(prices))]
    for tail, (last, own, count) in enumerate(taken):
        links.append(_link(tail, (last, own + 1, count + 1), prices, spare, (number, desks)))
        further = range(last + 1, len(prices))
        links += [_link(tail, (cls, 1, count + 1), prices, spare, (number, desks)) for cls in further]
    return _valued(links, len(taken), prices.shape[1])


def spare_desks(free: IntArray, length: int) -> IntArray:
    """[class, width] how many desks are `free` [class, width] from each slot on for so many."""
    spare = np.zeros_like(free)
    if length <= free.shape[1]:
        spare[:, : free.shape[1] - length + 1] = sliding_window_view(free, length, axis=1).min(axis=2)
    return spare


def chain_nodes(classes: int, desks: int) -> int:
    """How many nodes the chain of so many desks has."""
    return classes * desks * (desks - 1) // 2


def _link(tail: int, head: _Taken, prices: FloatArray, spare: IntArray, nodes: tuple[dict[_Taken, int], int]) -> Link:
    cls, own, count = head
    number, desks = nodes
    price: FloatArray = np.where(spare[cls] >= own, prices[cls], np.inf)
    return Link(tail, END if count == desks else number[head], cls, price)


def _valued(links: list[Link], nodes: int, slots: int) -> Chain:
    """Nodes stand in order of desks taken, and so do the links by their tails."""
    so_far, rest = np.full((nodes, slots), np.inf), np.full((nodes, slots), np.inf)
    best = np.full(slots, np.inf)
    for link in links:
        if link.head != END:
            before = 0.0 if link.tail == START else so_far[link.tail]
            np.minimum(so_far[link.head], before + link.price, out=so_far[link.head])
    for link in reversed(links):
        onward = best if link.tail == START else rest[link.tail]
        np.minimum(onward, link.price + (0.0 if link.head == END else rest[link.head]), out=onward)
    return Chain(tuple(links), so_far, rest, best)
