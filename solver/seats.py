"""Which desks serve: the classes with room at the least price, for a step at one desk or at several at once."""

from typing import NamedTuple

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.occupancy import has_more
from solver.tables import Tables

EVERY_DAY = 1 << 30


class Desks(NamedTuple):
    """What desks cost and which are left, for compiled code.

    `total`: [class + 1, width + 1] sums of prices up to each slot. `room`, `free`: of Occupancy. An itinerary lies on
    days `first` to `last` - 1. Desks from day `until` on are paid for, not taken; what they cost stands in the tables
    to work in already (see `look_ahead`). `factor` scales the prices of days before. `salt` picks at random a few
    starts that are passed over, none if 0: a search sees more that way.
    """

    total: FloatArray
    room: IntArray
    free: IntArray
    first: int
    last: int
    until: int
    factor: float
    salt: int


def summed(prices: FloatArray) -> FloatArray:
    """[class + 1, width + 1] sums of prices [class, width] up to each slot, and of an empty class."""
    total = np.zeros((prices.shape[0] + 1, prices.shape[1] + 1))
    sum_up(prices, total)
    return total


@compiled
def sum_up(prices: FloatArray, total: FloatArray) -> None:
    """Write the sums of prices [class, width] up to each slot to `total` [class, width + 1], whose first slot is 0.

    NumPy's own take several times as long over rows this short.
    """
    for cls in range(prices.shape[0]):
        so_far = 0.0
        for slot in range(prices.shape[1]):
            so_far += prices[cls, slot]
            total[cls, slot + 1] = so_far


@inlined
def eligible_classes(tables: Tables, kind: int, day: int, place: int) -> IntArray:
    """The classes that may serve a kind at a location on a day."""
    return tables.eligible[tables.eligible_at[kind, day, place, 0] : tables.eligible_at[kind, day, place, 1]]


@inlined
def cheapest_classes(desks: Desks, options: IntArray, slot: int, length: int, taken: IntArray) -> float:
    """Write the classes that serve a start at the least price to `taken`, one for each desk; returns that price.

    Infinite if there are not as many desks.
    """
    total = 0.0
    for n in range(len(taken)):
        taken[n], price = next_class(desks, options, slot, length, taken[:n])
        total += price
    return float(total)


@inlined
def next_class(desks: Desks, options: IntArray, slot: int, length: int, taken: IntArray) -> tuple[int, float]:
    """The class, the first in order of options, that serves a start beside those `taken` at the least price, and that.

    -1 and infinite if none does; so are options past the last one.
    """
    best, found = np.inf, -1
    for cls in options:
        if cls >= 0 and desks.room[cls, slot] >= length:
            price = desks.total[cls, slot + length] - desks.total[cls, slot]
            if price < best and has_more(desks.free, cls, slot, length, taken):
                best, found = price, cls
    return found, best


@inlined
def cheapest_class(tables: Tables, group: int, desks: Desks, path: IntArray, n: int) -> int:
    """The class that serves the n-th visit of a path, at one desk, at the least price."""
    step, place, slot, today = path[n, 0], path[n, 2], path[n, 3], tables.first_day[group] + path[n, 1]
    length, kind = tables.lengths[tables.shape[group], step], tables.kinds[group, step]
    best, found = np.inf, -1
    for index in range(tables.eligible_at[kind, today, place, 0], tables.eligible_at[kind, today, place, 1]):
        cls = tables.eligible[index]
        if desks.room[cls, slot] >= length:
            price = desks.total[cls, slot + length] - desks.total[cls, slot]
            if price < best:
                best, found = price, cls
    return int(found)


@compiled
def home_classes(tables: Tables, group: int, desks: Desks, taken: IntArray) -> float:
    """Write the classes that serve what a group holds already at the least price to `taken` [seat].

    Returns that price, infinite if no desk is left for one of them.
    """
    total, first = 0.0, 0
    for n in range(tables.seats[tables.shape[group]]):
        step, today = tables.home_step[group, n], tables.day[tables.home_cls[group, n, 0]]
        if not desks.first <= today < desks.last:
            return np.inf
        first = first if tables.home_step[group, first] == step else n
        slot, length = tables.home_start[group, n], tables.lengths[tables.shape[group], step]
        taken[n], price = next_class(desks, tables.home_cls[group, n], slot, length, taken[first:n])
        if taken[n] < 0:
            return np.inf
        total += price * desks.factor if today < desks.until else price
    return float(total)


@compiled
def _value_of_home(tables: Tables, group: int, desks: Desks) -> float:
    taken = np.empty(tables.seats[tables.shape[group]], dtype=np.int64)
    return float(tables.home_cost[group] + home_classes(tables, group, desks, taken))


@inlined
def home_value(tables: Tables, group: int, desks: Desks) -> float:
    """Value of the itinerary that a group holds already, infinite if it has none or no desk is left for it."""
    return _value_of_home(tables, group, desks) if tables.home_cost[group] < np.inf else np.inf
