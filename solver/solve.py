"""From an instance to the best plan that time allows, with a proven bound.

A greedy plan first, so that there is always one; prices by ascent, the relaxation for the best bound; then the
relaxed plan rounded day by day, or, where few itineraries can matter, all of them in one programme to a proven
optimum; then neighbourhoods until time is up.
"""

from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from time import monotonic

import numpy as np

from solver.assignment import Assignment, greedy
from solver.classes import merged_classes
from solver.cpsat import Limits
from solver.groups import group_arrivals
from solver.incumbent import Incumbent, PlanRefusedError, Progress
from solver.instance import Instance
from solver.plan import Plan
from solver.prices import Ascent, Bound, lagrangian
from solver.pricing import Pricer
from solver.proof import prove
from solver.relaxation import Relaxation, relax
from solver.rounding import round_by_day, search_slack
from solver.search import RuinRecreate
from solver.windows import WindowSearch

__all__ = ["PlanRefusedError", "Progress", "solve"]

_ASCENT_ROUNDS = 120
_ASCENT_SHARE, _RELAX_SHARE, _PROOF_SHARE = 0.1, 0.5, 0.5  # of the time
_RESCUE_ROUNDS, _RESCUE_SHARE, _RESCUE_HEAT = 60, 0.15, 0.2
_PROMISING = 5  # visits that serving a late arrival may cost in a plan worth searching on from
_KEPT_BACK = 0.05  # share of the time for laying out and checking the plan


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
    return _Solve(instance, seconds, max(1, workers), seed, on_progress).run()


class _Solve:
    def __init__(
        self,
        instance: Instance,
        seconds: float,
        workers: int,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._start, self._seconds, self._workers = monotonic(), seconds, workers
        self._random = np.random.default_rng(seed)
        self._seed = seed
        classes = merged_classes(instance)
        self._pricer = Pricer(classes, group_arrivals(instance, classes))
        first = greedy(self._pricer, np.zeros((classes.count, classes.width)))
        self._best = Incumbent(first, self._elapsed, on_progress)
        self._promising = first

    def run(self) -> Plan:
        """Every stage in turn; each ends when time is up or the plan is proven."""
        with ThreadPoolExecutor(self._workers) as executor:
            for stage in (self._ascend, self._relax_and_round, self._prove, self._search):
                if not self._done():
                    stage(executor)
        return self._best.verified()

    def _elapsed(self) -> float:
        return monotonic() - self._start

    def _left(self) -> float:
        """Seconds that remain for searching."""
        return self._seconds * (1 - _KEPT_BACK) - self._elapsed()

    def _done(self) -> bool:
        return self._left() <= 0 or self._best.optimal

    def _consider(self, found: Assignment) -> None:
        """Keep a plan if it is the best; search on from it if it would be, its few late arrivals once served."""
        self._best.offer(found)
        if self._potential(found) < self._potential(self._promising):
            self._promising = found

    def _potential(self, plan: Assignment) -> float:
        objective = self._pricer.rules.objective
        return plan.cost - len(plan.late) * max(0.0, objective.late - _PROMISING * objective.visit)

    def _ascend(self, _executor: Executor) -> None:
        until = self._left() - self._seconds * _ASCENT_SHARE
        ascent = Ascent(self._pricer)
        ascent.run(_ASCENT_ROUNDS, lambda: self._left() <= until)
        self._best.raise_bound(ascent.best)
        self._consider(greedy(self._pricer, ascent.best.prices))

    def _relax_and_round(self, executor: Executor) -> None:
        """The relaxation in one thread; meanwhile ruin and recreate in this one."""
        limit = self._seconds * _RELAX_SHARE
        waiting = executor.submit(relax, self._pricer, self._best.bound.prices, seconds=limit)
        self._ruin_and_recreate(waiting)
        relaxed = waiting.result()
        if relaxed is None:
            return
        pricing = self._pricer.price_all(relaxed.prices)
        self._best.raise_bound(Bound(lagrangian(self._pricer, pricing, relaxed.prices), relaxed.prices))
        if not self._done():
            self._consider(round_by_day(self._pricer, relaxed, self._left, executor, self._workers))

    def _ruin_and_recreate(self, waiting: "Future[Relaxation | None]") -> None:
        search = RuinRecreate(self._best.copy(), self._best.bound.prices, self._random)
        while not waiting.done() and self._left() > 0:
            search.step(0.2)
        self._consider(search.result())

    def _prove(self, executor: Executor) -> None:
        limits = Limits(_PROOF_SHARE * self._left(), max(1, self._workers - 1), self._seed)
        proof = prove(self._pricer, self._best.bound, self._best.cost, limits, executor)
        if proof is not None:
            for plan in proof.plans:
                self._consider(plan)
            self._best.raise_bound(Bound(proof.bound, self._best.bound.prices))

    def _search(self, executor: Executor) -> None:
        """Windows closed by CP-SAT; while someone is late, ruin and recreate by turns with them."""
        plan, prices = self._promising, self._best.bound.prices
        windows = WindowSearch(plan, prices, search_slack(self._pricer), self._random)
        until = self._left() - _RESCUE_SHARE * self._seconds
        self._rescue(plan, lambda: self._left() > until)
        while not self._done():
            rounds = iter(range(_RESCUE_ROUNDS))
            self._rescue(plan, lambda rounds=rounds: next(rounds, None) is not None)  # type: ignore[misc]
            windows.step(executor, self._workers, self._left())
            self._best.offer(plan)

    def _rescue(self, plan: Assignment, goes_on: Callable[[], bool]) -> None:
        """Ruin and recreate around the late: it moves many a little, where a window moves few a lot."""
        search = RuinRecreate(plan, self._best.bound.prices, self._random)
        while plan.late and self._left() > 0 and goes_on():
            search.step(_RESCUE_HEAT)
        self._best.offer(search.result())
