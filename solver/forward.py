"""A plan made day by day: who comes today, and how, given what every later day is worth.

Under prices near the best that prices can prove each day is a problem of its own. Everyone who could come today
either does, on desks that are really there, or waits for a cheapest itinerary later, paid for at the prices. A relaxed
plan is worth the same whichever of its near-optimal days is chosen, so a day planned almost perfectly by itself loses
almost nothing against the bound, and what is left for later keeps its worth.
"""

from collections.abc import Sequence

import numpy as np

from solver.assignment import LATE, Assignment, Held, change_desks, drop
from solver.budget import Day, Pace
from solver.cheapest import Work, cheapest_path, cheapest_value
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled
from solver.diving import Effort, dive
from solver.itinerary import Rules
from solver.later import Later, in_crowd, priced
from solver.occupancy import has_more
from solver.pricing import Pricer, Threads
from solver.relaxation import Rest
from solver.renewal import renewed
from solver.ruin import Zone, problem_of
from solver.search import Schedule, anneal, cooled
from solver.seats import EVERY_DAY, Desks, home_value, summed
from solver.tables import Tables

_HOT, _COLD = 10.0, 1.0
# Seconds of a day from which on they are worth a dive, steps back in it and days planned together, all of the next day.
_DIVING, _CAREFUL, _LOOKING = 0.1, 1.0, 1.5
_TRIES = 4
_ROUNDS_OF_A_DIVE = 6_000  # of ruin and recreate that take about as long
_MOST_DIVES = 1_000  # where time limits them
_SPARE = 1  # days' worth of time kept for those that take longer
_LAST_TOGETHER = 2  # days: nobody can wait beyond them
_AHEAD = 1  # days that are relaxed while one before them is made whole
_BACK = 1  # days that are planned anew with one on which somebody missed the last chance
# Of the dearest slot: what waiting is cheaper by for each slot that an arrival needs less, and each day it has left.
_SMALL_LATER, _PATIENT = 0.001, 0.0015
_RENEWING = 2.0  # times the seconds of a day, at most
_MOST_DAYS_LEFT = 2  # that make a difference


def plan_forward(
    pricer: Pricer,
    prices: FloatArray,
    pace: Pace,
    seed: int,
    threads: Threads,
    *,
    crowded: bool = False,
    left_out: Sequence[int] = (),
    scarce: FloatArray | None = None,
) -> Assignment:
    """A plan near the bound that prices [class, width] prove, each day at its pace.

    Arrivals that are `left_out` take what is left in the end: where some have to be late in any case, no day must make
    room for those who would take the most. Where it is `crowded` each day takes what only it can take of the next one,
    and looks at it: prices do not tell how much fits there. To prices it is all the same who waits for the last days;
    those do who can wait longest, and small parties, which fill what the large ones leave. Given time, prices are
    renewed once a day is planned; what desks that are `scarce` [class, width] cost besides stays.
    """
    dearer = np.zeros(prices.shape) if scarce is None else scarce
    forward = _Forward(pricer, prices, dearer, seed, threads, crowded=crowded)
    forward.leave_out(left_out)
    forward.plan(pace)
    forward.assignment.insert_all(forward.assignment.late, prices + dearer)
    return forward.assignment


