"""Bid prices: what each slot is worth to those who have not asked yet, averaged over samples of them.

The prices of the Lagrangian dual of one sample are what a slot is worth to that sample. Their average over samples
says what taking a slot now is expected to cost later (Talluri and van Ryzin 1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from solver.assignment import LATE
from solver.classes import FloatArray, IntArray, ResourceClasses, merged_classes
from solver.desk_prices import DeskPrices, by_desk
from solver.groups import group_arrivals
from solver.instance import Arrival, Instance
from solver.occupancy import Occupancy
from solver.online import Events, Online
from solver.prices import Ascent, Dual
from solver.pricing import EVERY_DAY, Desks, Pricer, Pricing, price_groups, summed
from solver.stopping import never

_ROUNDS_AT_ONCE = 1_500  # of the ascent, where prices are asked for once
_FIRST_ROUNDS, _ROUNDS = 400, 60  # where they are followed: from none at all, and from those of the day before
_EASY = 0.02  # of what a sample costs at least: served for so much more without prices, it needs none


@dataclass(frozen=True)
class Future:
    """A sample of who is expected, and the day on which each asks: `asks` [arrival], open days, below 0 before them."""

    arrivals: tuple[Arrival, ...]
    asks: IntArray


@dataclass(frozen=True)
class Effort:
    """Rounds of the ascent for each future on the `first` day, and on `each` day after it.

    After the first, prices are found anew for the next days only, so many `ahead`.
    """

    first: int = _FIRST_ROUNDS
    each: int = _ROUNDS
    ahead: int = EVERY_DAY


class Futures:
    """Samples prepared for prices that are followed, by one after the other."""

    def __init__(self, classes: ResourceClasses, samples: Sequence[Future], effort: Effort | None = None) -> None:
        self.classes, self.effort = classes, effort or Effort()
        self.samples = [_Sample(classes, sample) for sample in samples]

    @cached_property
    def first_prices(self) -> list[FloatArray]:
        """[class, width] of each sample, with all desks free and everybody still to ask."""
        desks, nothing, rounds = Occupancy(self.classes), np.zeros(self.classes.free.shape), self.effort.first
        return [sample.prices(desks, -EVERY_DAY, EVERY_DAY, nothing, rounds) for sample in self.samples]


class BidPrices:
    """The prices of some futures, followed as desks are given away and fewer of each future are still to ask."""

    def __init__(self, futures: Futures) -> None:
        self._futures = futures
        self._found = futures.first_prices

    def before(self, day: int, desks: Occupancy) -> FloatArray:
        """Prices [class, width] before an open day, with the desks that are left."""
        effort, samples = self._futures.effort, self._futures.samples
        known = zip(samples, self._found, strict=True)
        self._found = [sample.prices(desks, day, effort.ahead, prices, effort.each) for sample, prices in known]
        return _average(self._found, self._futures.classes)


class _Sample:
    """One future; its groups are apart by when they ask."""

    def __init__(self, classes: ResourceClasses, future: Future) -> None:
        some = replace(classes.instance, arrivals=future.arrivals)
        groups = group_arrivals(some, classes, apart=future.asks.tolist())
        self._pricer = Pricer(replace(classes, instance=some), groups)
        self._asks = np.array([future.asks[group.members[0]] for group in groups.groups], dtype=np.int64)
        self._work, self._online = self._pricer.work(), Online(self._pricer)
        self._nothing = np.zeros(classes.free.shape)
        self._total = summed(self._nothing)
        self._found = Pricing(np.zeros(len(groups.groups)), np.zeros(classes.free.shape))

    def prices(self, desks: Occupancy, day: int, ahead: int, before: FloatArray, rounds: int) -> FloatArray:
        """Prices for whoever asks on a day or later, from those before; only of so many days ahead, the others stay."""
        bounds = self._pricer.classes.day_bounds
        first = min(max(0, day), len(bounds) - 1)
        last = min(first + ahead, len(bounds) - 1)
        some = np.flatnonzero((self._asks >= day) & (self._pricer.tables.first_day < last))
        days, found = slice(int(bounds[first]), int(bounds[last])), before.copy()
        if not len(some):
            found[days] = 0.0
            return found
        if self._is_easy(desks, some, days):
            found[days] = 0.0
            return found
        ascent = Ascent(self._dual(desks, some, days, before), start=before[days])
        ascent.run(rounds, never)
        found[days] = ascent.best.prices
        return found

    def _is_easy(self, desks: Occupancy, some: IntArray, days: slice) -> bool:
        """Whether groups are served one after the other, at hardly more cost than each would be alone."""
        groups, held, nothing = self._pricer.groups.groups, self._online.assignment.held, self._nothing
        members = np.concatenate([groups[group].members for group in some.tolist()])
        held.free[:], held.room[:] = desks.free, desks.room
        held.columns[members, 0, 0], held.cost[members] = LATE, self._pricer.objective.late
        if self._online.answer(Events(members, np.zeros(len(members), dtype=np.bool_))) < len(members):
            return False
        alone = self._dual(desks, some, days, nothing)
        least = alone.value(alone.price(nothing[days]), nothing[days])
        return float(held.cost[members].sum()) - least <= _EASY * least

    def _dual(self, desks: Occupancy, some: IntArray, days: slice, prices: FloatArray) -> Dual:
        """That of serving some groups, where the prices of the classes of some days are looked for."""
        pricer, tables = self._pricer, self._pricer.tables
        late, total, bounds = float(pricer.objective.late), self._total, pricer.classes.day_bounds
        end = min(int((tables.first_day + tables.days)[some].max()), len(bounds) - 1)
        near = slice(days.start, int(bounds[end]))  # nothing else is looked at
        np.cumsum(prices[near], axis=1, out=total[near, 1:])
        priced, found = Desks(total, desks.room, desks.free, 0, EVERY_DAY, EVERY_DAY, 1.0, 0), self._found

        def price(chosen: FloatArray) -> Pricing:
            np.cumsum(chosen, axis=1, out=total[days, 1:])
            found.usage[near] = 0.0
            price_groups(tables, pricer.rules, late, some, priced, self._work, found)
            return Pricing(found.values[some], found.usage[days].copy())

        open_slots = pricer.classes.open_slots[days]
        return Dual(late, tables.size[some], tables.move[some], 0, desks.free[days], open_slots, price)


def bid_prices(desks: Instance, futures: Sequence[Sequence[Arrival]]) -> DeskPrices:
    """What slots of the desks of an instance, as far as they are not booked, are worth to those in the futures.

    The arrivals of the instance itself are not looked at. The costs are those of its objective.
    """
    classes = merged_classes(desks)
    samples = [Future(tuple(arrivals), np.zeros(len(arrivals), dtype=np.int64)) for arrivals in futures]
    found = Futures(classes, samples, Effort(first=_ROUNDS_AT_ONCE)).first_prices
    return by_desk(classes, _average(found, classes), None)


def _average(found: Sequence[FloatArray], classes: ResourceClasses) -> FloatArray:
    total: FloatArray = np.sum(found, axis=0) / len(found) if found else np.zeros(classes.free.shape)
    return total
