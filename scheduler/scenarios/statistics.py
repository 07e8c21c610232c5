"""What replications say of a mean, and how surely."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt

import numpy as np
from scipy.special import stdtrit

LEVEL = 0.95
_MOST_BATCHES = 20  # more of them add nothing to the interval, and shorter ones are less independent of each other


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over `count` samples and its 95 % interval, whose ends are None where one sample says nothing of it."""

    mean: float
    low: float | None
    high: float | None
    count: int

    @property
    def half_width(self) -> float | None:
        """Half of the interval's width."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    def within(self, least: float, most: float = inf) -> "Estimate":
        """The same of a quantity that cannot lie outside of bounds."""
        if self.low is None or self.high is None:
            return self
        return replace(self, low=max(self.low, least), high=min(self.high, most))


def estimate(values: Sequence[float]) -> Estimate | None:
    """The mean of independent values, by Student's t; None of no values at all."""
    if not values:
        return None
    mean = float(np.mean(values))
    if len(values) == 1:
        return Estimate(mean, None, None, 1)
    return _around(mean, float(np.std(values, ddof=1)), len(values))


def paired(a: Mapping[int, float], b: Mapping[int, float]) -> Estimate | None:
    """How much more `b` is than `a`, over the replications that both have; None if there are none.

    The same number drew the same people in both, so that most of what chance does cancels out.
    """
    return estimate([b[number] - a[number] for number in sorted(a.keys() & b.keys())])


def batch_means(weeks: Sequence[tuple[int, int]]) -> Estimate | None:
    """The share of one long run that is a success, out of (all, successes) of its weeks; None if nobody came.

    Weeks that follow each other are not independent: they are put together in at most 20 batches (Schmeiser 1982:
    between 10 and 30 are right). A share is the ratio of two means, its variance that of the residuals (Cochran,
    Sampling Techniques, on ratio estimators). A season makes the interval wider than it need be.
    """
    batches = np.array_split(np.array(weeks, dtype=float).reshape(-1, 2), min(len(weeks), _MOST_BATCHES) or 1)
    came, within = np.array([total for batch in batches if (total := batch.sum(axis=0))[0] > 0]).reshape(-1, 2).T
    if not came.size:
        return None
    share = float(within.sum() / came.sum())
    if came.size == 1:
        return Estimate(share, None, None, 1)
    residuals = within - share * came
    deviation = sqrt(float(residuals @ residuals) / (came.size - 1)) / float(came.mean())
    return _around(share, deviation, came.size)


def _around(mean: float, deviation: float, count: int) -> Estimate:
    half = float(stdtrit(count - 1, (1 + LEVEL) / 2)) * deviation / sqrt(count)
    return Estimate(mean, mean - half, mean + half, count)
