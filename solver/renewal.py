"""Prices anew, of what is left of an instance once some of its days are planned.

The prices of the whole are one support of what the rest costs, and each day that is planned leaves a little less here
and more there than they foresaw. A day that follows them plans whom they think best, which may be dear for the days
after it. What is left is a problem like the whole, and its own relaxation says what later days are worth now.
"""

from functools import partial

import numpy as np

from solver.cheapest import Pricing
from solver.classes import FloatArray
from solver.prices import Dual
from solver.pricing import Pricer
from solver.relaxation import Rest, relax_rest
from solver.stopping import Stopped, never


def renewed(pricer: Pricer, rest: Rest, prices: FloatArray, *, seconds: float, stopped: Stopped = never) -> FloatArray:
    """The prices [class, width] of the rest, those there are if these prove as much or time runs out."""
    found = relax_rest(pricer, rest, prices, seconds=seconds, stopped=stopped)
    if found is None:
        return prices
    dual = dual_of_rest(pricer, rest)
    return max(prices, found, key=lambda some: dual.value(dual.price(some), some))


def dual_of_rest(pricer: Pricer, rest: Rest) -> Dual:
    """The dual of serving who still waits on what is left."""
    classes, price = pricer.classes, partial(_priced, pricer, rest)
    within = ((classes.day >= rest.days.start) & (classes.day < rest.days.stop))[:, None]
    free, late = np.where(within, rest.left.free, 0), float(pricer.objective.late)
    return Dual(late, rest.sizes, pricer.tables.move, 0, free, classes.open_slots & within, price)


def _priced(pricer: Pricer, rest: Rest, prices: FloatArray) -> Pricing:
    desks = pricer.desks(prices, rest.left, rest.days)
    return pricer.price_some(np.flatnonzero(rest.sizes), rest.sizes, desks, float(pricer.objective.late))
