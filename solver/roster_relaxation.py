"""The cheapest roster for one sample in one linear programme: all its itineraries, and desks bought in fractions.

It is the flow of `solver.daily` with a column for each pattern, which adds to the free desks, and a row for those who
are late. Its prices, counted in late arrivals, make the cut that proves its cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from solver.classes import FloatArray
from solver.programme import BY_SIMPLEX, optimizer
from solver.roster import Pattern
from solver.shortage import Shortage

_LEAST_PRICE = 1e-9  # of a late arrival: under it the share costs nothing to keep


@dataclass(frozen=True)
class RelaxedRoster:
    """Desks [pattern] in fractions, and prices [class, width] of all desks in late arrivals."""

    desks: FloatArray
    prices: FloatArray


def relax_roster(
    shortage: Shortage, patterns: Sequence[Pattern], allowed: float, seconds: float
) -> RelaxedRoster | None:
    """The relaxed roster with at most `allowed` late; None if time runs out or if none are needed for that."""
    daily, desks = shortage.daily, np.eye(1 + len(patterns))
    if not shortage.network.entries:
        return None
    rows, columns = daily.model.num_row_, daily.model.num_col_
    highs = optimizer(daily.model, seconds, BY_SIMPLEX, shortage.stopped)
    daily.open(highs, shortage.hours(desks[0]))
    late = np.arange(daily.arcs, columns)
    highs.changeColsCost(len(late), late.astype(np.int32), np.zeros(len(late)))
    highs.addRow(-highspy.kHighsInf, allowed - shortage.helpless, len(late), late, np.ones(len(late)))
    unit = max(pattern.cost for pattern in patterns) or 1.0  # costs of about 1 are solved more precisely
    for pattern, one in zip(patterns, desks[1:], strict=True):
        brings = shortage.hours(one)
        used = np.flatnonzero(brings)
        most = highspy.kHighsInf if pattern.most is None else float(pattern.most)
        highs.addCol(pattern.cost / unit, 0.0, most, len(used), daily.nodes + used, -brings[used])
    highs.run()
    solution = highs.getSolution()
    price = -solution.row_dual[rows] if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal else 0.0
    if price < _LEAST_PRICE:
        return None
    bought = np.maximum(np.array(solution.col_value)[columns:], 0.0)
    return RelaxedRoster(bought, daily.spread(np.array(solution.row_dual)) / price)
