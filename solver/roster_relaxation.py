"""The cheapest roster for one sample in one linear programme: all its itineraries, and desks bought in fractions.

It is the relaxation of `solver.relaxation` with a column for each pattern, which adds to the free desks, and a row for
those who are late. Its prices, counted in late arrivals, make the cut that proves its cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from solver.classes import FloatArray
from solver.programme import BY_INTERIOR_POINT, Programme, optimizer
from solver.roster import Pattern
from solver.shortage import Shortage

_LEAST_PRICE = 1e-9  # of a late arrival: under it the share costs nothing to keep
_PRECISE: dict[str, bool | float | str] = {**BY_INTERIOR_POINT, "ipm_optimality_tolerance": 1e-6}


@dataclass(frozen=True)
class RelaxedRoster:
    """Desks [pattern] in fractions, and prices [class, width] of all desks in late arrivals."""

    desks: FloatArray
    prices: FloatArray


def relax_roster(
    shortage: Shortage, patterns: Sequence[Pattern], allowed: float, seconds: float
) -> RelaxedRoster | None:
    """The relaxed roster with at most `allowed` late; None if time runs out or if none are needed for that."""
    network, desks = shortage.network, np.eye(1 + len(patterns))
    if not network.entries:
        return None
    programme = Programme(network, shortage.free(desks[0]), 0.0)
    rows, columns = programme.model.num_row_, programme.model.num_col_
    highs = optimizer(programme.model, seconds, _PRECISE)
    late = np.arange(len(network.arcs.tail), columns)
    highs.addRow(-highspy.kHighsInf, allowed - shortage.helpless, len(late), late, np.ones(len(late)))
    unit = max(pattern.cost for pattern in patterns) or 1.0  # costs of about 1 are solved more precisely
    for pattern, one in zip(patterns, desks[1:], strict=True):
        brings = shortage.free(one).reshape(-1)[programme.cells]
        used = np.flatnonzero(brings)
        most = highspy.kHighsInf if pattern.most is None else float(pattern.most)
        highs.addCol(pattern.cost / unit, 0.0, most, len(used), network.nodes + used, -brings[used])
    highs.run()
    solution = highs.getSolution()
    price = -solution.row_dual[rows] if solution.dual_valid else 0.0
    if price < _LEAST_PRICE:
        return None
    bought = np.maximum(np.array(solution.col_value)[columns:], 0.0)
    return RelaxedRoster(bought, programme.prices(np.array(solution.row_dual)) / price)
