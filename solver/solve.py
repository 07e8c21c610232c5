"""From an instance to the best plan that time allows, with a proven bound.

A greedy plan first, so that there is always one; prices by ascent, the relaxation for the best bound; then a plan
made day by day under its prices, or, where few itineraries can matter, all of them in one programme to a proven
optimum; then neighbourhoods until time is up. Where there is no time for the relaxation the ascent goes on instead, and
whoever the days leave late is served by walks over all of them. Regions and the windows of a long horizon go through
that by themselves.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial

import numpy as np

from solver.apart import solve_apart
from solver.assignment import Assignment, greedy
from solver.budget import CHUNK, Budget, Pace
from solver.cheapest import Pricing
from solver.classes import FloatArray
from solver.cpsat import Limits
from solver.forced import Forced, forced_late, nobody
from solver.forward import plan_forward
from solver.gathering import ANEW, gathered
from solver.incumbent import Incumbent, PlanRefusedError, Progress
from solver.instance import Instance
from solver.parts import Report, Solved, Terms
from solver.plan import Plan
from solver.prices import Ascent, Bound, dearest, desks_are_dear, dual_of, price_of_lateness
from solver.pricing import Pricer, Threads
from solver.proof import prove
from solver.relaxation import relax
from solver.search import RuinRecreate, Schedule, cooled
from solver.walks import Walk, walked
from solver.windows import WindowSearch, search_slack

__all__ = ["PlanRefusedError", "Progress", "solve"]

_ASCENT_ROUNDS = 1000
_MORE_ROUNDS = 1000  # where there is no time for the relaxation: they halve what is left to it
_ASCENT_SHARE, _RELAX_SHARE, _PROOF_SHARE = 0.25, 0.4, 0.7  # of the time
_SEARCH_HEAT = (2.0, 0.5)
_HOT, _CROWDED, _PACKED, _COLD = 10.0, 30.0, 200.0, 1.0
_POLISH_SHARE, _GLANCE_SHARE = 0.05, 0.01  # of the budget, for a plan made by days, and a hasty one or before a proof
_GATHER = 4  # slots gathered: times as long as a polish, at most
_COOL_SHARE, _COOL_ROUNDS = 0.5, 0.25  # of the seconds left, or of all rounds
_DAYS_SHARE, _DAYS_SHARE_AT_EASE = 0.65, 0.8  # of the time left, for a plan made day by day
_HASTY_SHARE = 0.1  # for a hasty one before it
_HASTY = 0.3  # seconds of a day from which on that is hasty, not careless, and there is much time
_WALK_SHARE = 0.95  # of the time left then, if somebody is late
_COUNT_SHARE = 0.2  # of the time, for the number of those who are late in every plan
_ONE_MORE = 15  # visits: what one more late than there have to be is worth, besides, while days are planned
_LAST_SHARE = 0.1  # of the rounds, for the end


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
    return solve_apart(instance, Terms(seconds, rounds, max(1, workers), seed, stopped), _whole, on_progress)


def _whole(instance: Instance, terms: Terms, on_progress: Report | None) -> Solved:
    """The plan of an instance that is not taken apart."""
    budget, pricer = Budget(terms.seconds, terms.rounds, terms.stopped), Pricer.of(instance)
    first = greedy(pricer, np.zeros(pricer.classes.free.shape))
    best = solve_from(first, budget, terms.workers, terms.seed, on_progress)
    return Solved(best.verified(), pricer.classes, best.bound.prices)


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
        self._forced = nobody(self._pricer)  # as far as is known
        self._rough = self._walks = False  # whether the prices are those of the ascent; and desks crowded besides
        self._threads = Threads()

    def run(self) -> Incumbent:
        """Every stage in turn; each ends when time is up or the plan is proven."""
        with ThreadPoolExecutor(self._workers) as executor:
            self._threads = Threads(executor, self._workers)
            first, then = (self._ascend, self._relax), (self._plan_days, self._prove, self._cool, self._search)
            for stage in (*first, self._prove, *then):  # small ones need no plan made day by day
                if not self._done():
                    stage(executor)
        return self._best

    def _done(self) -> bool:
        return self._budget.left() <= 0 or self._best.optimal

    def _ascend(self, executor: Executor) -> None:
        """Prices; beside them, where greedy leaves somebody late, how many are late in every plan."""
        counting = executor.submit(self._count) if self._best.late else None
        self._climb(Ascent(self._pricer, self._threads), _ASCENT_ROUNDS)
        if counting is not None and self._best.late:
            self._forced = counting.result()
            self._best.forced_late = self._forced.late

    def _count(self) -> Forced:
        seconds = self._budget.seconds(_COUNT_SHARE)
        return forced_late(self._pricer.classes.instance, seconds, self._budget.stopped)

    def _climb(self, ascent: Ascent, rounds: int) -> None:
        until = self._budget.left() - self._budget.seconds(_ASCENT_SHARE)
        ascent.run(rounds, lambda: self._budget.left() <= until)
        self._best.raise_bound(ascent.best)
        self._best.offer(greedy(self._pricer, ascent.best.prices))

    def _relax(self, _executor: Executor) -> None:
        """Better prices and a better bound, if there is time for the relaxation; else some more of the ascent.

        Where some are late in every plan, both: the relaxation leaves out what is far from the cheapest, but not too
        dear for the price of lateness there is then.
        """
        pricer, prices = self._pricer, self._best.bound.prices
        late, seconds = self._late_price(self._priced(prices)), self._budget.seconds(_RELAX_SHARE)
        crowded, stopped = self._best.late > 0, self._budget.stopped
        relaxed = relax(pricer, prices, seconds=seconds, crowded=crowded, late=late, stopped=stopped)
        if relaxed is not None:
            self._best.raise_bound(self._ascent_from(relaxed.prices).best)
        self._rough = relaxed is None
        if self._rough or self._forced.late:
            self._climb(self._ascent_from(self._best.bound.prices), _MORE_ROUNDS)

    def _ascent_from(self, prices: FloatArray) -> Ascent:
        """At the price of lateness that proves most under prices."""
        late = self._late_price(self._priced(prices))
        return Ascent(dual_of(self._pricer, late, self._threads, self._forced.late), start=prices)

    def _priced(self, prices: FloatArray) -> Pricing:
        """Everybody under prices [class, width]."""
        return self._pricer.price_all(prices, threads=self._threads)

    def _late_price(self, pricing: Pricing) -> float:
        return price_of_lateness(self._pricer, pricing, self._forced.late)

    def _plan_days(self, _executor: Executor) -> None:
        """A plan made day by day; where there is much time a hasty one before it, which stands if it is stopped."""
        days, late, by_rounds = len(self._days), self._best.late > 0, self._budget.by_rounds
        crowded = late or desks_are_dear(self._best.bound, self._pricer.classes.free)
        self._walks = self._rough and late and not by_rounds
        at_ease = not by_rounds and self._budget.seconds(_HASTY_SHARE) >= _HASTY * days
        if at_ease:
            self._plan_at(self._budget.pace(_HASTY_SHARE, days), _GLANCE_SHARE, crowded=crowded)
        if not self._done():
            share = _DAYS_SHARE_AT_EASE if at_ease else _DAYS_SHARE
            self._plan_at(self._budget.pace(share, days), _POLISH_SHARE, crowded=crowded)

    def _plan_at(self, pace: Pace, polish: float, *, crowded: bool) -> None:
        """A plan at a pace, mended at once, for a share of the budget, where too many are late longer."""
        prices, scarce, seed = self._best.bound.prices, self._scarce(), self._next_seed()
        left_out = dearest(self._pricer, self._priced(prices + scarce), self._forced.late)
        plan = plan_forward(
            self._pricer, prices, pace, seed, self._threads, crowded=crowded, left_out=left_out, scarce=scarce
        )
        if self._too_many(plan) and self._forced.prices.any():
            self._best.offer(plan)
            chunks = partial(self._budget.chunks, _GATHER / ANEW * polish)
            self._best.offer(gathered(plan, prices, self._forced, chunks, self._random, self._threads))
        elif self._walks:
            self._best.offer(plan)  # cold, it would only settle where it stands
        else:
            self._polish(plan, polish)

    def _too_many(self, plan: Assignment) -> bool:
        """Whether more are late than have to be, as far as is known."""
        return len(plan.late) > self._forced.late

    def _scarce(self) -> FloatArray:
        """[class, width] by how much desks are dearer where some are late in every plan: what a slot lost adds."""
        one_more = _ONE_MORE * self._pricer.objective.visit if self._forced.late else 0.0
        return one_more * self._forced.prices

    def _limits(self, seconds: float) -> Limits:
        """Of CP-SAT while HiGHS runs beside it."""
        return Limits(seconds, max(1, self._workers - 1), self._seed, stopped=self._budget.stopped)

    def _polish(self, plan: Assignment, share: float) -> None:
        """Ruin and recreate for a moment: it serves the few that found no room on their day."""
        search = RuinRecreate(plan, self._best.bound.prices)
        for _ in self._budget.chunks(share):
            self._anneal(search)
        self._best.offer(plan)

    def _anneal(self, search: RuinRecreate) -> float:
        """Some rounds over all days; returns what they saved."""
        return search.run(self._days, Schedule(CHUNK, *_SEARCH_HEAT, self._next_seed()))

    @property
    def _days(self) -> range:
        return range(len(self._pricer.classes.instance.days))

    def _next_seed(self) -> int:
        return int(self._random.integers(1 << 30))

    def _prove(self, executor: Executor) -> None:
        """All itineraries that matter in one programme, if they are few: the fewer, the better the plan.

        While the gap is that of a late arrival, all would matter.
        """
        if self._walks:
            return  # the time is for them
        self._polish(self._best.copy(), _GLANCE_SHARE)
        if self._budget.by_rounds or self._done() or self._best.gap >= self._pricer.objective.late:
            return
        limits = self._limits(_PROOF_SHARE * self._budget.left())
        proof = prove(self._pricer, self._best.bound, self._best.cost, limits, executor)
        if proof is not None:
            for plan in proof.plans:
                self._best.offer(plan)
            self._best.raise_bound(Bound(proof.bound, self._best.bound.prices))

    def _cool(self, _executor: Executor) -> None:
        """Ruin and recreate from hot to cold, hotter where somebody is late."""
        if self._walks:
            self._walk()
        else:
            self._cool_apart()

    def _walk(self) -> None:
        """On all days, each thread by itself: with rough prices some days hold too few, and many have to move.

        Where nobody is late who need not be, little has to.
        """
        hot = _PACKED if self._best.too_many else _HOT
        walk = Walk(lambda: self._budget.pace(_WALK_SHARE, 1), hot, _COLD, self._next_seed())
        for plan in walked(self._best.promising, self._best.bound.prices, walk, self._threads):
            self._best.offer(plan)

    def _cool_apart(self) -> None:
        """On two parts of the days at a time."""
        plan, hot = self._best.promising.copy(), _CROWDED if self._best.late else _HOT
        search = RuinRecreate(plan, self._best.bound.prices)
        for over in self._budget.chunks(self._cooling):
            heat, border = cooled(hot, _COLD, over), int(self._random.integers(len(self._days) + 1))
            parts = (self._days[:border], self._days[border:])
            search.run_apart(parts, Schedule(CHUNK, heat, heat, self._next_seed()), self._threads)
        self._best.offer(plan)

    @property
    def _cooling(self) -> float:
        """Of the whole budget."""
        return _COOL_ROUNDS if self._budget.by_rounds else _COOL_SHARE * self._budget.left() / self._budget.seconds(1.0)

    def _search(self, executor: Executor) -> None:
        """Ruin and recreate while it pays, by turns with windows closed by CP-SAT; to the end of a limit in rounds."""
        plan, prices = self._best.promising, self._best.bound.prices
        windows = WindowSearch(plan, prices, search_slack(self._pricer), self._random)
        search = RuinRecreate(plan, prices)
        for _ in self._budget.chunks(_LAST_SHARE if self._budget.by_rounds else 1.0):
            pays = self._anneal(search) > 0
            if not pays and not self._budget.by_rounds and not self._done():
                windows.step(executor, self._workers, self._budget.left())
            self._best.offer(plan)
            if self._done():
                return
