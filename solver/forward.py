"""A plan made day by day: who comes today, and how, given what every later day is worth.

Under the prices of the relaxation each day is a problem of its own. Everyone who could come today either does, on
desks that are really there, or waits for a cheapest itinerary later, paid for at the prices. The relaxed plan is
worth the same whichever of its near-optimal days is chosen, so a day planned almost perfectly by itself loses almost
nothing against the bound, and what is left for later keeps its worth.
"""

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from solver.assignment import LATE, Assignment, Held, change_desks, drop
from solver.classes import FloatArray, IntArray
from solver.compiled import compiled
from solver.itinerary import Rules
from solver.pricing import EVERY_DAY, Desks, Pricer, Work, cheapest_path, home_value, summed
from solver.search import Schedule, Zone, anneal, problem_of
from solver.tables import Tables

_HOT, _COLD = 10.0, 1.0

DayPlanned = Callable[[Assignment, int], None]


def plan_forward(
    pricer: Pricer, prices: FloatArray, rounds: Callable[[], int], seeds: list[int], executor: Executor
) -> Assignment:
    """A plan near the bound that prices [class, width] prove.

    `rounds` gives how many rounds of ruin and recreate the next day gets; each of `seeds` makes its own day at the
    same time, of which the best is kept.
    """
    forward = _Forward(pricer, prices)
    for day in range(len(pricer.classes.instance.days)):
        forward.plan(day, rounds(), seeds, executor)
    left = forward.assignment.late
    forward.assignment.insert_all(left, prices)
    return forward.assignment


class _Forward:
    def __init__(self, pricer: Pricer, prices: FloatArray) -> None:
        self.assignment = Assignment(pricer)
        self._pricer, self._total = pricer, summed(prices)
        self._problem = problem_of(pricer)
        self._first = np.full(len(self.assignment.group_of), EVERY_DAY, dtype=np.int64)
        self._last = self._first.copy()
        for group in pricer.groups.groups:
            self._first[list(group.members)] = group.first_day
            self._last[list(group.members)] = group.first_day + group.allowed.shape[1]

    def plan(self, day: int, rounds: int, seeds: list[int], executor: Executor) -> None:
        """Serve who had better come on a day."""
        waiting = (self.assignment.held.columns[:, 0, 0] == LATE) & (self._first <= day) & (day < self._last)
        zone = Zone(np.flatnonzero(waiting), day, EVERY_DAY, day + 1)
        if not len(zone.arrivals):
            return
        self._price_otherwise(zone)
        trials = [self.assignment.copy() for _ in seeds]
        run = executor.map(lambda n: self._anneal(trials[n], zone, Schedule(rounds, _HOT, _COLD, seeds[n] + day)),
                           range(len(seeds)))  # fmt: skip
        saved = list(run)
        self.assignment.become(trials[int(np.argmin(saved))])
        settle_later(self._pricer.tables, self.assignment.held, zone, self._total, self.assignment.late_cost)

    def _anneal(self, trial: Assignment, zone: Zone, schedule: Schedule) -> float:
        """Plan today in a trial of its own; what later days are worth is looked up once."""
        groups = np.unique(trial.held.group[zone.arrivals])
        work = self._pricer.work(len(groups))
        work.slot[groups] = np.arange(len(groups))
        desks = Desks(self._total, trial.held.room, zone.until, EVERY_DAY, EVERY_DAY, 1.0, 0)
        values = np.empty(len(groups))
        look_ahead(self._pricer.tables, self._pricer.rules, groups, desks, work, values)
        return anneal(self._problem, trial.held, zone, self._total, schedule, work)

    def _price_otherwise(self, zone: Zone) -> None:
        """What those who wait cost if they do not come today: their cheapest itinerary from tomorrow on, or `late`."""
        held, late = self.assignment.held, self.assignment.late_cost
        desks = Desks(self._total, held.room, zone.until, EVERY_DAY, EVERY_DAY, 1.0, 0)
        groups, place = np.unique(held.group[zone.arrivals], return_inverse=True)
        values = np.empty(len(groups))
        look_ahead(self._pricer.tables, self._pricer.rules, groups, desks, self._pricer.work(), values)
        self._problem.otherwise[:] = late
        self._problem.otherwise[zone.arrivals] = held.cost[zone.arrivals] = np.minimum(values, late)[place]


@compiled
def look_ahead(tables: Tables, rules: Rules, groups: IntArray, desks: Desks, work: Work, values: FloatArray) -> None:
    """Write the value of the cheapest itinerary of some groups to `values`, and their tables to `work`."""
    for n in range(len(groups)):
        value = cheapest_path(tables, rules, groups[n], desks, work) + tables.move[groups[n]]
        values[n] = min(value, home_value(tables, groups[n], desks))


@compiled
def settle_later(tables: Tables, held: Held, zone: Zone, total: FloatArray, late: float) -> None:
    """Take the desks that were only paid for, at no price any more; who finds one gone waits again."""
    for arrival in zone.arrivals:
        if held.columns[arrival, 0, 0] == LATE:
            held.cost[arrival] = late
            continue
        column, steps = held.columns[arrival], tables.steps[tables.shape[held.group[arrival]]]
        fits, paid = True, 0.0
        for n in range(steps):
            cls, start, length = column[1, n], column[2, n], column[3, n]
            if tables.day[cls] >= zone.until:
                fits = fits and held.room[cls, start] >= length
                paid += total[cls, start + length] - total[cls, start]
        if fits:
            held.cost[arrival] -= paid
            change_desks(tables, column, steps, held, zone.until, 1)
            change_desks(tables, column, steps, held, EVERY_DAY, -1)
        else:
            drop(tables, held, arrival, late, zone.until)
