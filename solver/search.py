"""Ruin and recreate: take some neighbours out, put each back by its cheapest itinerary, keep what is better.

A few starts are passed over at random (the blinks of Christiaens and Vanden Berghe 2020), and prices of the dual,
scaled at random, keep desks for those who come later in the order. Worse plans are taken with odds
exp(-worse / heat), the heat falling to its last value.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from solver.assignment import LATE, Assignment, Held, change_desks, drop, place
from solver.cheapest import Work
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.pricing import Threads
from solver.ruin import LARGEST, Problem, Taken, Zone, problem_of, room_for, ruin
from solver.seats import EVERY_DAY, Desks, summed

_BLINKS = 1 << 20
_FACTORS = 4
_TINY = 1e-300


class Schedule(NamedTuple):
    """How many rounds, from which heat (cost units) to which, and the seed of every choice."""

    rounds: int
    hot: float
    cold: float
    seed: int


def cooled(hot: float, cold: float, over: float) -> float:
    """The heat once a share of the way from hot to cold is over, 0 to 1."""
    return float(hot * (cold / hot) ** over)


class RuinRecreate:
    """Search from an assignment, changed in place; it never gets worse.

    Many rounds begin at slots that are `scarce` [class, width] and lost, if these are given.
    """

    def __init__(self, assignment: Assignment, prices: FloatArray, scarce: BoolArray | None = None) -> None:
        self.assignment = assignment
        self._problem = problem_of(assignment.pricer, assignment.late_cost, scarce)
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
    taken = room_for(LARGEST, held)
    near = room_for(len(zone.arrivals), held)
    best = room_for(len(zone.arrivals), held)
    _remember(held, zone.arrivals, len(zone.arrivals), best)
    change = lowest = 0.0
    cooling = (schedule.cold / schedule.hot) ** (1.0 / max(1, schedule.rounds))
    heat = schedule.hot
    for _ in range(schedule.rounds):
        heat *= cooling
        size = ruin(problem, held, zone, near, taken)
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
