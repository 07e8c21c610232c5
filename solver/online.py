"""A plan that grows: arrivals are served as they ask, make room for others, and move while they may."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from solver.assignment import LATE, Assignment, Held, drop, place
from solver.cheapest import Work
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.fragments import write_fragment_prices
from solver.itinerary import Rules
from solver.occupancy import Occupancy
from solver.pricing import Column, Pricer
from solver.ruin import Problem, Zone, problem_of
from solver.search import Schedule, anneal
from solver.seats import EVERY_DAY, Desks, summed
from solver.tables import Tables

NEVER = EVERY_DAY  # the first day of those who hold nothing
SEVERAL, WINDOW = "several", "window"  # what is missing where it is not one agency's desks
_HOT, _COLD = 0.3, 1e-4  # of the price of lateness: how much worse a plan may get on the way to a better one
_PASSES = 2  # over all who may move; few move in the second


class Events(NamedTuple):
    """What happens, in order: [event] who asks, or `cancels` what was given before."""

    arrival: IntArray
    cancels: BoolArray


class Terms(NamedTuple):
    """What serving an arrival is judged by: being `late` [arrival], and `prices` [class, width], of no size if none.

    `bounds`: [day + 1] the first class of each day.
    """

    late: FloatArray
    prices: FloatArray
    bounds: IntArray


@inlined
def _price_window(tables: Tables, held: Held, group: int, terms: Terms, desks: Desks) -> None:
    """Sum up what slots cost now, broken stretches included, on the days on which a group may come."""
    first, prices = tables.first_day[group], terms.prices
    last = min(first + tables.days[group], len(terms.bounds) - 1)
    width = prices.shape[1]
    broken = np.empty(width)
    for cls in range(terms.bounds[first], terms.bounds[last]):
        write_fragment_prices(held.free[cls], prices[cls], broken)
        for slot in range(width):
            desks.total[cls, slot + 1] = desks.total[cls, slot] + prices[cls, slot] + broken[slot]


@compiled
def _answer(
    tables: Tables, rules: Rules, held: Held, events: Events, begin: int, terms: Terms, desks: Desks, work: Work
) -> int:
    """The number of the first event from `begin` on whose arrival could not be served; of all, if all were."""
    for n in range(begin, len(events.arrival)):
        arrival = events.arrival[n]
        if events.cancels[n]:
            drop(tables, held, arrival, terms.late[arrival], EVERY_DAY)
            continue
        if held.group[arrival] >= 0 and len(terms.prices) > 0:
            _price_window(tables, held, held.group[arrival], terms, desks)
        if not place(tables, rules, held, arrival, terms.late[arrival], desks, work):
            return n
    return len(events.arrival)


@dataclass(frozen=True)
class Worth:
    """What `slots` [class, width] are worth to others, and a `move` to whoever is moved."""

    slots: FloatArray
    move: float


class Online:
    """An assignment whose arrivals ask one after the other; days are positions in the instance's.

    It shares `desks` with another plan, if they are given.
    """

    def __init__(self, pricer: Pricer, desks: Occupancy | None = None) -> None:
        self.assignment = Assignment(pricer, desks)
        self._pricer = pricer
        self._none = np.zeros(pricer.classes.free.shape)
        self._work, self._desks = pricer.work(), pricer.desks(self._none, self.assignment.occupancy)

    @cached_property
    def _problem(self) -> Problem:
        return problem_of(self._pricer, self.assignment.late_cost)

    @property
    def waiting(self) -> BoolArray:
        """[arrival] who holds nothing."""
        found: BoolArray = self.assignment.held.columns[:, 0, 0] == LATE
        return found

    @property
    def first_days(self) -> IntArray:
        """[arrival] the day of the first appointment, NEVER for those who hold nothing."""
        step, cls = self.assignment.held.columns[:, :2, 0].T  # the others follow in order of time
        days, holds = np.full(len(step), NEVER), step != LATE
        days[holds] = self._pricer.tables.day[cls[holds]]
        return days

    def first_day(self, arrival: int) -> int:
        """The same of one."""
        column = self.assignment.column(arrival)
        return NEVER if column is None else int(self._pricer.classes.day[column.cls[0]])

    def answer(self, events: Events, begin: int = 0, prices: FloatArray | None = None) -> int:
        """Serve whoever asks from event `begin` on by what is cheapest at once, and take back what is cancelled.

        Returns the number of the first event whose arrival could not be served, of all if all were. Under prices
        [class, width] broken stretches of free time cost something too, see `solver.fragments`.
        """
        pricer, chosen = self._pricer, np.empty((0, 0)) if prices is None else prices
        desks = self._desks if prices is None else pricer.desks(prices, self.assignment.occupancy)
        terms = Terms(self.assignment.late_cost, chosen, pricer.classes.day_bounds)
        return _answer(pricer.tables, pricer.rules, self.assignment.held, events, begin, terms, desks, self._work)

    def serve(self, arrival: int, prices: FloatArray, first: int) -> bool:
        """Serve an arrival from a day on by what is cheapest under prices [class, width]; whether it could be."""
        return self.assignment.insert(arrival, prices, range(first, EVERY_DAY))

    def shortage(self, arrival: int) -> str:
        """The agency whose desks, were they all free, would let an arrival be served that cannot be.

        SEVERAL if it takes more than one, WINDOW if all free desks would not do.
        """
        if not self._would_fit(arrival, np.ones(self._pricer.classes.count, dtype=bool)):
            return WINDOW
        agencies = self._agencies
        found = (agency for agency in agencies if self._would_fit(arrival, agencies[agency]))
        return next(found, SEVERAL)

    @cached_property
    def _agencies(self) -> dict[str, BoolArray]:
        """[class] whether it is an agency's, for each."""
        classes = self._pricer.classes
        names = np.array([classes.resource(cls).agency for cls in range(classes.count)])
        return {str(name): names == name for name in np.unique(names)}

    def _would_fit(self, arrival: int, freed: BoolArray) -> bool:
        """Whether an arrival could be served were some classes free."""
        group = int(self.assignment.group_of[arrival])
        if group < 0:
            return False
        pricer, desks = self._pricer, self.assignment.occupancy.copy()
        for mine, free in ((desks.free, pricer.empty.free), (desks.room[:-1], pricer.empty.room[:-1])):
            mine[freed] = free[freed]
        return pricer.column(group, pricer.desks(self._none, desks)) is not None

    def make_room(self, arrivals: IntArray, first: int, rounds: int, seed: int, worth: Worth | None = None) -> int:
        """Plan some anew from a day on if any of them holds nothing, so that fewer do; how many moved.

        If it does not help, nobody moves; nor if that, with what slots and moves are `worth`, costs more than it saves.
        """
        late, waiting = self._pricer.objective.late, int(self.waiting[arrivals].sum())
        if late <= 0 or waiting == 0:
            return 0
        before, value = self.assignment.copy(), self._value(arrivals, worth)
        moved = self._anneal(arrivals, first, Schedule(rounds, _HOT * late, _COLD * late, seed))
        saved = value - self._value(arrivals, worth)
        if int(self.waiting[arrivals].sum()) == waiting or (worth is not None and saved < moved * worth.move):
            self.assignment.become(before)
            return 0
        return moved

    def _value(self, arrivals: IntArray, worth: Worth | None) -> float:
        """What some cost, the prices of what they hold included."""
        plan = self.assignment
        if worth is None:
            return float(plan.held.cost[arrivals].sum())
        columns = ((arrival, plan.column(arrival)) for arrival in arrivals.tolist())
        return sum(plan.value(arrival) if held is None else _value(held, worth.slots) for arrival, held in columns)

    def tidy(self, arrivals: IntArray, first: int, rounds: int, seed: int) -> int:
        """Plan some anew from a day on, so that they cost less; returns how many moved."""
        visit = self._pricer.objective.visit
        return self._anneal(arrivals, first, Schedule(rounds, _HOT * visit + 1.0, 1.0, seed))

    def move(self, arrivals: Sequence[int], prices: FloatArray, first: int, least: float) -> int:
        """Move whoever gains more than `least` by it, prices [class, width] included, in an order; returns how many.

        Whoever holds nothing is served if it can be.
        """
        moved = set[int]()
        for _ in range(_PASSES):
            moved |= {arrival for arrival in arrivals if self._moves(arrival, prices, first, least)}
        return len(moved)

    def _moves(self, arrival: int, prices: FloatArray, first: int, least: float) -> bool:
        held = self.assignment.release((arrival,))
        before = held[arrival]
        self.serve(arrival, prices, first)
        after = self.assignment.column(arrival)
        if before is None:
            return False
        gains = after is not None and _value(before, prices) - _value(after, prices) > least
        if not gains:
            self.assignment.restore(held)
        return gains

    def _anneal(self, arrivals: IntArray, first: int, schedule: Schedule) -> int:
        """Ruin and recreate; how many moved. Whoever holds something keeps something, or nobody moves."""
        if len(arrivals) < 2:
            return 0
        before, held = self.assignment.copy(), self.assignment.held
        served = ~self.waiting
        zone = Zone(arrivals, first, len(self._pricer.classes.instance.days), EVERY_DAY)
        anneal(self._problem, held, zone, summed(self._none), schedule, self._pricer.work())
        if (served & self.waiting).any():
            self.assignment.become(before)
        return int((served & (held.columns != before.held.columns).any(axis=(1, 2))).sum())


def _value(column: Column, prices: FloatArray) -> float:
    """What an itinerary costs, prices [class, width] of its slots included."""
    return column.cost + sum(
        float(prices[cls, start : start + length].sum()) for _, cls, start, length in column.spans()
    )
