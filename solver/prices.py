"""Prices of (class, slot) by ascent on the Lagrangian dual, and the bound they prove.

For any non-negative prices p

    sum over groups of size * min(late, cheapest itinerary under p) - sum of p * free desks

is a lower bound on the cost of every plan. Its subgradient is how far the cheapest itineraries overbook each slot.
Steps follow Adam (Kingma and Ba 2015), whose running averages tame the jumps between equally cheap itineraries;
the bound is taken at averaged prices, which are better than the last ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.instance import Objective
from solver.pricing import Columns, Pricer, Pricing

_MOMENTUM, _SCALE_MEMORY = 0.9, 0.99
_FIRST_STEP, _STEP_DECAY = 0.01, 100.0  # of the dearest part of an itinerary; rounds
_AVERAGING = 0.05
_CHECK_EVERY = 10
_ROUNDING = 1e-9  # floating point sums are not trusted beyond this


@dataclass(frozen=True)
class Bound:
    """A proven lower bound and the prices [class, width] that prove it."""

    value: float
    prices: FloatArray


def lagrangian(pricer: Pricer, pricing: Pricing, prices: FloatArray) -> float:
    """The bound that these prices prove; arrivals that fit nowhere pay `late`."""
    late = pricer.rules.objective.late
    groups = pricer.groups
    served = float((np.minimum(pricing.values(), late) * groups.sizes).sum())
    value = served + late * len(groups.hopeless) - float((prices * pricer.classes.free).sum())
    return value - _ROUNDING * max(1.0, abs(value))


def next_possible_cost(objective: Objective, bound: float) -> float:
    """The lowest cost a plan can have that is not under a bound: whole prices make whole costs."""
    prices = (objective.late, objective.visit, objective.wait_slot, objective.day)
    whole = all(price == round(price) for price in prices)
    return float(np.ceil(bound - _ROUNDING * max(1.0, abs(bound)))) if whole and np.isfinite(bound) else bound


class Ascent:
    """The ascent as it stands; `step` takes one more, `best` is the best bound so far."""

    def __init__(self, pricer: Pricer) -> None:
        self._pricer = pricer
        shape = pricer.classes.free.shape
        self._prices, self._average = np.zeros(shape), np.zeros(shape)
        self._mean, self._square = np.zeros(shape), np.zeros(shape)
        objective = pricer.rules.objective
        self._first_step = _FIRST_STEP * max(objective.visit, objective.day, objective.wait_slot)
        self.rounds = 0
        self.best = Bound(lagrangian(pricer, pricer.price_all(self._prices), self._prices), self._prices)

    def run(self, rounds: int, out_of_time: Callable[[], bool]) -> None:
        """Some more rounds, fewer if time runs out."""
        for _ in range(rounds):
            if out_of_time():
                return
            self.step()

    def step(self) -> None:
        """One round: price everything, move the prices along the overbooking."""
        pricing = self._pricer.price_all(self._prices)
        self.rounds += 1
        gradient = self._usage(pricing) - self._pricer.classes.free
        self._mean += (1 - _MOMENTUM) * (gradient - self._mean)
        self._square += (1 - _SCALE_MEMORY) * (gradient**2 - self._square)
        mean = self._mean / (1 - _MOMENTUM**self.rounds)
        square = self._square / (1 - _SCALE_MEMORY**self.rounds)
        length = self._first_step / (1 + self.rounds / _STEP_DECAY)
        self._prices = np.maximum(self._prices + length * mean / (np.sqrt(square) + 1e-8), 0.0)
        self._prices[~self._pricer.classes.open_slots] = 0.0
        self._average += max(_AVERAGING, 1 / self.rounds) * (self._prices - self._average)
        if self.rounds % _CHECK_EVERY == 0:
            self._keep(self._average.copy())

    def _keep(self, prices: FloatArray) -> None:
        value = lagrangian(self._pricer, self._pricer.price_all(prices), prices)
        if value > self.best.value:
            self.best = Bound(value, prices)

    def _usage(self, pricing: Pricing) -> FloatArray:
        """[class, width] desks that the cheapest itineraries would take, late ones none."""
        late = self._pricer.rules.objective.late
        usage = np.zeros((self._pricer.classes.count, self._pricer.classes.width + 1))
        for columns in pricing.cheapest():
            taken = columns.value < late
            add_usage(usage, columns, self._pricer.groups.sizes[columns.group] * taken)
        return np.cumsum(usage, axis=1)[:, :-1]


def add_usage(changes: FloatArray, columns: Columns, times: IntArray) -> None:
    """Add the spans of columns, so many times each, to [class, width + 1] changes in desks taken."""
    weights = np.repeat(times, columns.cls.shape[1])
    cls, start, length = columns.cls.reshape(-1), columns.start.reshape(-1), columns.length.reshape(-1)
    np.add.at(changes, (cls, start), weights)
    np.add.at(changes, (cls, start + length), -weights)
