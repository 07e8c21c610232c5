"""Bid prices of a scenario: what slots are worth on average, found once for all of its replications.

The service finds prices every night, for the desks that are free then and those who are still to ask. Both shrink at
the same pace on average, so that prices found beforehand, with all desks free and everybody still to ask, are about
those of every night; what is scarce today beyond that shows in the price of broken stretches.
"""

from collections import defaultdict

import numpy as np

from scheduler.scenarios.demand import draw
from scheduler.scenarios.world import World
from solver.bid_prices import BidPrices
from solver.classes import FloatArray, ResourceClasses

_FUTURES = 4
_AROUND = 2  # weeks before and after whose equal weekdays are averaged too
_EXPECTED = 1 << 20  # numbers of the samples: no replication has them


def standing_prices(world: World) -> FloatArray:
    """[class, width] prices from samples of the demand, which none of the replications need resemble."""
    scenario = world.scenario
    numbers = range(_EXPECTED, _EXPECTED + _FUTURES)
    drawn = (draw(scenario.demand, scenario.horizon, 0, scenario.seed, number) for number in numbers)
    futures = [world.requests(newcomers).arrivals for newcomers in drawn]
    found = BidPrices(world.classes).follow(world.classes.free, futures)
    return _smoothed(world.classes, found)


def _smoothed(classes: ResourceClasses, prices: FloatArray) -> FloatArray:
    """Averages over classes that are alike on equal weekdays of the weeks around: a sample of few says little."""
    alike: dict[object, list[int]] = defaultdict(list)
    for cls in range(classes.count):
        weekday = classes.instance.days[classes.day[cls]].weekday()
        alike[weekday, int(classes.start[cls]), int(classes.end[cls]), classes.members[cls]].append(cls)
    found = np.empty_like(prices)
    for some in alike.values():
        for n, cls in enumerate(some):
            found[cls] = prices[some[max(0, n - _AROUND) : n + _AROUND + 1]].mean(axis=0)
    return found
