"""A plan made day by day: who comes today, and how, given what every later day is worth.

Under the prices of the relaxation each day is a problem of its own. Everyone who could come today either does, on
desks that are really there, or waits for a cheapest itinerary later, paid for at the prices. The relaxed plan is
worth the same whichever of its near-optimal days is chosen, so a day planned almost perfectly by itself loses almost
nothing against the bound, and what is left for later keeps its worth.

Chains of days are planned at the same time. The relaxed plan says how many arrivals of a kind come before a chain
begins: so many belong to the days before, the rest to the chain.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from itertools import pairwise

import numpy as np

from solver.assignment import LATE, Assignment, Held, change_desks, drop
from solver.classes import FloatArray, IntArray
from solver.compiled import compiled
from solver.itinerary import Rules
from solver.pricing import EVERY_DAY, Desks, Pricer, Work, cheapest_path, cheapest_value, home_value, summed
from solver.relaxation import Relaxation
from solver.search import Schedule, Zone, anneal, problem_of
from solver.tables import Tables

_HOT, _COLD = 10.0, 1.0
_SHORTEST = 4  # days of a chain: with fewer, too many arrivals are told which side of a border they belong to


Rounds = Callable[[int], int]


def plan_forward(
    pricer: Pricer, relaxed: Relaxation, rounds: Rounds, seed: int, executor: Executor, chains: int
) -> Assignment:
    """A plan near the bound that the prices of a relaxed plan prove.

    `rounds` gives how many rounds of ruin and recreate the next day gets, given the days of its chain that are left.
    `chains` are planned at the same time at most.
    """
    forward = _Forward(pricer, relaxed, seed)
    borders = _borders(len(pricer.classes.instance.days), chains)
    for border in borders[1:-1]:
        forward.divide(relaxed, border)
    spans = [range(first, last) for first, last in pairwise(borders)]
    list(executor.map(lambda span: forward.plan(span, rounds), spans))
    forward.assignment.insert_all(forward.assignment.late, relaxed.prices)
    return forward.assignment


def _borders(days: int, chains: int) -> list[int]:
    """First days of the chains, and the day after the last."""
    count = max(1, min(chains, days // _SHORTEST))
    return [days * n // count for n in range(count + 1)]


class _Forward:
    """The plan as it grows, with the days on which each arrival may come: [arrival] `first` to `last` - 1."""

    def __init__(self, pricer: Pricer, relaxed: Relaxation, seed: int) -> None:
        self.assignment = Assignment(pricer)
        self._pricer, self._total, self._seed = pricer, summed(relaxed.prices), seed
        self._problem = problem_of(pricer)
        self._first = np.full(len(self.assignment.group_of), EVERY_DAY, dtype=np.int64)
        self._last = self._first.copy()
        for group in pricer.groups.groups:
            self._first[list(group.members)] = group.first_day
            self._last[list(group.members)] = group.first_day + group.allowed.shape[1]

    def divide(self, relaxed: Relaxation, border: int) -> None:
        """Let as many arrivals of each network come before a border as the relaxed plan has, the earliest first.

        Those who hold something before it go before all others, those who hold something later after them.
        """
        before = _starting_before(self._pricer, relaxed, border)
        for network, groups in _groups_by_network(relaxed).items():
            members = [arrival for group in groups for arrival in self._pricer.groups.groups[group].members]
            crossing = [n for n in members if self._first[n] < border < self._last[n]]
            crossing.sort(key=lambda arrival: self._side(arrival, border))
            early = round(before[network]) - sum(self._last[n] <= border for n in members)
            self._last[crossing[: max(0, early)]] = border
            self._first[crossing[max(0, early) :]] = border

    def _side(self, arrival: int, border: int) -> int:
        """-1 for what begins before a border, 1 for what begins later, 0 for those who hold nothing already."""
        home = self._pricer.groups.groups[int(self.assignment.group_of[arrival])].home
        if home is None:
            return 0
        return -1 if self._pricer.classes.day[home.cls[0][0]] < border else 1

    def plan(self, span: Sequence[int], rounds: Rounds) -> None:
        """Plan a chain of days one after the other."""
        for day in span:
            waiting = (self.assignment.held.columns[:, 0, 0] == LATE) & (self._first <= day) & (day < self._last)
            zone = Zone(np.flatnonzero(waiting), day, span[-1] + 1, day + 1)
            if len(zone.arrivals):
                self._plan_day(zone, Schedule(rounds(span[-1] + 1 - day), _HOT, _COLD, self._seed + day))

    def _plan_day(self, zone: Zone, schedule: Schedule) -> None:
        """Serve who had better come today; what later days are worth is looked up once."""
        pricer, held = self._pricer, self.assignment.held
        groups, place = np.unique(held.group[zone.arrivals], return_inverse=True)
        work = pricer.work(len(groups))
        work.slot[groups] = np.arange(len(groups))
        waiting, least = np.empty(len(groups)), np.empty(len(groups))
        later = Desks(self._total, held.room, zone.until, zone.last, EVERY_DAY, 1.0, 0)
        look_ahead(pricer.tables, pricer.rules, groups, later, work, waiting)
        today = Desks(self._total, pricer.empty.room, zone.first, zone.last, zone.until, 0.0, 0)
        look_at_today(pricer.tables, pricer.rules, groups, today, work, least)
        otherwise = np.minimum(waiting[place], self.assignment.late_cost[zone.arrivals])
        self._problem.otherwise[zone.arrivals] = held.cost[zone.arrivals] = otherwise
        self._problem.least[zone.arrivals] = np.minimum(otherwise, least[place])
        anneal(self._problem, held, zone, self._total, schedule, work)
        settle_later(pricer.tables, held, zone, self._total, self.assignment.late_cost)


def _groups_by_network(relaxed: Relaxation) -> dict[int, list[int]]:
    """Groups of each network, the earliest entry first."""
    found: dict[int, list[int]] = defaultdict(list)
    for entry in relaxed.network.entries:
        found[entry.network].append(entry.group)
    return found


def _starting_before(pricer: Pricer, relaxed: Relaxation, border: int) -> dict[int, float]:
    """For each network how many arrivals of the relaxed plan begin their journey before a day."""
    arcs = relaxed.network.arcs
    opening = np.flatnonzero((arcs.opens >= 0) & (relaxed.flow > 0))
    early = opening[pricer.classes.day[arcs.cls[opening]] < border]
    found: dict[int, float] = defaultdict(float)
    for network, flow in zip(arcs.opens[early].tolist(), relaxed.flow[early].tolist(), strict=True):
        found[network] += flow
    return found


@compiled
def look_ahead(tables: Tables, rules: Rules, groups: IntArray, desks: Desks, work: Work, values: FloatArray) -> None:
    """Write the value of the cheapest itinerary of some groups to `values`, and their tables to `work`."""
    for n in range(len(groups)):
        value = cheapest_path(tables, rules, groups[n], desks, work) + tables.move[groups[n]]
        values[n] = min(value, home_value(tables, groups[n], desks))


@compiled
def look_at_today(tables: Tables, rules: Rules, groups: IntArray, desks: Desks, work: Work, values: FloatArray) -> None:
    """Write a bound on what some groups cost if they come today to `values`, later days standing in `work`."""
    for n in range(len(groups)):
        value = cheapest_value(tables, rules, groups[n], desks, work)
        values[n] = min(value + tables.move[groups[n]], tables.home_cost[groups[n]])


@compiled
def settle_later(tables: Tables, held: Held, zone: Zone, total: FloatArray, late: FloatArray) -> None:
    """Take the desks that were only paid for, at no price any more; who finds one gone waits again."""
    for arrival in zone.arrivals:
        if held.columns[arrival, 0, 0] == LATE:
            held.cost[arrival] = late[arrival]
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
            drop(tables, held, arrival, late[arrival], zone.until)
