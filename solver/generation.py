"""Column generation on some days: the best relaxed plan of who comes on them, and how.

Later days are paid for at prices that stay, and some of their slots are only as many as there are (`solver.later`).
Whoever does not come on these days costs what waiting costs. Prices are asked for between the best so far and those of
the last programme (Wentges 1997): the latter alone jump to and fro.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solver.cheapest import Work, cheapest_path_after, write_column
from solver.classes import BoolArray, FloatArray, IntArray
from solver.compiled import compiled
from solver.itinerary import Rules
from solver.later import FREE, Later
from solver.occupancy import Occupancy
from solver.packing import Packed, Packing
from solver.pricing import Column, Pricer
from solver.programme import within
from solver.ruin import Zone
from solver.seats import Desks, home_value, summed
from solver.tables import Tables

_CENTRE = 0.5  # weight of the best prices so far
_ROUNDS = 200
_SALTS = 3  # itineraries of each group a round: the cheapest, and some for which a few starts are passed over
_SALT = 1 << 30


class Waiting(NamedTuple):
    """Who may come: `groups`, and what one of each costs who does not, [n]."""

    groups: IntArray
    otherwise: FloatArray


@dataclass
class Left:
    """What fixed itineraries leave: desks, and `counts` [n] who still wait."""

    desks: Occupancy
    counts: IntArray

    def copy(self) -> "Left":
        """The same, to be changed by itself."""
        return Left(self.desks.copy(), self.counts.copy())


class _Found(NamedTuple):
    """Itineraries by salt and group: `value` under prices, `cost` and `columns` [salt, n, 4, seat]."""

    value: FloatArray
    cost: FloatArray
    columns: IntArray


@compiled
def _price(
    tables: Tables, rules: Rules, groups: IntArray, desks: Desks, salts: IntArray, work: Work, found: _Found
) -> None:
    for k in range(len(salts)):
        some = Desks(desks.total, desks.room, desks.free, desks.first, desks.last, desks.until, desks.factor, salts[k])
        before = -1
        for n in range(len(groups)):
            group = groups[n]
            value, before = cheapest_path_after(tables, rules, group, before, some, work)
            value += tables.move[group]
            home = home_value(tables, group, some)
            found.value[k, n] = min(value, home)
            if found.value[k, n] < np.inf:
                column = found.columns[k, n]
                found.cost[k, n] = write_column(tables, rules, group, some, work, home <= value, column)


class Generation:
    """The columns found so far that begin in a zone, and the programme over them; its rows are slots of desks."""

    def __init__(self, pricer: Pricer, waiting: Waiting, zone: Zone, later: Later, seed: int) -> None:
        self._pricer, self._waiting, self._zone = pricer, waiting, zone
        self._random = np.random.default_rng(seed)
        today = self._open_today() & (later.part == FREE)
        self._row, self._rows = _numbered(today, later.part)
        self._cells = np.nonzero(self._row != FREE)
        self._row_of = self._row[self._cells]  # of each cell
        self._centre = np.zeros(self._rows)
        self._centre[self._row[today]] = later.prices[today]
        self._prices = np.where(today, 0.0, later.prices)  # beside those of the rows
        self._total, self._work = summed(self._prices), pricer.work()
        several = len(self._cells[0]) > self._rows or bool((pricer.tables.desks > 1).any())
        self._packing = Packing(self._rows, len(waiting.groups), several=several)
        self._known: set[bytes] = set()
        self.group, self.cost, self.value = np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0)
        self.columns = np.zeros((0, *self._shape), dtype=np.int64)

    @property
    def _shape(self) -> tuple[int, int]:
        return 4, self._pricer.tables.home_step.shape[1]

    def _open_today(self) -> BoolArray:
        """[class, width] the open slots of the zone's days."""
        classes = self._pricer.classes
        today = (classes.day >= self._zone.first) & (classes.day < self._zone.until)
        return classes.open_slots & today[:, None]

    def column(self, number: int) -> Column:
        """A column as the plan holds it."""
        rows = self.columns[number, :, : self.seats(self.group[number : number + 1])[0]]
        return Column(float(self.cost[number]), rows[0], rows[1], rows[2], rows[3])

    @property
    def begins(self) -> IntArray:
        """[column] its first day."""
        found: IntArray = self._pricer.tables.day[self.columns[:, 1, 0]]
        return found

    def seats(self, group: IntArray) -> IntArray:
        """Number of seats of groups, by their positions among those who wait."""
        tables = self._pricer.tables
        found: IntArray = tables.seats[tables.shape[self._waiting.groups[group]]]
        return found

    def limit(self, left: Left) -> None:
        """Set what is left."""
        self._packing.limit(self._free(left), left.counts)

    def _free(self, left: Left) -> FloatArray:
        """[row] slots that are left."""
        return np.bincount(self._row_of, left.desks.free[self._cells], self._rows).astype(np.float64)

    def begin(
        self, left: Left, close: Callable[[float], float], out_of_time: Callable[[], bool]
    ) -> tuple[Packed, float]:
        """The relaxed plan from nothing, and a bound on its value: `close` to it, given the value, if there is time."""
        centre, bound = self._centre, -np.inf
        self.limit(left)
        self._ask(left, centre)
        packed = self._packing.solve()
        for _ in range(_ROUNDS):
            asked = _CENTRE * centre + (1 - _CENTRE) * packed.prices
            found = self._ask(left, asked)
            if found > bound:
                bound, centre = found, asked
            packed = self._packing.solve()
            if packed.value - bound <= close(packed.value) or out_of_time():
                break
        return packed, bound

    def go_on(self, left: Left, rounds: int) -> Packed:
        """The relaxed plan after some was fixed, with a few rounds of new columns."""
        self.limit(left)
        packed = self._packing.solve(tightened=True)
        for _ in range(rounds):
            known = len(self.value)
            self._ask(left, packed.prices)
            if len(self.value) == known:
                break
            packed = self._packing.solve()
        return packed

    def _ask(self, left: Left, asked: FloatArray) -> float:
        """New columns under prices [row]; returns the bound on the value that these prove."""
        prices = self._prices.copy()
        prices[self._cells] += asked[self._row_of]
        found = self._cheapest(prices, left.desks)
        self._add(found)
        saved = np.minimum(found.value[0] - self._waiting.otherwise, 0.0)
        return float(saved @ left.counts - asked @ self._free(left))

    def _cheapest(self, prices: FloatArray, left: Occupancy) -> _Found:
        groups, pricer = self._waiting.groups, self._pricer
        shape = (_SALTS, len(groups))
        found = _Found(np.empty(shape), np.empty(shape), np.zeros((*shape, *self._shape), dtype=np.int64))
        salts = self._random.integers(1, _SALT, _SALTS)
        salts[0] = 0
        desks = pricer.desks(prices, left, range(self._zone.first, self._zone.last))
        _price(pricer.tables, pricer.rules, groups, desks, salts, self._work, found)
        return found

    def _add(self, found: _Found) -> None:
        group = np.tile(np.arange(len(self._waiting.groups)), len(found.value))
        columns, cost = found.columns.reshape(-1, *self._shape), found.cost.reshape(-1)
        new = [
            n for n in np.flatnonzero(found.value.reshape(-1) < np.inf).tolist() if self._is_new(group[n], columns[n])
        ]
        self.add(group[new], cost[new], columns[new])

    def _is_new(self, group: int, column: IntArray) -> bool:
        key = int(group).to_bytes(4, "little") + column[:3].tobytes()
        if key in self._known:
            return False
        self._known.add(key)
        return True

    def add(self, group: IntArray, cost: FloatArray, columns: IntArray) -> None:
        """Add columns [n, 4, seat] of groups; those that come on none of the days wait anyhow."""
        number, seat = np.nonzero(np.arange(self._shape[1]) < self.seats(group)[:, None])
        cls, start, length = (columns[number, row, seat] for row in (1, 2, 3))
        paid = np.bincount(number, self._total[cls, start + length] - self._total[cls, start], len(group))
        comes = np.bincount(number, self._pricer.tables.day[cls] < self._zone.until, len(group)) > 0
        position, taken = np.cumsum(comes) - 1, comes[number]
        spans = length[taken]
        slots = np.repeat(start[taken], spans) + within(spans)
        rows = self._row[np.repeat(cls[taken], spans), slots]
        owner = np.repeat(position[number[taken]], spans)
        value = cost + paid - self._waiting.otherwise[group]
        self._packing.add(value[comes], group[comes], rows[rows >= 0], owner[rows >= 0])
        self.group = np.append(self.group, group[comes])
        self.cost, self.value = np.append(self.cost, cost[comes]), np.append(self.value, value[comes])
        self.columns = np.concatenate([self.columns, columns[comes]])


def _numbered(today: BoolArray, part: IntArray) -> tuple[IntArray, int]:
    """[class, width] the row of each slot, `FREE` without one, and how many rows: each of today, each part."""
    own = part.max(initial=FREE) + 1 + np.arange(part.size).reshape(part.shape)
    of = np.where(today, own, part)
    numbers, row = np.unique(of[of != FREE], return_inverse=True)
    of[of != FREE] = row
    return of, len(numbers)
