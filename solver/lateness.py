"""A better bound where some must be late: nobody is late by halves.

The relaxation may leave 0.8 of an arrival late and pay 0.8 of the price. For every whole number k a plan has either at
least k late or at most k - 1. With another price of lateness, l instead of `late`, the Lagrangian bound B(l) says

    at least k late:      cost >= B(l) + (late - l) * k          for every l <= late,
    at most k - 1 late:   cost >= B(l) - (l - late) * (k - 1)    for every l >= late,

and the lower of the two holds for every plan (disjunction; Balas 1979).
"""

import numpy as np

from solver.classes import FloatArray
from solver.prices import lagrangian
from solver.pricing import Pricer
from solver.programme import Programme
from solver.relaxation import Relaxation
from solver.stopping import Stopped, never

_WHOLE = 0.02  # so near to a whole number a fraction is taken for it
_DEARER = 2.0  # times the price of lateness, for at most k - 1
_CHEAPER = (0.9, 0.7, 0.5, 0.35, 0.25, 0.15, 0.1, 0.07, 0.05, 0.03)  # for at least k


def late_mass(pricer: Pricer, relaxed: Relaxation) -> float:
    """How many arrivals the relaxed plan leaves late, in fractions; those who can never come among them."""
    served = float(relaxed.flow[relaxed.network.arcs.opens >= 0].sum())
    return float(pricer.groups.sizes.sum()) - served + len(pricer.groups.hopeless)


def price_slope(pricer: Pricer, relaxed: Relaxation, seconds: float, stopped: Stopped = never) -> FloatArray | None:
    """[class, width] by how much prices grow with the price of lateness, None if time runs out.

    The price of a desk is what the cost falls by with one more; so this is by how much the number of late arrivals
    falls, from this price of lateness to a higher one.
    """
    dear = _DEARER * pricer.objective.late
    found = Programme(relaxed.network, pricer.classes.free, dear).relaxed(seconds, stopped)
    return None if found is None else (found[0] - relaxed.prices) / (dear - pricer.objective.late)


def bound_by_number_late(pricer: Pricer, relaxed: Relaxation, seconds: float, stopped: Stopped = never) -> float | None:
    """The bound that whole numbers of late arrivals prove.

    None if the relaxed plan leaves a whole number late as it is, or if time runs out.
    """
    mass = late_mass(pricer, relaxed)
    if abs(mass - round(mass)) < _WHOLE:
        return None
    late, least = float(pricer.objective.late), int(np.ceil(mass))
    dear = _DEARER * late
    slope = price_slope(pricer, relaxed, seconds, stopped)
    if slope is None:
        return None
    dearer = np.maximum(relaxed.prices + (dear - late) * slope, 0.0)
    fewer = _bound(pricer, dearer, dear) - (dear - late) * (least - 1)
    cheaper = ((late * share, np.maximum(relaxed.prices - late * (1 - share) * slope, 0.0)) for share in _CHEAPER)
    more = max(_bound(pricer, prices, price) + (late - price) * least for price, prices in cheaper)
    return min(fewer, more)


def _bound(pricer: Pricer, prices: FloatArray, late: float) -> float:
    return lagrangian(pricer, pricer.price_all(prices, late), prices, late)