class _Forward:
    """The plan as it grows, with the days on which each arrival may come: [arrival] `first` to `last` - 1."""

    def __init__(
        self, pricer: Pricer, prices: FloatArray, dearer: FloatArray, seed: int, threads: Threads, *, crowded: bool
    ) -> None:
        self.assignment = Assignment(pricer)
        self._pricer, self._seed, self._threads, self._crowded = pricer, seed, threads, crowded
        self._dearer = dearer
        self._set_prices(prices)
        self._problem = problem_of(pricer, self.assignment.late_cost)
        self._days, self._scarce = len(pricer.classes.instance.days), False
        first, groups = pricer.tables.first_day, pricer.groups
        slots = (pricer.tables.lengths * pricer.tables.desks).sum(axis=1)
        self._slots = slots[pricer.tables.shape]  # [group] of desks that it needs
        self._first = groups.of_each(first, EVERY_DAY)
        self._last = groups.of_each(first + pricer.tables.days, EVERY_DAY)

    def leave_out(self, arrivals: Sequence[int]) -> None:
        """Plan no day for some arrivals: those who are late in every plan."""
        self._scarce = len(arrivals) > 0
        self._first[list(arrivals)] = self._last[list(arrivals)] = EVERY_DAY

    def plan(self, pace: Pace) -> None:
        """Plan one day after the other; where somebody missed the last chance, the days before it anew."""
        for days in self._spans(pace):
            self._renew(days, pace)
            self._plan_days(days, self._time(pace, days))
            if self._missed(days.stop - 1):
                longer = range(max(0, days.start - _BACK), days.stop)
                time = self._time(pace, longer)
                if time.seconds >= _LOOKING:
                    self._plan_days(longer, time)

    def _set_prices(self, prices: FloatArray) -> None:
        self._prices = prices + self._dearer
        self._total = summed(self._prices)

    def _renew(self, days: range, pace: Pace) -> None:
        """Ask anew what days are worth, if there is much time for each: once some are planned, before the last."""
        time = self._time(pace, days)
        if days.start == 0 or days.stop == self._days or time.fixed is not None or time.seconds < _CAREFUL:
            return
        rest = Rest(self._waiting(), self.assignment.occupancy, range(days.start, self._days))
        prices, seconds = self._prices - self._dearer, _RENEWING * time.seconds
        self._set_prices(renewed(self._pricer, rest, prices, seconds=seconds, stopped=lambda: pace.left() <= 0))

    def _waiting(self) -> IntArray:
        """[group] who still wait, but for those that are left out."""
        held = self.assignment.held
        waits = (held.columns[:, 0, 0] == LATE) & (self._last < EVERY_DAY)
        return np.bincount(held.group[waits], minlength=len(self._pricer.groups.groups))

    def _time(self, pace: Pace, days: range) -> Day:
        """Days planned together take longer than by themselves."""
        return pace.day(self._days - days.start + _SPARE, len(days) + (_SPARE if len(days) > 1 else 0))

    def _spans(self, pace: Pace) -> list[range]:
        """Single days, and the last ones together if there is time for that."""
        together = _LAST_TOGETHER if pace.day(self._days + _SPARE).seconds >= _CAREFUL else 1
        border = max(0, self._days - together)
        return [*(range(day, day + 1) for day in range(border)), range(border, self._days)]

    def _missed(self, day: int) -> bool:
        """Whether somebody who could come on a day or before, but not after, does not."""
        return bool(((self.assignment.held.columns[:, 0, 0] == LATE) & (self._last == day + 1)).any())

    def _plan_days(self, days: range, day: Day) -> None:
        """Plan those anew who wait or come on these days alone."""
        dives = _dives(day)
        if not (dives and self._dive(days, day, dives)):
            self._anneal(days, day)

    def _dive(self, days: range, day: Day, most: int) -> bool:
        """Look for a better plan than the one that stands; whether one stands now, whole."""
        until = min(days.stop + (_AHEAD if self._crowded else 0), self._days)
        zone, plan = self._zone(days, until), self.assignment
        if not len(zone.arrivals):
            return True
        self._look_ahead(zone)
        effort = Effort(day.over, most, _TRIES if day.seconds >= _CAREFUL else 1, self._threads, self._seed)
        return dive(plan, zone, self._later(days, until, day), self._problem.otherwise, effort, days.stop) > 0

    def _later(self, days: range, until: int, day: Day) -> Later:
        """What the days after some cost; until another they are looked at, or slot by slot as if planned with them."""
        if not self._crowded:
            return priced(self._prices)
        seen = range(until if day.seconds >= _LOOKING else days.stop, until)
        return in_crowd(self._pricer, self._prices, self.assignment.held, seen, scarce=self._scarce)

    def _anneal(self, days: range, day: Day) -> None:
        """Ruin and recreate, later days paid for until the end."""
        zone, held = self._zone(days, days.stop), self.assignment.held
        if not len(zone.arrivals):
            return
        work = self._prepare(zone)
        for n, (over, rounds) in enumerate(day.rounds()):
            heat = cooled(_HOT, _COLD, over)
            anneal(self._problem, held, zone, self._total, Schedule(rounds, heat, _COLD, self._seed + n), work)
        settle_later(self._pricer.tables, held, zone, self._total, self.assignment.late_cost)

    def _zone(self, days: range, until: int) -> Zone:
        """Those who wait or come on some days alone, and those who wait for others until then."""
        could = (self._first < until) & (days.start < self._last)
        waits = self.assignment.held.columns[:, 0, 0] == LATE
        return Zone(np.flatnonzero(could & (waits | self._within(days))), days.start, self._days, until)

    def _within(self, days: range) -> BoolArray:
        """[arrival] whether it comes on some days alone."""
        columns, day_of = self.assignment.held.columns, np.append(self._pricer.tables.day, EVERY_DAY)
        on = day_of[columns[:, 1]]  # LATE, the last one, where there is no step
        inside = ((columns[:, 0] == LATE) | ((on >= days.start) & (on < days.stop))).all(axis=1)
        found: BoolArray = inside & (columns[:, 0, 0] != LATE)
        return found

    def _look_ahead(self, zone: Zone) -> tuple[Work, IntArray, IntArray]:
        """What it costs not to come in a zone: what later days are worth is looked up once.

        Returns the room to work in where it stands, the groups of the arrivals, and which of these is each one's.
        """
        pricer, held = self._pricer, self.assignment.held
        groups, place = np.unique(held.group[zone.arrivals], return_inverse=True)
        work, waiting = pricer.work(len(groups)), np.empty(len(groups))
        work.slot[groups] = np.arange(len(groups))
        later = Desks(self._total, held.room, held.free, zone.until, zone.last, EVERY_DAY, 1.0, 0)
        look_ahead(pricer.tables, pricer.rules, groups, later, work, waiting)
        late = self.assignment.late_cost[zone.arrivals]
        self._problem.otherwise[zone.arrivals] = np.minimum((waiting + self._pull(groups, zone.until))[place], late)
        return work, groups, place

    def _pull(self, groups: IntArray, until: int) -> FloatArray:
        """[n] what waiting beyond a day costs groups in a crowd, where prices are the same for all."""
        tables, slots = self._pricer.tables, self._slots
        left = np.minimum(tables.first_day[groups] + tables.days[groups], self._days) - until
        larger, sooner = slots[groups] - slots.mean(), 1 - np.minimum(left, _MOST_DAYS_LEFT)
        dearest = self._prices.max(initial=0.0) if self._crowded else 0.0
        pull: FloatArray = dearest * (_SMALL_LATER * larger + _PATIENT * sooner)
        return pull

    def _prepare(self, zone: Zone) -> Work:
        """Room to work in, where later days stand already; who waits costs what waiting costs."""
        pricer, held = self._pricer, self.assignment.held
        work, groups, place = self._look_ahead(zone)
        otherwise, least = self._problem.otherwise[zone.arrivals], np.empty(len(groups))
        free = pricer.empty.free
        today = Desks(self._total, pricer.empty.room, free, zone.first, zone.last, zone.until, 0.0, 0)
        look_at_today(pricer.tables, pricer.rules, groups, today, work, least)
        late = held.columns[zone.arrivals, 0, 0] == LATE
        held.cost[zone.arrivals[late]] = otherwise[late]
        self._problem.least[zone.arrivals] = np.minimum(otherwise, least[place])
        return work


def _dives(day: Day) -> int:
    """How many dives a day has the rounds for, or time for at least one."""
    if day.fixed is not None:
        return day.fixed // _ROUNDS_OF_A_DIVE
    return _MOST_DIVES if day.seconds >= _DIVING else 0


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
        column, seats = held.columns[arrival], tables.seats[tables.shape[held.group[arrival]]]
        fits, paid, first = True, 0.0, 0
        for n in range(seats):
            cls, start, length = column[1, n], column[2, n], column[3, n]
            first = first if column[0, first] == column[0, n] else n
            if tables.day[cls] >= zone.until:
                fits = fits and held.room[cls, start] >= length
                fits = fits and has_more(held.free, cls, start, length, column[1, first:n])
                paid += total[cls, start + length] - total[cls, start]
        if fits:
            held.cost[arrival] -= paid
            change_desks(tables, column, seats, held, zone.until, 1)
            change_desks(tables, column, seats, held, EVERY_DAY, -1)
        else:
            drop(tables, held, arrival, late[arrival], zone.until)
