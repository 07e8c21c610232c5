"""The best plan and the best bound of a solve as it goes on, and who is told of them."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from solver.assignment import Assignment
from solver.instance import Instance
from solver.layout import lay_out
from solver.plan import Plan
from solver.prices import Bound, next_possible_cost
from solver.pricing import Pricer
from solver.verify import verify

_LOG = logging.getLogger(__name__)
_OPTIMAL = 1e-6
_PROMISING = 5  # visits that serving a late arrival may cost in a plan worth searching on from


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands: cost of the best plan, proven bound, late arrivals, seconds since its start."""

    cost: float
    bound: float
    late: int
    seconds: float


class PlanRefusedError(RuntimeError):
    """Every plan found broke a rule of the format: a defect of the solver, never used as a plan."""


class Incumbent:
    """Keeps the best; `elapsed` gives the seconds since the start.

    `forced_late`: how many are late in every plan, as far as is known. `promising`: the plan worth searching on from,
    itself and no copy: it would be the best, its few late arrivals once served; but one in which no more are late than
    have to be is never left for one in which they are.
    """

    def __init__(
        self, first: Assignment, elapsed: Callable[[], float], on_progress: Callable[[Progress], None] | None
    ) -> None:
        self._pricer: Pricer = first.pricer
        self._elapsed, self._on_progress = elapsed, on_progress
        self._first, self._best = first.copy(), first.copy()
        self.promising, self.forced_late = first.copy(), 0
        self.cost, self.late = first.cost, len(first.late)
        classes = first.pricer.classes
        self.bound = Bound(0.0, np.zeros((classes.count, classes.width)))
        self.report()

    @property
    def gap(self) -> float:
        """Cost beyond the bound."""
        return self.cost - self.bound.value

    @property
    def too_many(self) -> bool:
        """Whether more are late than have to be."""
        return self.late > self.forced_late

    @property
    def optimal(self) -> bool:
        """Whether nothing better can exist."""
        return self.gap <= _OPTIMAL * max(1.0, self.cost)

    def offer(self, found: Assignment) -> None:
        """Keep a plan if it is better, and search on from it if it promises more."""
        if found.cost < self.cost:
            self._best.become(found)
            self.cost, self.late = found.cost, len(found.late)
        if self._potential(found) < self._potential(self.promising):
            self.promising = found
        self.report()

    def _potential(self, plan: Assignment) -> float:
        """What a plan may come to once its late arrivals are served, where more are late than have to be."""
        if not self.too_many:
            return plan.cost
        objective = self._pricer.objective
        return plan.cost - len(plan.late) * max(0.0, objective.late - _PROMISING * objective.visit)

    def raise_bound(self, found: Bound) -> None:
        """Keep a bound, and the prices that prove it, if it is better."""
        value = next_possible_cost(self._pricer.objective, found.value, self._pricer.tables.move.tolist())
        if value > self.bound.value:
            self.bound = Bound(value, found.prices)
        self.report()

    def report(self) -> None:
        """Tell where the solve stands."""
        if self._on_progress is not None:
            bound = min(self.bound.value, self.cost)
            self._on_progress(Progress(self.cost, bound, self.late, self._elapsed()))

    def copy(self) -> Assignment:
        """The best plan, to be changed."""
        return self._best.copy()

    def candidates(self) -> tuple[Assignment, Assignment]:
        """The best plan, and the first one in case that the verifier refuses it."""
        return self._best.copy(), self._first.copy()

    def verified(self) -> Plan:
        """The first of the candidates that the verifier accepts; raises PlanRefusedError."""
        plans = (lay_out(found, self.bound.value, self._elapsed()) for found in self.candidates())
        return first_accepted(self._pricer.classes.instance, plans)


def first_accepted(instance: Instance, plans: Iterable[Plan]) -> Plan:
    """The first plan that the verifier accepts, an alert for each that it does not; raises PlanRefusedError."""
    for plan in plans:
        verdict = verify(instance, plan)
        if verdict.ok:
            return plan
        _LOG.error("plan refused by the verifier: %s", verdict.violations[0].message)
    raise PlanRefusedError
