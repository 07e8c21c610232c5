"""Some days planned by diving: the relaxed plan of who comes is made whole by fixing the largest parts of it.

After each fixing new columns are asked for on what is left, so the relaxed plan mends itself around what is fixed
(Joncour et al. 2010). Nearly all of it costs nothing; what does, the last few arrivals and their odd slots, shows at
once, as a rise of the relaxed plan's cost: then the fixing is undone and something else is tried. A second dive with
the parts blurred at random often ends better, so there are as many as there is time for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.assignment import LATE, Assignment
from solver.classes import FloatArray
from solver.generation import Generation, Left, Waiting
from solver.later import Later
from solver.packing import Packed
from solver.pricing import Column, Threads
from solver.ruin import Zone
from solver.seats import EVERY_DAY

_CLOSE, _GOOD, _RISE = 7.5e-4, 5e-4, 1e-4  # of what the days cost: gaps to dive from and to end at, a rise too much
_ROUNDS, _HASTY_ROUNDS = 3, 1  # of new columns after a fixing, and once time is out
_AT_ONCE = 0.1  # of what is still relaxed
_HASTE = 0.2  # of what is still relaxed, once time is out
_BLUR = 0.5
_IN_VAIN = 12  # dives that found nothing better, one after the other
_WHOLE = 1e-6


@dataclass(frozen=True)
class Effort:
    """How long dives go on and how many there are at `most`, on each of some threads, from which seed.

    `tries`: ways to go on at each step, of which the best is taken.
    """

    out_of_time: Callable[[], bool]
    most: int
    tries: int
    threads: Threads
    seed: int


def dive(assignment: Assignment, zone: Zone, later: Later, otherwise: FloatArray, effort: Effort, until: int) -> float:
    """Plan a zone anew if dives find better than what stands; returns what that saves.

    `otherwise`: [arrival] what each costs who does not come. Those who begin on day `until` or later then hold
    nothing; the others take desks of later days too.
    """
    served = zone.arrivals[assignment.held.columns[zone.arrivals, 0, 0] != LATE]
    stands = float((assignment.held.cost - otherwise)[served].sum())

    def best(number: int) -> _Dived | None:
        plans = _Diving(assignment, zone, later, otherwise, effort.seed + number, until).plans(stands, effort)
        return min(plans, key=lambda plan: plan.value, default=None)

    found = [plan for plan in effort.threads.map(best, range(effort.threads.count)) if plan is not None]
    if not found:
        return 0.0
    chosen = min(found, key=lambda plan: plan.value)
    assignment.release(zone.arrivals.tolist())
    for arrival, column in chosen.served:
        if assignment.pricer.tables.day[column.cls[0]] < until:
            assignment.serve(arrival, column)
    return stands - chosen.value


@dataclass(frozen=True)
class _Dived:
    """Columns of arrivals, and the value of all against nobody coming on these days."""

    value: float
    served: tuple[tuple[int, Column], ...]


@dataclass
class _Stand:
    """Where a dive stands: columns fixed, what they leave, the relaxed plan of the rest, and the value of both."""

    fixed: list[int]
    left: Left
    packed: Packed
    value: float

    def copy(self) -> "_Stand":
        return _Stand(list(self.fixed), self.left.copy(), self.packed, self.value)


class _Diving:
    """Dives in a zone of an assignment, as if its arrivals held nothing; the assignment stays as it is.

    `otherwise`: [arrival] what each costs who does not come. Those who begin on day `until` or later stay relaxed:
    nothing is kept of them, and to fix them too would take as long as the days that are planned.
    """

    def __init__(
        self, assignment: Assignment, zone: Zone, later: Later, otherwise: FloatArray, seed: int, until: int
    ) -> None:
        self._random, self._until = np.random.default_rng(seed), until
        groups, first, place = np.unique(assignment.group_of[zone.arrivals], return_index=True, return_inverse=True)
        self._members = [zone.arrivals[place == n].tolist() for n in range(len(groups))]
        self._start = self._without(assignment, zone)
        self._otherwise = otherwise[zone.arrivals[first]]
        waiting = Waiting(groups, self._otherwise)
        self._generation = Generation(assignment.pricer, waiting, zone, later, seed)

    def _without(self, assignment: Assignment, zone: Zone) -> Left:
        """What is left where the arrivals of a zone hold nothing."""
        left = Left(assignment.occupancy.copy(), np.array([len(members) for members in self._members]))
        for arrival in zone.arrivals.tolist():
            column = assignment.column(arrival)
            if column is not None:
                left.desks.give_back(column.cls, column.start, column.length)
        return left

    def plans(self, best: float, effort: Effort) -> Iterator[_Dived]:
        """Ever better ones than the `best` value known, until time is out or one is close to the bound."""
        packed, bound = self._generation.begin(
            self._start, lambda value: _CLOSE * self._cost(value), effort.out_of_time
        )
        good = bound + _GOOD * self._cost(packed.value)
        blur, in_vain = 0.0, 0
        for dives in range(effort.most):
            if dives:
                packed, blur = self._generation.go_on(self._start, 0), _BLUR
            found = self._dive(packed, blur, best, effort)
            in_vain += 1
            if found is not None and found.value < best:
                best, in_vain = found.value, 0
                yield _Dived(best, tuple(self._served(found)))
            if best <= good or in_vain == _IN_VAIN or effort.out_of_time():
                return

    def _cost(self, value: float) -> float:
        """What a plan of a value costs, with all who wait on."""
        return value + float(self._otherwise @ self._start.counts)

    def _served(self, stand: _Stand) -> Iterator[tuple[int, Column]]:
        waiting = [iter(members) for members in self._members]
        return ((next(waiting[self._generation.group[n]]), self._generation.column(n)) for n in stand.fixed)

    def _dive(self, packed: Packed, blur: float, best: float, effort: Effort) -> _Stand | None:
        """One dive; None if it cannot be better than the best."""
        stand = _Stand([], self._start.copy(), packed, packed.value)
        while (stand.packed.use - self._later(stand.packed.use)).sum() > _WHOLE:
            if stand.value >= best:
                return None
            deeper = self._deeper(stand, blur, effort)
            if deeper is None:  # what is left needs later days that others have taken
                break
            stand = deeper
        value, later = self._generation.value, self._later(stand.packed.use)
        stand.value = float(value[stand.fixed].sum() + later @ value[: len(later)])
        return stand

    def _later(self, use: FloatArray) -> FloatArray:
        """What begins on days that are only looked at."""
        found: FloatArray = np.where(self._generation.begins[: len(use)] >= self._until, use, 0.0)
        return found

    def _deeper(self, stand: _Stand, blur: float, effort: Effort) -> _Stand | None:
        """Fix some more: the first way that hardly costs, or the best of a few."""
        rise = stand.value + _RISE * self._cost(stand.value)
        best: _Stand | None = None
        for attempt in range(effort.tries):
            hasty = effort.out_of_time()
            found = self._fix(stand, attempt, blur, hasty)
            if found is None:
                break
            if best is None or found.value < best.value:
                best = found
            if best.value <= rise or hasty:
                break
        return best

    def _fix(self, stand: _Stand, attempt: int, blur: float, hasty: bool) -> _Stand | None:
        """Fix all that is whole, and the largest parts: several at first, else the attempt-th alone."""
        use, deeper = self._today(stand.packed.use), stand.copy()
        for column in np.flatnonzero(use >= 1 - _WHOLE).tolist():
            for _ in range(round(use[column])):
                self._take(deeper, column)
        parts = np.where((use > _WHOLE) & (use < 1 - _WHOLE), use * (1 + blur * self._random.random(len(use))), 0.0)
        order = np.argsort(-parts, kind="stable")[: np.count_nonzero(parts)].tolist()
        several = max(1, int((_HASTE if hasty else _AT_ONCE) * use.sum()))
        passed_over = attempt - 1 if several > 1 else attempt
        self._take_some(deeper, order[max(0, passed_over) :], several if attempt == 0 else 1)
        if len(deeper.fixed) == len(stand.fixed):
            return None
        deeper.packed = self._generation.go_on(deeper.left, _HASTY_ROUNDS if hasty else _ROUNDS)
        deeper.value = deeper.packed.value + float(self._generation.value[deeper.fixed].sum())
        return deeper

    def _today(self, use: FloatArray) -> FloatArray:
        """What begins on the first day that is still open: later ones are relaxed until it is planned."""
        days = self._generation.begins[: len(use)]
        first = days[use > _WHOLE].min(initial=EVERY_DAY)
        found: FloatArray = np.where(days == first, use, 0.0)
        return found

    def _take_some(self, stand: _Stand, order: list[int], size: int) -> None:
        fixed = len(stand.fixed)
        for column in order:
            if len(stand.fixed) - fixed == size:
                return
            self._take(stand, column)

    def _take(self, stand: _Stand, number: int) -> None:
        """Fix a column, if it still fits."""
        group, column, left = int(self._generation.group[number]), self._generation.column(number), stand.left
        if left.counts[group] > 0 and left.desks.fits(column.cls, column.start, column.length):
            left.counts[group] -= 1
            left.desks.take(column.cls, column.start, column.length)
            stand.fixed.append(number)
