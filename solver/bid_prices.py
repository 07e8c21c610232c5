"""Bid prices: what each slot is worth to those who have not asked yet, averaged over samples of them.

The prices of the Lagrangian dual of one sample are what a slot is worth to that sample. Their average over samples
says what taking a slot now is expected to cost later (Talluri and van Ryzin 1998).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from solver.classes import FloatArray, IntArray, ResourceClasses, merged_classes
from solver.desk_prices import DeskPrices, by_desk
from solver.groups import group_arrivals
from solver.instance import Arrival, Instance
from solver.prices import Ascent
from solver.pricing import Pricer
from solver.stopping import never

_ROUNDS_AT_ONCE = 1_500  # of the ascent, where prices are asked for once
_FIRST_ROUNDS, _ROUNDS = 400, 60  # where they are followed: from none at all, and from those of the day before


class BidPrices:
    """The prices of some futures, followed as desks are given away and fewer of each future are still to ask."""

    def __init__(self, classes: ResourceClasses) -> None:
        self._classes = classes
        self._found: list[FloatArray] | None = None

    def follow(self, free: IntArray, futures: Sequence[Sequence[Arrival]]) -> FloatArray:
        """Prices [class, width] with so many desks `free` [class, width]; `futures`: who is still to ask in each."""
        classes = self._classes.with_free(free.copy())
        rounds = _FIRST_ROUNDS if self._found is None else _ROUNDS
        starts: Sequence[FloatArray | None] = self._found or [None] * len(futures)
        self._found = [
            _prices(classes, arrivals, start, rounds) for arrivals, start in zip(futures, starts, strict=True)
        ]
        return _average(self._found, classes)


def bid_prices(desks: Instance, futures: Sequence[Sequence[Arrival]]) -> DeskPrices:
    """What slots of the desks of an instance, as far as they are not booked, are worth to those in the futures.

    The arrivals of the instance itself are not looked at. The costs are those of its objective.
    """
    classes = merged_classes(desks)
    found = [_prices(classes, arrivals, None, _ROUNDS_AT_ONCE) for arrivals in futures]
    return by_desk(classes, _average(found, classes), None)


def _average(found: Sequence[FloatArray], classes: ResourceClasses) -> FloatArray:
    total: FloatArray = np.sum(found, axis=0) / len(found) if found else np.zeros(classes.free.shape)
    return total


def _prices(
    classes: ResourceClasses,
    arrivals: Sequence[Arrival],
    start: FloatArray | None,
    rounds: int,
) -> FloatArray:
    """The prices of one future, from those it had before."""
    some = replace(classes.instance, arrivals=tuple(arrivals))
    groups = group_arrivals(some, classes)
    if not groups.groups:
        return np.zeros(classes.free.shape)
    ascent = Ascent(Pricer(classes, groups), start=start)
    ascent.run(rounds, never)
    return ascent.best.prices
