"""What the days after those that are planned cost and hold, while these are planned.

Any number of slots of a later day can be had at their prices. In a crowd that is too simple: the prices make it the
same to many arrivals when they come, so a day cannot tell from them how many tomorrow has room for, nor which slots of
tomorrow will stay empty. There the next day is looked at: of each part of it there are only as many slots as there
are, and they cost a little less than their price, so that tomorrow fills up before today takes whom it need not. Where
some are late in every plan a slot that today leaves empty adds another: there tomorrow costs its price.
"""

from typing import NamedTuple

import numpy as np

from solver.assignment import Held
from solver.classes import FloatArray, IntArray
from solver.last_chance import last_chances
from solver.pricing import Pricer

FREE = -1  # of slots that are as many as anyone pays for
PARTS = 6  # of a day that is looked at
_CHARGED = 0.95  # of the price of a slot on a day that is looked at; what it lacks room for costs the rest and more
_LAST_CHANCE = 0.015  # of a desk's dearest slot: what it is worth to take one that nobody can take later


class Later(NamedTuple):
    """What slots cost, `prices` [class, width], and which of them there are only as many of as there are.

    Those of one number in `part` [class, width] are counted together, `FREE` ones not at all. Prices may be less than
    nothing.
    """

    prices: FloatArray
    part: IntArray


def priced(prices: FloatArray) -> Later:
    """Later days at their prices alone."""
    return Later(prices, np.full(prices.shape, FREE))


def in_crowd(pricer: Pricer, prices: FloatArray, held: Held, days: range, *, scarce: bool = False) -> Later:
    """Later days of which some are looked at, none if they are empty; `scarce`: where some are late in every plan.

    Slots of the first one for which the days before are the last chance are better taken than not, each by itself.
    """
    classes = pricer.classes
    last_chance = last_chances(pricer, held, days.start)
    seen = classes.open_slots & ((classes.day >= days.start) & (classes.day < days.stop))[:, None] & ~last_chance
    dearest = prices.max(axis=1, keepdims=True, initial=0.0)
    charged = np.where(seen, 1.0 if scarce else _CHARGED, 1.0) * prices
    slots = np.arange(prices.size).reshape(prices.shape)
    pieces = np.arange(classes.count)[:, None] * PARTS + np.arange(classes.width) * PARTS // classes.width
    part = np.where(last_chance, slots, np.where(seen, prices.size + pieces, FREE))
    return Later(np.where(last_chance, -_LAST_CHANCE * dearest, charged), part)
