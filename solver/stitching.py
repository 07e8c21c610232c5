"""Prices of a long horizon stitched from those of its windows, and the bound they prove.

Any prices prove a bound (`solver.prices`), so each day may have its prices from the window that knows it best. Where
two windows meet their prices disagree a little, and arrivals rush to the cheaper side. The relaxation of the days
around such a seam, given the prices further away, evens that out: nothing better can be had from these days.
"""

from typing import NamedTuple

import numpy as np

from solver.classes import FloatArray, ResourceClasses
from solver.instance import Instance
from solver.parts import Solved
from solver.prices import lagrangian, next_possible_cost
from solver.pricing import Pricer
from solver.relaxation import relax_within
from solver.stopping import Stopped, never
from solver.stretch import first_day, last_day, longest_stay, stretch

_AROUND = 4  # days on each side of a seam


class _Priced(NamedTuple):
    """Prices [class, width] of classes whose days count from `first`."""

    classes: ResourceClasses
    prices: FloatArray
    first: int


class Stitching:
    """The prices of an instance as they become known, 0 where nothing is, and the best `bound` proven so far."""

    def __init__(self, instance: Instance) -> None:
        self._instance, self._pricer = instance, Pricer.of(instance)
        self._known = _Priced(self._pricer.classes, np.zeros(self._pricer.classes.free.shape), 0)
        self.bound = 0.0
        self._prove()

    def learn(self, window: range, days: range, solved: Solved) -> None:
        """Take the prices of `days` from a window in which all their desks were free."""
        inside = range(days.start, min(days.stop, window.stop))
        _copy(_Priced(solved.classes, solved.prices, window.start), self._known, inside)
        self._prove()

    def even_out(self, seam: int, seconds: float, stopped: Stopped = never) -> None:
        """Better the prices of the days around the first one of a window, if the seconds suffice."""
        reach, days = longest_stay(self._instance) - 1, len(self._instance.days)
        inner = range(max(0, seam - _AROUND), min(days, seam + _AROUND))
        outer = range(max(0, inner.start - reach), min(days, inner.stop + reach))
        around = (a for a in self._instance.arrivals if first_day(self._instance, a) >= outer.start)
        around = (a for a in around if last_day(self._instance, a) < outer.stop)
        pricer = Pricer.of(stretch(self._instance, outer, around))
        classes = pricer.classes
        given = _Priced(classes, np.zeros(classes.free.shape), outer.start)
        _copy(self._known, given, outer)
        free = (classes.day >= inner.start - outer.start) & (classes.day < inner.stop - outer.start)
        found = relax_within(pricer, given.prices, free, seconds=seconds, stopped=stopped)
        if found is not None and _value(pricer, found) > _value(pricer, given.prices):
            _copy(given._replace(prices=found), self._known, inner)
            self._prove()

    def _prove(self) -> None:
        value = _value(self._pricer, self._known.prices)
        self.bound = max(self.bound, next_possible_cost(self._pricer.objective, value))


def _value(pricer: Pricer, prices: FloatArray) -> float:
    return lagrangian(pricer, pricer.price_all(prices), prices)


def _copy(source: _Priced, target: _Priced, days: range) -> None:
    """Copy the prices of some days, on which both have the same classes; other days may open at other hours."""
    theirs, own = source.classes, target.classes
    first = max(theirs.first, own.first)
    last = max(first, min(theirs.first + theirs.width, own.first + own.width))
    for day in days:
        rows, into = theirs.on_day(day - source.first), own.on_day(day - target.first)
        prices = source.prices[rows.start : rows.stop, first - theirs.first : last - theirs.first]
        target.prices[into.start : into.stop, first - own.first : last - own.first] = prices
