"""From an instance to the best plan that time allows, with a proven bound.

A greedy plan first, so that there is always one; prices by ascent, the relaxation for the best bound; then the
relaxed plan rounded day by day, or, where few itineraries can matter, CP-SAT over all of them to a proven optimum;
then neighbourhoods until time is up.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

import numpy as np

from solver.assignment import Assignment, greedy
from solver.classes import merged_classes
from solver.groups import group_arrivals
from solver.instance import Instance
from solver.layout import lay_out
from solver.neighbourhood import Limits, Neighbourhood, close, settle
from solver.plan import Plan
from solver.prices import Ascent, Bound, lagrangian, next_possible_cost
from solver.pricing import Pricer
from solver.relaxation import Relaxation, relax
from solver.rounding import round_by_day, search_slack
from solver.search import RuinRecreate
from solver.verify import verify
from solver.windows import WindowSearch

_LOG = logging.getLogger(__name__)
_ASCENT_ROUNDS = 120
_ASCENT_SHARE, _RELAX_SHARE = 0.1, 0.5
_EXACT_ARCS = 30_000
_OPTIMAL = 1e-6
_KEPT_BACK = 0.05  # share of the time left for laying out and checking the plan


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a solve stands: cost of the best plan, proven bound, late arrivals, seconds since its start."""

    cost: float
    bound: float
    late: int
    seconds: float


class PlanRefusedError(RuntimeError):
    """Every plan found broke a rule of the format: a defect of the solver, never used as a plan."""


def solve(
    instance: Instance,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """The best verified plan found within `seconds` with `workers` threads.

    Raises PlanRefusedError if the verifier refuses all plans found.
    """
    return _Solve(instance, seconds, workers, seed, on_progress).run()


class _Solve:
    def __init__(
        self,
        instance: Instance,
        seconds: float,
        workers: int,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._start = monotonic()
        self._seconds, self._workers, self._seed, self._on_progress = seconds, max(1, workers), seed, on_progress
        self._instance = instance
        classes = merged_classes(instance)
        self._pricer = Pricer(classes, group_arrivals(instance, classes))
        self._bound = Bound(0.0, np.zeros((classes.count, classes.width)))
        self._best = greedy(self._pricer, self._bound.prices)
        self._first = list(self._best.columns)

    def run(self) -> Plan:
        """Every stage in turn; each ends when time is up or the plan is proven."""
        self._report()
        with ThreadPoolExecutor(self._workers) as executor:
            for stage in (self._ascend, self._relax_and_round, self._prove, self._search):
                if not self._done():
                    stage(executor)
        return self._verified()

    def _left(self) -> float:
        """Seconds that remain for searching."""
        return self._seconds * (1 - _KEPT_BACK) - (monotonic() - self._start)

    def _done(self) -> bool:
        return self._left() <= 0 or self._best.cost - self._bound.value <= _OPTIMAL * max(1.0, self._best.cost)

    def _ascend(self, _executor: Executor) -> None:
        until = self._left() - self._seconds * _ASCENT_SHARE
        ascent = Ascent(self._pricer)
        ascent.run(_ASCENT_ROUNDS, lambda: self._left() <= until)
        self._raise_bound(ascent.best)
        self._keep(greedy(self._pricer, ascent.best.prices))

    def _relax_and_round(self, executor: Executor) -> None:
        """The relaxation in one thread; meanwhile ruin and recreate in this one."""
        objective = self._pricer.rules.objective
        slack = objective.visit + 2 * objective.day + 10 * objective.wait_slot
        limit = self._seconds * _RELAX_SHARE
        waiting = executor.submit(relax, self._pricer, self._bound.prices, slack, seconds=limit)
        self._ruin_and_recreate(waiting)
        relaxed = waiting.result()
        if relaxed is None:
            return
        pricing = self._pricer.price_all(relaxed.prices)
        self._raise_bound(Bound(lagrangian(self._pricer, pricing, relaxed.prices), relaxed.prices))
        if not self._done():
            self._keep(round_by_day(self._pricer, relaxed, self._left, executor, self._workers))

    def _ruin_and_recreate(self, waiting: "Future[Relaxation | None]") -> None:
        search = RuinRecreate(self._best, self._bound.prices, np.random.default_rng(self._seed))
        while not waiting.done() and self._left() > 0:
            search.step(0.2)
        self._keep(search.result())

    def _prove(self, _executor: Executor) -> None:
        """CP-SAT over every itinerary that can be part of a better plan, where these are few."""
        everyone = Assignment(self._pricer)
        gap = self._best.cost - self._bound.value
        arrivals = range(len(self._instance.arrivals))
        late = self._pricer.rules.objective.late
        limits = Limits(0.5 * self._left(), self._workers, self._seed, arcs=_EXACT_ARCS)
        closed = close(everyone, Neighbourhood(arrivals, None, gap), self._bound.prices, late, limits)
        if closed is not None:
            lost = closed.lost + len(self._pricer.groups.hopeless)
            proven = min(self._best.cost, closed.flow.bound + late * lost)
            settle(everyone, arrivals, closed)
            self._keep(everyone)
            self._raise_bound(Bound(proven, self._bound.prices))

    def _search(self, executor: Executor) -> None:
        slack = search_slack(self._pricer)
        search = WindowSearch(self._best, self._bound.prices, slack, np.random.default_rng(self._seed))
        while not self._done():
            search.step(executor, self._workers, self._left())
            self._report()

    def _keep(self, found: Assignment) -> None:
        """Take a plan over if it is better."""
        if found.cost < self._best.cost:
            self._best = found
        self._report()

    def _raise_bound(self, found: Bound) -> None:
        value = next_possible_cost(self._pricer.rules.objective, found.value)
        if value > self._bound.value:
            self._bound = Bound(value, found.prices)
        self._report()

    def _report(self) -> None:
        if self._on_progress is not None:
            seconds = monotonic() - self._start
            bound = min(self._bound.value, self._best.cost)
            self._on_progress(Progress(self._best.cost, bound, len(self._best.late), seconds))

    def _verified(self) -> Plan:
        """The best plan if the verifier agrees; else the first one, and an alert."""
        for columns in (list(self._best.columns), self._first):
            self._best.restore(dict(enumerate(columns)))
            plan = lay_out(self._best, self._bound.value, monotonic() - self._start)
            verdict = verify(self._instance, plan)
            if verdict.ok:
                return plan
            _LOG.error("plan refused by the verifier: %s", verdict.violations[0].message)
        raise PlanRefusedError
