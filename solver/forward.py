"""A plan made day by day: who comes today, and how, given what every later day is worth.

Under prices near the best that prices can prove each day is a problem of its own. Everyone who could come today
either does, on desks that are really there, or waits for a cheapest itinerary later, paid for at the prices. A relaxed
plan is worth the same whichever of its near-optimal days is chosen, so a day planned almost perfectly by itself loses
almost nothing against the bound, and what is left for later keeps its worth.

Chains of days are planned at the same time. The relaxed plan says how many arrivals of a kind come before a chain
begins: so many belong to the days before, the rest to the chain.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.assignment import LATE, Assignment, Held, change_desks, drop
from solver.budget import Pace
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled
from solver.groups import Home
from solver.itinerary import Rules
from solver.pricing import (
    EVERY_DAY,
    Desks,
    Pricer,
    Threads,
    Work,
    cheapest_path,
    cheapest_value,
    home_value,
    summed,
)
from solver.search import Schedule, Zone, anneal, problem_of
from solver.tables import Tables

_HOT, _COLD = 10.0, 1.0
_SHORTEST = 4  # days of a chain: with fewer, too many arrivals are told which side of a border they belong to
_BACK = 1  # days that are planned anew with one on which somebody missed the last chance


@dataclass(frozen=True)
class Guide:
    """What a relaxed plan tells: `prices` [class, width], and how many of a group begin on each day of its window.

    `begins`: [group, day].
    """

    prices: FloatArray
    begins: FloatArray


def plan_forward(pricer: Pricer, guide: Guide, pace: Callable[[int], Pace], seed: int, threads: Threads) -> Assignment:
    """A plan near the bound that the prices of the guide prove.

    `pace` gives that of a chain of so many days: how many rounds of ruin and recreate each gets.
    """
    forward = _Forward(pricer, guide, seed)
    borders = _borders(len(pricer.classes.instance.days), threads.count)
    for border in borders[1:-1]:
        forward.divide(guide, border)
    spans = [range(first, last) for first, last in pairwise(borders)]
    list(threads.map(lambda span: forward.plan(span, pace(len(span))), spans))
    forward.assignment.insert_all(forward.assignment.late, guide.prices)
    return forward.assignment


def _borders(days: int, chains: int) -> list[int]:
    """First days of the chains, and the day after the last."""
    count = max(1, min(chains, days // _SHORTEST))
    return [days * n // count for n in range(count + 1)]


class _Forward:
    """The plan as it grows, with the days on which each arrival may come: [arrival] `first` to `last` - 1."""

    def __init__(self, pricer: Pricer, guide: Guide, seed: int) -> None:
        self.assignment = Assignment(pricer)
        self._pricer, self._seed = pricer, seed
        self._total = summed(guide.prices)
        self._problem = problem_of(pricer)
        self._first = np.full(len(self.assignment.group_of), EVERY_DAY, dtype=np.int64)
        self._last = self._first.copy()
        for group in pricer.groups.groups:
            self._first[list(group.members)] = group.first_day
            self._last[list(group.members)] = group.first_day + group.allowed.shape[1]

    def divide(self, guide: Guide, border: int) -> None:
        """Let as many arrivals of each kind come before a border as the relaxed plan has.

        Those who hold something already stay on its side.
        """
        due = 0.0
        for number in sorted(range(len(guide.begins)), key=self._kind):
            group = self._pricer.groups.groups[number]
            if not group.first_day < border < group.first_day + group.allowed.shape[1]:
                continue
            due += float(guide.begins[number, : border - group.first_day].sum())
            members = [n for n in group.members if self._first[n] < border < self._last[n]]
            side = self._side(group.home, border)
            early = min(len(members), max(0, round(due) if side is None else side))
            due -= early
            self._last[members[:early]] = border
            self._first[members[early:]] = border

    def _side(self, home: Home | None, border: int) -> int | None:
        """1 for what begins before a border, 0 for what begins later, None for those who hold nothing already."""
        return None if home is None else int(self._pricer.classes.day[home.cls[0][0]] < border)

    def _kind(self, number: int) -> tuple[int, ...]:
        """Groups that are alike stand side by side: what rounding takes from one goes to the next."""
        group = self._pricer.groups.groups[number]
        return (group.first_day, *group.shape.lengths, group.entry)

    def plan(self, span: Sequence[int], pace: Pace) -> None:
        """Plan a chain of days one after the other; where somebody missed the last chance, the days before it anew."""
        for day in span:
            for first in range(day, max(span[0], day - _BACK) - 1, -1):
                self._plan_days(range(first, day + 1), span, pace)
                if not self._missed(day):
                    break

    def _missed(self, day: int) -> bool:
        """Whether somebody who could come on a day or before, but not after, does not."""
        return bool(((self.assignment.held.columns[:, 0, 0] == LATE) & (self._last == day + 1)).any())

    def _plan_days(self, days: range, span: Sequence[int], pace: Pace) -> None:
        """Plan those anew who wait or come on these days alone."""
        held = self.assignment.held
        could = (self._first < days.stop) & (days.start < self._last)  # none of another chain, which is at work now
        arrivals = np.flatnonzero(could & ((held.columns[:, 0, 0] == LATE) | self._within(days)))
        zone = Zone(arrivals, days.start, span[-1] + 1, days.stop)
        if len(arrivals):
            work = self._prepare(zone)
            for n, (over, rounds) in enumerate(pace.day(span[-1] + 1 - days[-1])):
                heat = _HOT * (_COLD / _HOT) ** over
                anneal(self._problem, held, zone, self._total, Schedule(rounds, heat, _COLD, self._seed + n), work)
            settle_later(self._pricer.tables, held, zone, self._total, self.assignment.late_cost)

    def _within(self, days: range) -> BoolArray:
        """[arrival] whether it comes on some days alone."""
        columns, day_of = self.assignment.held.columns, np.append(self._pricer.tables.day, EVERY_DAY)
        on = day_of[columns[:, 1]]  # LATE, the last one, where there is no step
        inside = ((columns[:, 0] == LATE) | ((on >= days.start) & (on < days.stop))).all(axis=1)
        found: BoolArray = inside & (columns[:, 0, 0] != LATE)
        return found

    def _prepare(self, zone: Zone) -> Work:
        """What later days are worth is looked up once; then it stands in the room to work in."""
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
        self._problem.otherwise[zone.arrivals] = otherwise
        late = held.columns[zone.arrivals, 0, 0] == LATE
        held.cost[zone.arrivals[late]] = otherwise[late]
        self._problem.least[zone.arrivals] = np.minimum(otherwise, least[place])
        return work


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
