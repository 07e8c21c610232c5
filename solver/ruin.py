"""Who is taken out in a round of ruin and recreate: neighbours in time, around someone late, a slot lost, or anyone.

Neighbours hold appointments near in time (the adjacent strings of Christiaens and Vanden Berghe 2020).
"""

from typing import NamedTuple

import numpy as np

from solver.assignment import LATE, Held
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.itinerary import Rules
from solver.pricing import Pricer
from solver.tables import Tables

__all__ = ["LARGEST", "Problem", "Taken", "Zone", "problem_of", "room_for", "ruin"]

_SMALLEST, LARGEST = 2, 10  # arrivals taken out at once
_AT_LOSS = 0.6  # share of rounds that begin at a slot lost, if there is any of the scarce ones
_AROUND_LATE = 0.5  # share of rounds that begin from someone late, if there is anyone
_WHERE_HELD = 0.7  # share of rounds that begin where the first one is held now, not anywhere in its window
_LATE_TOO = 0.3  # odds of a late neighbour to be taken too
_BLUR = 6.0  # slots by which neighbours are told apart at random
_NOBODY = _NEVER = -1


class Problem(NamedTuple):
    """What a search keeps to: tables, rules, and [arrival] what each costs `otherwise`, at least, and its deadline.

    `least` is the cost of the cheapest itinerary on free desks, the deadline in slots. `scarce`: [n, 2] class and
    slot of which none should be lost.
    """

    tables: Tables
    rules: Rules
    otherwise: FloatArray
    least: FloatArray
    closes: IntArray
    scarce: IntArray


class Zone(NamedTuple):
    """The arrivals that may be planned anew, all within days `first` to `last` - 1; see `Desks` for `until`."""

    arrivals: IntArray
    first: int
    last: int
    until: int


class Taken(NamedTuple):
    """Arrivals taken out with what they held: `arrivals`, `cost`, `key` [n], `columns` [n, 4, seat]."""

    arrivals: IntArray
    cost: FloatArray
    columns: IntArray
    key: FloatArray


def problem_of(pricer: Pricer, late: FloatArray, scarce: BoolArray | None = None) -> Problem:
    """The problem of an instance where being late costs so much [arrival]; slots are `scarce` [class, width]."""
    arrivals, none = pricer.classes.instance.arrivals, np.zeros(pricer.classes.free.shape)
    closes = np.array([arrival.deadline for arrival in arrivals], dtype=np.int64)
    values = pricer.price_all(none).values
    least = np.minimum(late, pricer.groups.of_each(values, np.inf))
    cells = np.ascontiguousarray(np.argwhere(none if scarce is None else scarce))  # or it is compiled anew
    return Problem(pricer.tables, pricer.rules, late.copy(), least, closes, cells)


@compiled
def room_for(size: int, held: Held) -> Taken:
    """Room for so many arrivals."""
    seats = held.columns.shape[2]
    return Taken(
        np.zeros(size, dtype=np.int64), np.zeros(size), np.zeros((size, 4, seats), dtype=np.int64), np.zeros(size)
    )


@compiled
def ruin(problem: Problem, held: Held, zone: Zone, near: Taken, taken: Taken) -> int:
    """Choose some who are near a scarce slot that is lost, or an arrival and some near it in time; returns how many."""
    chosen, first = 0, _NOBODY
    day, slot = _loss(problem, held, zone)
    if day == _NEVER:
        first = _first(held, zone)
        day, slot = _where(problem.tables, held, zone, first)
        taken.arrivals[0], chosen = first, 1
    count = _nearby(problem.tables, held, zone, first, day, slot, near)
    size = min(np.random.randint(_SMALLEST, LARGEST + 1), count + chosen)
    for n in range(chosen, size):
        closest = 0
        for other in range(1, count):
            if near.key[other] < near.key[closest]:
                closest = other
        taken.arrivals[n] = near.arrivals[closest]
        count -= 1
        near.arrivals[closest], near.key[closest] = near.arrivals[count], near.key[count]
    return int(size)


@inlined
def _loss(problem: Problem, held: Held, zone: Zone) -> tuple[int, int]:
    """The day of a scarce slot that is lost, any of them, and the slot; NEVER if there is none, or at random."""
    lost, day, slot = 0, _NEVER, 0
    if len(problem.scarce) and np.random.random() < _AT_LOSS:
        for n in range(len(problem.scarce)):
            cls, at = problem.scarce[n]
            inside = zone.first <= problem.tables.day[cls] < min(zone.last, zone.until)
            if inside and held.free[cls, at] > 0:
                lost += 1
                if np.random.random() * lost < 1:
                    day, slot = problem.tables.day[cls], at
    return day, slot


@inlined
def _first(held: Held, zone: Zone) -> int:
    """A late arrival half of the time, if there is one; else any."""
    count = 0
    chosen = zone.arrivals[np.random.randint(len(zone.arrivals))]
    if np.random.random() < _AROUND_LATE:
        for arrival in zone.arrivals:
            if held.columns[arrival, 0, 0] == LATE:
                count += 1
                if np.random.random() * count < 1:
                    chosen = arrival
    return int(chosen)


@inlined
def _where(tables: Tables, held: Held, zone: Zone, arrival: int) -> tuple[int, int]:
    """A day and slot: of one of its appointments, or anywhere in its window."""
    group = held.group[arrival]
    if held.columns[arrival, 0, 0] != LATE and np.random.random() < _WHERE_HELD:
        n = np.random.randint(tables.seats[tables.shape[group]])
        day = tables.day[held.columns[arrival, 1, n]]
        if day < zone.until:
            return day, held.columns[arrival, 2, n]
    first = max(zone.first, tables.first_day[group])
    last = min(zone.last, zone.until, tables.first_day[group] + tables.days[group])
    return first + np.random.randint(max(1, last - first)), np.random.randint(held.free.shape[1])


@compiled
def _nearby(tables: Tables, held: Held, zone: Zone, first: int, day: int, slot: int, near: Taken) -> int:
    """Arrivals with an appointment on a day, keyed by its distance from a slot, and some late ones; how many."""
    columns, group_of, class_day = held.columns, held.group, tables.day
    first_day, days, seats, shape = tables.first_day, tables.days, tables.seats, tables.shape
    count = 0
    for arrival in zone.arrivals:
        group = group_of[arrival]
        key = np.inf
        if columns[arrival, 0, 0] == LATE:
            could = first_day[group] <= day < first_day[group] + days[group]
            key = 0.0 if could and np.random.random() < _LATE_TOO else np.inf
        else:
            for n in range(seats[shape[group]]):
                if class_day[columns[arrival, 1, n]] == day:
                    key = min(key, abs(columns[arrival, 2, n] - slot))
        if key < np.inf and arrival != first:
            near.arrivals[count] = arrival
            near.key[count] = key + np.random.random() * _BLUR
            count += 1
    return count
