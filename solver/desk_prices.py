"""Prices of desks, slot by slot, that hold beyond the classes they were found with.

The prices of the relaxation belong to (class, slot). A desk more, or less booked time, makes other classes; the price
of a slot of a desk stays what it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from solver.budget import Budget
from solver.classes import FloatArray, ResourceClasses
from solver.instance import Instance
from solver.prices import Ascent
from solver.pricing import Pricer
from solver.relaxation import price_slope, relax

_ASCENT_ROUNDS = 300
_ASCENT_SHARE, _RELAX_SHARE = 0.2, 0.8  # of the time, of what is left of it


@dataclass(frozen=True)
class DeskPrices:
    """What one more desk like a desk is worth in a slot: `cost` and `late` [desk, slot of the instance].

    `row` is the place of each desk, by id. `late` counts arrivals; it is None if time ran out before it was known, or
    if being late costs nothing.
    """

    row: Mapping[str, int]
    cost: FloatArray
    late: FloatArray | None

    def on(self, classes: ResourceClasses) -> FloatArray:
        """[class, width] what slots cost at their dearest desk; where one of the desks was not priced, nothing."""
        prices = np.zeros((classes.count, classes.width))
        for cls, members in enumerate(classes.members):
            if all(name in self.row for name in members):
                for name, stretch in classes.desks(cls).items():
                    first, last = classes.absolute(cls, stretch.start), classes.absolute(cls, stretch.end)
                    known = prices[cls, stretch.start : stretch.end]
                    np.maximum(known, self.cost[self.row[name], first:last], out=known)
        return prices


def desk_prices(instance: Instance, *, seconds: float, crowded: bool) -> DeskPrices:
    """The prices of the relaxation, and how they grow with the price of lateness.

    If there is no time for the relaxation, they are those of the ascent. `crowded`: see `relax`.
    """
    budget = Budget(seconds, None)
    pricer = Pricer.of(instance)
    ascent = Ascent(pricer)
    until = budget.left() - budget.seconds(_ASCENT_SHARE)
    ascent.run(_ASCENT_ROUNDS, lambda: budget.left() <= until)
    relaxed = relax(pricer, ascent.best.prices, seconds=_RELAX_SHARE * budget.left(), crowded=crowded)
    if relaxed is None:
        return by_desk(pricer.classes, ascent.best.prices, None)
    slope = price_slope(pricer, relaxed, budget.left()) if instance.objective.late > 0 else None
    return by_desk(pricer.classes, relaxed.prices, slope)


def by_desk(classes: ResourceClasses, cost: FloatArray, late: FloatArray | None) -> DeskPrices:
    """Prices [class, width] told by desk."""
    instance = classes.instance
    row = {desk.id: n for n, desk in enumerate(instance.resources)}
    return DeskPrices(row, _spread(classes, row, cost), None if late is None else _spread(classes, row, late))


def _spread(classes: ResourceClasses, row: Mapping[str, int], values: FloatArray) -> FloatArray:
    spread = np.zeros((len(row), len(classes.instance.days) * classes.instance.slots_per_day))
    for cls in range(classes.count):
        for name, stretch in classes.desks(cls).items():
            first, last = classes.absolute(cls, stretch.start), classes.absolute(cls, stretch.end)
            spread[row[name], first:last] = values[cls, stretch.start : stretch.end]
    return spread
