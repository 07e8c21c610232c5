"""How many are late at least, as a function of the roster: cuts by prices.

Let a late arrival cost 1 and nothing else cost anything. For any prices p that are not negative, the bound of
`solver.prices` on the number late is linear in the free desks, hence in the desks of a roster,

    late  >=  sum over groups of size * min(1, cheapest itinerary under p)  -  sum of p * free desks,

and holds for every roster: a cut of Benders (1962). The prices of the relaxation at one roster make it tight there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.classes import FloatArray, ResourceClasses, merged_classes
from solver.daily import DailyFlow
from solver.forced import LATENESS
from solver.instance import Instance, Resource
from solver.network import build_network
from solver.prices import lagrangian
from solver.pricing import Pricer
from solver.programme import Programme
from solver.roster import Pattern
from solver.stopping import Stopped, never


@dataclass(frozen=True)
class Cut:
    """At least `arrivals` - `worth` @ desks are late in a sample, `worth` [1 + pattern] as the desks are counted."""

    sample: int
    arrivals: float
    worth: FloatArray

    def late(self, desks: FloatArray) -> float:
        """How many are late at least with so many desks [1 + pattern]."""
        return self.arrivals - float(self.worth @ desks)


class Shortage:
    """A sampled demand, its number among the samples, and the patterns it may get desks of.

    Desks are counted [1 + pattern]: the first count stands for all desks that are there anyway, and is 1. `cover`:
    [1 + pattern, class] desks of each class that one of them brings. `network` holds every itinerary, `daily` the same
    with the slots of each day added up.
    """

    def __init__(self, sample: int, demand: Instance, patterns: Sequence[Pattern], stopped: Stopped = never) -> None:
        templates = tuple(pattern.desk for pattern in patterns)
        further = _further(templates, demand.most_desks)
        instance = replace(demand, objective=LATENESS, resources=(*demand.resources, *templates, *further))
        self._pricer, self.stopped = Pricer.over(merged_classes(instance)), stopped
        self.sample, self.classes = sample, self._pricer.classes
        self.cover = _cover(self.classes, {desk.id: n for n, desk in enumerate(templates, start=1)}, further)
        counts = dict(enumerate(self._pricer.groups.sizes.tolist()))
        self.network = build_network(self._pricer, counts, self._none, self._pricer.empty, np.inf)
        self.daily = DailyFlow(self.network, self.classes, stopped=stopped)

    @property
    def helpless(self) -> int:
        """How many arrivals are late with any roster."""
        return len(self.classes.instance.arrivals) - sum(entry.count for entry in self.network.entries)

    def free(self, desks: FloatArray) -> FloatArray:
        """[class, width] free desks of a roster [1 + pattern], whole or not."""
        found: FloatArray = (desks @ self.cover)[:, None] * self.classes.open_slots
        return found

    def hours(self, desks: FloatArray) -> FloatArray:
        """[class] free slots of a roster [1 + pattern] in all, whole or not."""
        return self.daily.hours(self.free(desks))

    def daily_prices(self, desks: FloatArray, seconds: float) -> FloatArray | None:
        """Prices [class, width] that prove most with these desks [1 + pattern] if any hours of a day will do.

        None if time runs out. They cost a hundredth of `prices` and mostly prove as much.
        """
        return self.daily.prices(self.hours(desks), seconds) if self.network.entries else self._none

    def prices(self, desks: FloatArray, seconds: float) -> FloatArray | None:
        """Prices [class, width] that prove most with these desks [1 + pattern], None if time runs out."""
        if not self.network.entries:
            return self._none
        found = Programme(self.network, self.free(desks), LATENESS.late).relaxed(seconds, self.stopped)
        return found[0] if found else None

    @property
    def _none(self) -> FloatArray:
        return np.zeros(self.classes.free.shape)

    def cut(self, prices: FloatArray) -> Cut:
        """What prices [class, width] prove for every roster."""
        proven = lagrangian(self._pricer, self._pricer.price_all(prices), prices)
        arrivals = proven + float((prices * self.classes.free).sum())
        return Cut(self.sample, arrivals, self.cover @ (prices * self.classes.open_slots).sum(axis=1))


def _further(templates: Sequence[Resource], most: int) -> tuple[Resource, ...]:
    """More desks of each pattern where a step takes several at once: a roster may have as many."""
    return tuple(replace(desk, id=f"{desk.id} and {n}") for desk in templates for n in range(1, most))


def _cover(classes: ResourceClasses, number: dict[str, int], further: Sequence[Resource]) -> FloatArray:
    cover, uncounted = np.zeros((1 + len(number), classes.count)), {desk.id for desk in further}
    for cls, members in enumerate(classes.members):
        for desk in members:
            if desk not in uncounted:
                cover[number.get(desk, 0), cls] += 1
    return cover
