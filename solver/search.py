"""Ruin and recreate: take some neighbours out, put each back by its cheapest itinerary, keep what is better.

Neighbours are arrivals whose windows meet; prices of the dual, scaled at random, keep desks for those who come
later in the order (Schrimpf et al. 2000; prices instead of regret).
"""

from dataclasses import dataclass

import numpy as np

from solver.assignment import Assignment
from solver.classes import FloatArray, IntArray

_SMALLEST, _LARGEST = 3, 16
_START_HEAT = 30.0  # of the objective: worse plans are taken with odds exp(-worse / heat)


@dataclass
class RuinRecreate:
    """Search from an assignment, changed in place; `best` keeps the columns of the best plan seen."""

    assignment: Assignment
    prices: FloatArray
    random: np.random.Generator

    def __post_init__(self) -> None:
        arrivals = self.assignment.pricer.classes.instance.arrivals
        self._opens = np.array([arrival.available_from for arrival in arrivals])
        self._closes = np.array([arrival.deadline for arrival in arrivals])
        self.cost = self.best_cost = self.assignment.cost
        self.best = list(self.assignment.columns)
        self.rounds = 0

    def result(self) -> Assignment:
        """The best plan seen, as the assignment that was given."""
        self.assignment.restore(dict(enumerate(self.best)))
        self.cost = self.best_cost
        return self.assignment

    def step(self, heat: float) -> None:
        """One round at a heat (share of the first one, falling to 0)."""
        self.rounds += 1
        taken = self._neighbours()
        before = sum(self.assignment.value(n) for n in taken)
        held = self.assignment.release(taken)
        prices = self.prices * self.random.choice((0.0, 0.5, 0.8, 1.0))
        for arrival in self._order(taken):
            self.assignment.insert(int(arrival), prices)
        change = sum(self.assignment.value(n) for n in taken) - before
        if change > 0 and self.random.random() >= np.exp(-change / max(heat * _START_HEAT, 1e-9)):
            self.assignment.restore(held)
            return
        self.cost += change
        if self.cost < self.best_cost - 1e-9:
            self.best_cost, self.best = self.cost, list(self.assignment.columns)

    def _neighbours(self) -> list[int]:
        """A late arrival or any other, and some of those whose windows meet its own."""
        late = self.assignment.late
        seed = int(self.random.choice(late)) if late and self.random.random() < 0.5 else self._any()
        meets = (self._opens < self._closes[seed]) & (self._opens[seed] < self._closes)
        meets[seed] = False
        size = min(int(self.random.integers(_SMALLEST, _LARGEST + 1)), int(meets.sum()))
        return [seed, *self.random.choice(np.flatnonzero(meets), size, replace=False).tolist()]

    def _any(self) -> int:
        return int(self.random.integers(len(self._opens)))

    def _order(self, taken: list[int]) -> IntArray:
        """Mostly the earliest deadlines first, shaken."""
        shake = self.random.random(len(taken)) * self.random.choice((0.0, 100.0, 1000.0))
        order: IntArray = np.array(taken)[np.argsort(self._closes[taken] + shake, kind="stable")]
        return order
