"""From an instance to the best plan that time allows, with a proven bound.

A greedy plan first, so that there is always one; prices by ascent, the relaxation for the best bound; then a plan
made day by day under its prices, or, where few itineraries can matter, all of them in one programme to a proven
optimum; then neighbourhoods until time is up.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import numpy as np

from solver.assignment import Assignment, greedy
from solver.budget import CHUNK, Budget
from solver.classes import merged_classes
from solver.cpsat import Limits
from solver.diving import dive
from solver.forward import plan_forward
from solver.groups import group_arrivals
from solver.incumbent import Incumbent, PlanRefusedError, Progress
from solver.instance import Instance
from solver.lateness import bound_by_number_late
from solver.plan import Plan
from solver.prices import Ascent, Bound, lagrangian
from solver.pricing import Pricer
from solver.proof import prove
from solver.relaxation import Relaxation, relax
from solver.search import RuinRecreate, Schedule
from solver.windows import WindowSearch, search_slack

__all__ = ["PlanRefusedError", "Progress", "solve"]

_ASCENT_ROUNDS = 300
_ASCENT_SHARE, _RELAX_SHARE, _PROOF_SHARE = 0.08, 0.7, 0.5  # of the time
_SEARCH_HEAT = (2.0, 0.5)
_SEARCH_SHARE = 0.05  # of the budget, before the relaxation and after each plan made day by day
_QUICK_SHARE, _QUICK_ALONE = 0.15, 0.6  # of the time left for the days, with and without an exact plan to follow
_EXACT_SHARE, _EXACT_LEAST, _DAY_GAP = 0.55, 1.5, 1e-3  # of the time left; seconds of a day worth it; of its cost
_COUNT_SHARE = 0.4  # of the time left, for the bound by the number of late arrivals
_LAST_SHARE = 0.3  # of the rounds, for the end
_PROMISING = 5  # visits that serving a late arrival may cost in a plan worth searching on from


def solve(
    instance: Instance,
    *,
    seconds: float,
    rounds: int | None = None,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Plan:
    """The best verified plan found within `seconds`, and `rounds` if given, with `workers` threads.

    It ends early with the best so far once `stopped` says so, after what an engine is at.
    A limit in rounds that the seconds suffice for gives the same plan each time. Raises PlanRefusedError if the
    verifier refuses all plans found.
    """
    budget, classes = Budget(seconds, rounds, stopped), merged_classes(instance)
    first = greedy(Pricer(classes, group_arrivals(instance, classes)), np.zeros((classes.count, classes.width)))
    return solve_from(first, budget, workers, seed, on_progress).verified()


def solve_from(
    first: Assignment,
    budget: Budget,
    workers: int,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
) -> Incumbent:
    """The best plan and bound found within a budget, from a first plan on; the prices of moves count as cost."""
    return _Solve(first, budget, max(1, workers), seed, on_progress).run()


class _Solve:
    def __init__(
        self,
        first: Assignment,
        budget: Budget,
        workers: int,
        seed: int,
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self._budget, self._workers = budget, workers
        self._random = np.random.default_rng(seed)
        self._seed = seed
        self._pricer = first.pricer
        self._best = Incumbent(first, budget.elapsed, on_progress)
        self._promising = first.copy()

    def run(self) -> Incumbent:
        """Every stage in turn; each ends when time is up or the plan is proven."""
        with ThreadPoolExecutor(self._workers) as executor:
            for stage in (self._ascend, self._relax_and_round, self._prove, self._search):
                if not self._done():
                    stage(executor)
        return self._best

    def _done(self) -> bool:
        return self._budget.left() <= 0 or self._best.optimal

    def _consider(self, found: Assignment) -> None:
        """Keep a plan if it is the best; search on from it if it would be, its few late arrivals once served."""
        self._best.offer(found)
        if self._potential(found) < self._potential(self._promising):
            self._promising = found

    def _potential(self, plan: Assignment) -> float:
        objective = self._pricer.objective
        return plan.cost - len(plan.late) * max(0.0, objective.late - _PROMISING * objective.visit)

    def _ascend(self, _executor: Executor) -> None:
        until = self._budget.left() - self._budget.seconds(_ASCENT_SHARE)
        ascent = Ascent(self._pricer)
        ascent.run(_ASCENT_ROUNDS, lambda: self._budget.left() <= until)
        self._best.raise_bound(ascent.best)
        self._consider(greedy(self._pricer, ascent.best.prices))

    def _relax_and_round(self, executor: Executor) -> None:
        """The relaxation, after a moment of search lest it take all the time; then plans near it."""
        self._polish(self._best.copy())
        began = self._budget.elapsed()
        relaxed = relax(
            self._pricer,
            self._best.bound.prices,
            seconds=self._budget.seconds(_RELAX_SHARE),
            crowded=self._best.late > 0,
        )
        if relaxed is None:
            return
        pricing = self._pricer.price_all(relaxed.prices)
        self._best.raise_bound(Bound(lagrangian(self._pricer, pricing, relaxed.prices), relaxed.prices))
        self._count_the_late(relaxed, self._budget.elapsed() - began)
        if not self._done():
            self._plan_near(relaxed, executor)

    def _count_the_late(self, relaxed: Relaxation, seconds: float) -> None:
        """Better the bound by whole numbers of late arrivals, if it leaves time for more than the relaxation took."""
        limit = _COUNT_SHARE * self._budget.left()
        if not self._best.late or seconds > limit:
            return
        value = bound_by_number_late(self._pricer, relaxed, limit)
        if value is not None:
            self._best.raise_bound(Bound(value, relaxed.prices))

    def _plan_near(self, relaxed: Relaxation, executor: Executor) -> None:
        """Plans made day by day near the relaxed one: quickly, then exactly if a day has the time for that."""
        days = len(self._pricer.classes.instance.days)
        exact = self._budget.left() * _EXACT_SHARE / days
        enough = exact >= _EXACT_LEAST and not self._budget.by_rounds
        rounds = self._budget.day_rounds(_QUICK_SHARE if enough else _QUICK_ALONE, days)
        self._polish(plan_forward(self._pricer, relaxed, rounds, self._next_seed(), executor, self._workers))
        if enough and not self._done():
            limits = Limits(exact, max(1, self._workers - 1), self._seed, _DAY_GAP * self._best.bound.value / days)
            self._polish(dive(self._pricer, relaxed, lambda _days: limits, executor))

    def _polish(self, plan: Assignment) -> None:
        """Ruin and recreate for a moment: it serves the few that found no room on their day."""
        search, goes_on = RuinRecreate(plan, self._best.bound.prices), self._budget.moment(_SEARCH_SHARE)
        while goes_on():
            self._anneal(search)
        self._consider(plan)

    def _anneal(self, search: RuinRecreate) -> float:
        """Some rounds over all days; returns what they saved, and learns how many rounds a second holds."""
        began = self._budget.elapsed()
        days = range(len(self._pricer.classes.instance.days))
        saved = search.run(days, Schedule(CHUNK, *_SEARCH_HEAT, self._next_seed()))
        self._budget.rounds_per_second = CHUNK / max(1e-6, self._budget.elapsed() - began)
        return saved

    def _next_seed(self) -> int:
        return int(self._random.integers(1 << 30))

    def _prove(self, executor: Executor) -> None:
        if self._budget.by_rounds:
            return
        limits = Limits(_PROOF_SHARE * self._budget.left(), max(1, self._workers - 1), self._seed)
        proof = prove(self._pricer, self._best.bound, self._best.cost, limits, executor)
        if proof is not None:
            for plan in proof.plans:
                self._consider(plan)
            self._best.raise_bound(Bound(proof.bound, self._best.bound.prices))

    def _search(self, executor: Executor) -> None:
        """Ruin and recreate while it pays, by turns with windows closed by CP-SAT; to the end of a limit in rounds."""
        plan, prices = self._promising, self._best.bound.prices
        windows = WindowSearch(plan, prices, search_slack(self._pricer), self._random)
        search, goes_on = RuinRecreate(plan, prices), self._budget.moment(_LAST_SHARE)
        while not self._done() and (goes_on() or not self._budget.by_rounds):
            pays = self._anneal(search) > 0
            if not pays and not self._budget.by_rounds and not self._done():
                windows.step(executor, self._workers, self._budget.left())
            self._best.offer(plan)
