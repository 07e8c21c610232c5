"""Ruin and recreate: take some neighbours out, put each back by its cheapest itinerary, keep what is better.

Neighbours hold appointments near in time (the adjacent strings of Christiaens and Vanden Berghe 2020); a few starts
are passed over at random (their blinks), and prices of the dual, scaled at random, keep desks for those who come
later in the order. Worse plans are taken with odds exp(-worse / heat), the heat falling to its last value.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.assignment import LATE, Assignment, Held, change_desks, drop, place
from solver.cheapest import Work
from solver.classes import FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.itinerary import Rules
from solver.pricing import Pricer, Threads
from solver.seats import EVERY_DAY, Desks, summed
from solver.tables import Tables

_SMALLEST, _LARGEST = 2, 10  # arrivals taken out at once
_AROUND_LATE = 0.5  # share of rounds that begin from someone late, if there is anyone
_WHERE_HELD = 0.7  # share of rounds that begin where the first one is held now, not anywhere in its window
_LATE_TOO = 0.3  # odds of a late neighbour to be taken too
_BLUR = 6.0  # slots by which neighbours are told apart at random
_BLINKS = 1 << 20
_FACTORS = 4
_TINY = 1e-300


class Problem(NamedTuple):
    """What a search keeps to: tables, rules, and [arrival] what each costs `otherwise`, at least, and its deadline.

    `least` is the cost of the cheapest itinerary on free desks, the deadline in slots.
    """

    tables: Tables
    rules: Rules
    otherwise: FloatArray
    least: FloatArray
    closes: IntArray


class Zone(NamedTuple):
    """The arrivals that may be planned anew, all within days `first` to `last` - 1; see `Desks` for `until`."""

    arrivals: IntArray
    first: int
    last: int
    until: int


class Schedule(NamedTuple):
    """How many rounds, from which heat (cost units) to which, and the seed of every choice."""

    rounds: int
    hot: float
    cold: float
    seed: int


def cooled(hot: float, cold: float, over: float) -> float:
    """The heat once a share of the way from hot to cold is over, 0 to 1."""
    return float(hot * (cold / hot) ** over)


class Taken(NamedTuple):
    """Arrivals taken out with what they held: `arrivals`, `cost`, `key` [n], `columns` [n, 4, seat]."""

    arrivals: IntArray
    cost: FloatArray
    columns: IntArray
    key: FloatArray


def problem_of(pricer: Pricer) -> Problem:
    """The problem of an instance."""
    arrivals = pricer.classes.instance.arrivals
    closes = np.array([arrival.deadline for arrival in arrivals], dtype=np.int64)
    late = pricer.late_costs
    values = pricer.price_all(np.zeros(pricer.classes.free.shape)).values
    least = np.minimum(late, pricer.groups.of_each(values, np.inf))
    return Problem(pricer.tables, pricer.rules, late.copy(), least, closes)


class RuinRecreate:
    """Search from an assignment, changed in place; it never gets worse."""

    def __init__(self, assignment: Assignment, prices: FloatArray) -> None:
        self.assignment = assignment
        self._problem = problem_of(assignment.pricer)
        self._total = summed(prices)

    def run(self, days: range, schedule: Schedule) -> float:
        """Some rounds on the arrivals that are held on some days alone, or late and could be; returns what it saved."""
        return self._run(self.zone(days), schedule)

    def run_apart(self, parts: Sequence[range], schedule: Schedule, threads: Threads) -> float:
        """`run` on parts that share no day, at the same time; who is late belongs to one of them."""
        zones: list[tuple[Zone, Schedule]] = []
        taken = np.zeros(0, dtype=np.int64)
        for n, days in enumerate(parts):
            zone = self.zone(days)
            arrivals = np.setdiff1d(zone.arrivals, taken)
            taken = np.union1d(taken, arrivals)
            zones.append((zone._replace(arrivals=arrivals), schedule._replace(seed=schedule.seed + n)))
        return sum(threads.map(lambda part: self._run(*part), zones))

    def _run(self, zone: Zone, schedule: Schedule) -> float:
        if not len(zone.arrivals):
            return 0.0
        work = self.assignment.pricer.work()
        return -anneal(self._problem, self.assignment.held, zone, self._total, schedule, work)

    def zone(self, days: range) -> Zone:
        """The arrivals that may be planned anew within some days."""
        held, tables = self.assignment.held, self._problem.tables
        first_day = tables.first_day[held.group] if len(tables.first_day) else np.zeros(len(held.group), dtype=np.int64)
        last_day = first_day + tables.days[held.group] if len(tables.days) else first_day
        late = held.columns[:, 0, 0] == LATE
        used = held.columns[:, 0] != LATE
        on = tables.day[np.where(used, held.columns[:, 1], 0)] if len(tables.day) else np.zeros_like(used, dtype=int)
        inside = (~used | ((on >= days.start) & (on < days.stop))).all(axis=1)
        could = (first_day < days.stop) & (last_day > days.start)
        movable = (held.group >= 0) & np.where(late, could, inside)
        return Zone(np.flatnonzero(movable), days.start, days.stop, EVERY_DAY)


@compiled
def anneal(problem: Problem, held: Held, zone: Zone, total: FloatArray, schedule: Schedule, work: Work) -> float:
    """Rounds of ruin and recreate on a zone; leaves the best plan seen and returns by how much the cost changed."""
    np.random.seed(schedule.seed)
    taken = _room(_LARGEST, held)
    near = _room(len(zone.arrivals), held)
    best = _room(len(zone.arrivals), held)
    _remember(held, zone.arrivals, len(zone.arrivals), best)
    change = lowest = 0.0
    cooling = (schedule.cold / schedule.hot) ** (1.0 / max(1, schedule.rounds))
    heat = schedule.hot
    for _ in range(schedule.rounds):
        heat *= cooling
        size = _ruin(problem, held, zone, near, taken)
        before = _remember(held, taken.arrivals, size, taken)
        limit = before - heat * np.log(max(np.random.random(), _TINY))
        cost = _recreate(problem, held, zone, total, taken, size, limit, work)
        if cost > limit:
            restore(problem, held, zone, taken, size)
            continue
        change += cost - before
        if change < lowest - 1e-9:
            lowest = change
            _remember(held, zone.arrivals, len(zone.arrivals), best)
    restore(problem, held, zone, best, len(zone.arrivals))
    return lowest


@compiled
def _room(size: int, held: Held) -> Taken:
    seats = held.columns.shape[2]
    return Taken(
        np.zeros(size, dtype=np.int64), np.zeros(size), np.zeros((size, 4, seats), dtype=np.int64), np.zeros(size)
    )


@compiled
def _remember(held: Held, arrivals: IntArray, size: int, taken: Taken) -> float:
    """Note what some arrivals hold; returns its cost."""
    cost = 0.0
    for n in range(size):
        arrival = arrivals[n]
        taken.arrivals[n] = arrival
        taken.cost[n] = held.cost[arrival]
        taken.columns[n] = held.columns[arrival]
        cost += held.cost[arrival]
    return cost


@compiled
def restore(problem: Problem, held: Held, zone: Zone, taken: Taken, size: int) -> None:
    """Give arrivals back what they held."""
    tables = problem.tables
    for n in range(size):
        drop(tables, held, taken.arrivals[n], problem.otherwise[taken.arrivals[n]], zone.until)
    for n in range(size):
        arrival = taken.arrivals[n]
        held.cost[arrival] = taken.cost[n]
        held.columns[arrival] = taken.columns[n]
        if taken.columns[n, 0, 0] != LATE:
            seats = tables.seats[tables.shape[held.group[arrival]]]
            change_desks(tables, held.columns[arrival], seats, held, zone.until, -1)


@compiled
def _ruin(problem: Problem, held: Held, zone: Zone, near: Taken, taken: Taken) -> int:
    """Choose an arrival and some of those near it in time; returns how many."""
    first = _first(held, zone)
    day, slot = _where(problem.tables, held, zone, first)
    count = _nearby(problem.tables, held, zone, first, day, slot, near)
    size = min(np.random.randint(_SMALLEST, _LARGEST + 1), count + 1)
    taken.arrivals[0] = first
    for n in range(1, size):
        closest = 0
        for other in range(1, count):
            if near.key[other] < near.key[closest]:
                closest = other
        taken.arrivals[n] = near.arrivals[closest]
        count -= 1
        near.arrivals[closest], near.key[closest] = near.arrivals[count], near.key[count]
    return int(size)


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


@compiled
def _recreate(
    problem: Problem, held: Held, zone: Zone, total: FloatArray, taken: Taken, size: int, limit: float, work: Work
) -> float:
    """Put the arrivals taken back one by one; returns what they cost now, or more than `limit` as soon as they must."""
    cost = 0.0
    for n in range(size):
        drop(problem.tables, held, taken.arrivals[n], problem.otherwise[taken.arrivals[n]], zone.until)
        cost += problem.least[taken.arrivals[n]]
    _order(problem, taken, size)
    factor = (0.0, 0.5, 0.8, 1.0)[np.random.randint(_FACTORS)]
    for _ in range(size):
        first = 0
        for n in range(1, size):
            if taken.key[n] < taken.key[first]:
                first = n
        taken.key[first] = np.inf
        arrival = taken.arrivals[first]
        salt = np.random.randint(_BLINKS)
        desks = Desks(total, held.room, held.free, zone.first, zone.last, zone.until, factor, salt)
        place(problem.tables, problem.rules, held, arrival, problem.otherwise[arrival], desks, work)
        cost += held.cost[arrival] - problem.least[arrival]
        if cost > limit + 1e-9:
            break
    return cost


@inlined
def _order(problem: Problem, taken: Taken, size: int) -> None:
    """Key those taken by the order to put them back in: any, by deadline, the longest first, or the late first."""
    way = np.random.randint(4)
    for n in range(size):
        arrival, key = taken.arrivals[n], np.random.random()
        if way == 1:
            key = problem.closes[arrival] + 60 * key
        elif way == 2:
            key = 3 * key - taken.columns[n, 3].sum()
        elif way == 3 and taken.columns[n, 0, 0] != LATE:
            key += 1
        taken.key[n] = key
