"""Bid prices: what each slot is worth to those who have not asked yet, averaged over samples of them.

The prices of the Lagrangian dual of one sample are what a slot is worth to that sample. Their average over samples
says what taking a slot now is expected to cost later (Talluri and van Ryzin 1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.assignment import LATE
from solver.cheapest import Pricing, price_groups
from solver.classes import FloatArray, IntArray, ResourceClasses, merged_classes
from solver.desk_prices import DeskPrices, by_desk
from solver.grouping import group_arrivals
from solver.instance import Arrival, Instance
from solver.occupancy import Occupancy
from solver.online import Events, Online
from solver.prices import Ascent, Dual
from solver.pricing import Pricer
from solver.seats import EVERY_DAY, Desks, sum_up, summed
from solver.stopping import never

_ROUNDS_AT_ONCE = 1_500  # of the ascent, where prices are asked for once
_FIRST_ROUNDS, _ROUNDS = 400, 60  # where they are followed: from none at all, and from those of the day before


@dataclass(frozen=True)
class Future:
    """A sample of who is expected, and the day on which each asks: `asks` [arrival], open days, below 0 before them."""

    arrivals: tuple[Arrival, ...]
    asks: IntArray


@dataclass(frozen=True)
class Effort:
    """Rounds of the ascent for each future on the `first` day, and on `each` day after it.

    After the first, prices are found anew for the next days only, so many `ahead`. A sample that is served without
    prices at a cost beyond its least by a share of `easy` at most has none: none is never easy.
    """

    first: int = _FIRST_ROUNDS
    each: int = _ROUNDS
    ahead: int = EVERY_DAY
    easy: float | None = None


class Futures:
    """Samples prepared for prices that are followed, by one after the other."""

    def __init__(self, classes: ResourceClasses, samples: Sequence[Future], effort: Effort | None = None) -> None:
        self.classes, self.effort = classes, effort or Effort()
        self.samples = [_Sample(classes, sample) for sample in samples]

    @cached_property
    def first_prices(self) -> FloatArray:
        """[sample, class, width] with all desks free and everybody still to ask."""
        found, effort = np.zeros((len(self.samples), *self.classes.free.shape)), replace(self.effort, ahead=EVERY_DAY)
        desks = Occupancy(self.classes)
        for sample, prices in zip(self.samples, found, strict=True):
            sample.follow(prices, desks, -EVERY_DAY, effort, effort.first)
        return found


class BidPrices:
    """The prices of some futures, followed as desks are given away and fewer of each future are still to ask."""

    def __init__(self, futures: Futures) -> None:
        self._futures = futures
        self._found = futures.first_prices.copy()
        self._average = _average(self._found)

    def before(self, day: int, desks: Occupancy) -> FloatArray:
        """Prices [class, width] before an open day, with the desks that are left; the next call changes them."""
        effort = self._futures.effort
        changed = _rows(self._futures.classes, day, effort.ahead)
        for sample, prices in zip(self._futures.samples, self._found, strict=True):
            sample.follow(prices, desks, day, effort, effort.each)
        self._average[changed] = _average(self._found[:, changed])
        return self._average


class _Sample:
    """One future; its groups are apart by when they ask."""

    def __init__(self, classes: ResourceClasses, future: Future) -> None:
        some = replace(classes.instance, arrivals=future.arrivals)
        groups = group_arrivals(some, classes, apart=future.asks.tolist())
        self._pricer = Pricer(replace(classes, instance=some), groups)
        self._asks = np.array([future.asks[group.members[0]] for group in groups.groups], dtype=np.int64)
        self._work, self._online = self._pricer.work(), Online(self._pricer)
        nothing = np.zeros(classes.free.shape)
        self._total, self._found = summed(nothing), Pricing(np.zeros(len(groups.groups)), nothing)
        self._least = self._pricer.price_all(nothing).values
        self._members = [np.array(group.members, dtype=np.int64) for group in groups.groups]

    def follow(self, prices: FloatArray, desks: Occupancy, day: int, effort: Effort, rounds: int) -> None:
        """Change the prices [class, width] there were to those for whoever asks on a day or later.

        Those of days that are not so many ahead; the others stay.
        """
        rows = _rows(self._pricer.classes, day, effort.ahead)
        last = min(max(0, day) + effort.ahead, len(self._pricer.classes.instance.days))
        some = np.flatnonzero((self._asks >= day) & (self._pricer.tables.first_day < last))
        if not len(some) or (effort.easy is not None and self._is_easy(desks, rows, some, effort.easy)):
            prices[rows] = 0.0
            return
        ascent = Ascent(self._dual(desks, some, rows, prices), start=prices[rows].copy())
        ascent.run(rounds, never)
        prices[rows] = ascent.best.prices

    def _is_easy(self, desks: Occupancy, rows: slice, some: IntArray, easy: float) -> bool:
        """Whether groups are served one after the other, at hardly more cost than each would be alone."""
        held, near = self._online.assignment.held, self._near(rows, some)
        members = np.concatenate([self._members[group] for group in some.tolist()])
        held.free[near], held.room[near] = desks.free[near], desks.room[near]
        held.columns[members, 0, 0], held.cost[members] = LATE, self._pricer.objective.late
        if self._online.answer(Events(members, np.zeros(len(members), dtype=np.bool_))) < len(members):
            return False
        least = float(self._least[some] @ self._pricer.tables.size[some])
        return float(held.cost[members].sum()) - least <= easy * least

    def _near(self, rows: slice, some: IntArray) -> slice:
        """The classes from the first of `rows` to the last day on which some groups may come: no other is looked at."""
        tables, bounds = self._pricer.tables, self._pricer.classes.day_bounds
        end = int((tables.first_day + tables.days)[some].max())
        return slice(rows.start, int(bounds[min(end, len(bounds) - 1)]))

    def _dual(self, desks: Occupancy, some: IntArray, rows: slice, prices: FloatArray) -> Dual:
        """That of serving some groups, where the prices of some rows of classes are looked for."""
        pricer, tables = self._pricer, self._pricer.tables
        late, total, near = float(pricer.objective.late), self._total, self._near(rows, some)
        sum_up(prices[near], total[near])
        priced, found = Desks(total, desks.room, desks.free, 0, EVERY_DAY, EVERY_DAY, 1.0, 0), self._found

        def price(chosen: FloatArray) -> Pricing:
            sum_up(chosen, total[rows])
            found.usage[near] = 0.0
            price_groups(tables, pricer.rules, late, some, priced, self._work, found)
            return Pricing(found.values[some], found.usage[rows].copy())

        open_slots = pricer.classes.open_slots[rows]
        return Dual(late, tables.size[some], tables.move[some], 0, desks.free[rows], open_slots, price)


def bid_prices(desks: Instance, futures: Sequence[Sequence[Arrival]]) -> DeskPrices:
    """What slots of the desks of an instance, as far as they are not booked, are worth to those in the futures.

    The arrivals of the instance itself are not looked at. The costs are those of its objective.
    """
    classes = merged_classes(desks)
    samples = [Future(tuple(arrivals), np.zeros(len(arrivals), dtype=np.int64)) for arrivals in futures]
    found = Futures(classes, samples, Effort(first=_ROUNDS_AT_ONCE)).first_prices
    return by_desk(classes, _average(found), None)


def _rows(classes: ResourceClasses, day: int, ahead: int) -> slice:
    """The classes of so many days from a day on, of the first on if that lies before it."""
    first = min(max(0, day), len(classes.instance.days))
    last = min(first + ahead, len(classes.instance.days))
    return slice(int(classes.day_bounds[first]), int(classes.day_bounds[last]))


def _average(found: FloatArray) -> FloatArray:
    """[class, width] over samples [sample, class, width], 0 of none."""
    average: FloatArray = found.sum(axis=0) / max(len(found), 1)
    return average
