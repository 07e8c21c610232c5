"""The cheapest roster with which at most a share of the arrivals is late: capacity as a decision.

Cuts by prices (`solver.shortage`) say how few desks cannot suffice; a programme over rosters (`solver.master`) finds
the cheapest one that they allow, and its cost is a bound on that of every roster that keeps the share. The first cuts
come from one relaxation over the roster and the itineraries of each sample (`solver.roster_relaxation`), the others
from the relaxation of each sample at the rosters found: of the work of its days, and of their hours where that leaves
it open. What the cuts allow is believed only when verified plans show it (`solver.trial`), which takes long where as
many are late as may be (`solver.overload`); of rosters that cost the same, one that looks good at a glance goes first.
Where plans do not show it, rosters are looked for that would do if every desk were worth a little less.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import floor

import numpy as np

from solver.budget import Budget
from solver.classes import FloatArray, IntArray
from solver.decomposition import Decomposition
from solver.incumbent import Progress
from solver.instance import Instance
from solver.margin import Margin
from solver.master import Wanted
from solver.patterns import check_staffing
from solver.roster import Pattern, Roster, RosterStatus, Sample
from solver.trial import Trial, Trials

_TRIAL_SHARE, _QUICK_SHARE, _PATIENT_SHARE = 0.1, 0.01, 0.25  # of the time, for the plans of a roster
_RELAX_SHARE, _POLISH_SHARE = 0.3, 0.1  # of the time
_EQUAL = 1e-6


def cheapest_roster(  # noqa: PLR0913 # a search has its limits beside what it is about
    demands: Sequence[Instance],
    patterns: Sequence[Pattern],
    late_share: float,
    *,
    seconds: float,
    gap: float = 0.0,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Roster:
    """The cheapest roster found with which at most `late_share` of the arrivals of all demands is late.

    The demands are samples of what may come, with the same days; the desks they have are there anyway. It ends once
    the cost is within `gap`, as a share, of its bound, and when time is up or `stopped` says so. Raises FormatError
    where patterns, demands and share do not fit together, and PlanRefusedError.
    """
    check_staffing(demands, patterns, late_share)
    budget = Budget(seconds, stopped=stopped)
    allowed = floor(late_share * sum(len(demand.arrivals) for demand in demands) + _EQUAL)
    with ThreadPoolExecutor(max(1, workers)) as executor:
        decomposition = Decomposition(demands, patterns, allowed, executor, stopped)
        trials = Trials(demands, patterns, executor, workers, seed, stopped)
        search = _Search(decomposition, trials, np.array([p.cost for p in patterns]), allowed, budget)
        search.run(gap, on_progress)
        return search.roster()


class _Search:
    def __init__(
        self, decomposition: Decomposition, trials: Trials, costs: FloatArray, allowed: int, budget: Budget
    ) -> None:
        self._decomposition, self._trials, self._costs = decomposition, trials, costs
        self._allowed, self._budget = allowed, budget
        self._counts, self._keeps = decomposition.most, False
        self._plans: tuple[Trial, ...] = ()
        self._margin, self._exhausted = Margin(), False
        self._tried: list[IntArray] = []  # those that failed in earnest
        self._close: list[IntArray] = []  # those that failed in a quick trial

    @property
    def _cost(self) -> float:
        return float(self._costs @ self._counts)

    def run(self, gap: float, on_progress: Callable[[Progress], None] | None) -> None:
        """All patterns at their most first, so that there is a roster; then better ones until time is up."""
        self._begin()
        while self._keeps and self._left() > 0 and not self._good_enough(gap):
            if on_progress is not None:
                on_progress(self._progress())
            self._go_on()
        self._plans = self._trials.polish(self._plans, self._budget.seconds(_POLISH_SHARE))

    def roster(self) -> Roster:
        """What was found."""
        counts, least = self._counts, self._decomposition.least_late(self._counts)
        samples = (Sample(each.instance, each.plan, late) for each, late in zip(self._plans, least, strict=True))
        found = self._progress()
        return Roster(
            self._status(),
            tuple(counts.tolist()),
            found.cost,
            found.bound,
            self._allowed,
            found.seconds,
            tuple(samples),
        )

    def _begin(self) -> None:
        """The most desks, tried patiently if they do not suffice; then those of the relaxation, as few as will do."""
        most, known = self._decomposition.most, self._decomposition
        if not self._try(most) and not self._ruled_out(most):
            self._try(most, _PATIENT_SHARE)
        if self._keeps:
            relaxed = known.relax(min(self._left(), self._budget.seconds(_RELAX_SHARE)))
            if relaxed is not None:
                whole = np.minimum(most, np.ceil(relaxed - _EQUAL).astype(np.int64))
                self._try(whole)
                self._thin_out(np.argsort((relaxed - whole) * self._costs))
        known.raise_bound(self._left())

    def _thin_out(self, order: IntArray) -> None:
        """Give desks up one by one, pattern after pattern, while plans show that the others do."""
        for pattern in order.tolist():
            does = self._costs[pattern] > 0
            while does and self._counts[pattern] > 0 and self._left() > 0:
                fewer = self._counts - np.eye(len(self._counts), dtype=np.int64)[pattern]
                does = not self._known_to_fail(fewer) and self._try(fewer, _QUICK_SHARE)

    def _go_on(self) -> None:
        """One more roster: ruled out by new prices, or tried; after failures as if desks were worth less."""
        margin = self._margin.value
        wanted = Wanted(self._cost, margin, tuple(self._tried))
        counts = self._decomposition.cheapest(self._left(), wanted)
        if counts is None:
            self._exhausted = margin == 0 and not self._rule_out_tried()
            self._margin.sufficed()
        elif self._decomposition.rules_out(counts, self._left(), margin):
            if self._tried:
                self._decomposition.raise_bound(self._left())
        elif self._try(counts := self._likeliest(self._decomposition.safest(counts, self._left(), wanted))):
            self._margin.sufficed()
        else:
            self._margin.failed()

    def _likeliest(self, counts: IntArray) -> IntArray:
        """A roster, or one that costs no more and was only tried quickly: a desk fewer than one that does."""
        most, tried = self._costs @ counts + _EQUAL, {each.tobytes() for each in self._tried}
        close = (each for each in self._close if self._costs @ each <= most and not self._known_to_fail(each))
        rivals = [counts, *(each for each in close if each.tobytes() not in tried)]
        if len(rivals) == 1:
            return counts
        least = self._decomposition.least_late(counts)
        return self._trials.likeliest(rivals, least.index(max(least)))

    def _known_to_fail(self, counts: IntArray) -> bool:
        return sum(self._decomposition.least_late(counts)) > self._allowed

    def _rule_out_tried(self) -> bool:
        """Whether hours rule out the cheapest of the rosters that failed in earnest: the bound is better then.

        They take as long as a trial and seldom say more than the work of days, so trials come first.
        """
        by_cost = sorted(self._tried, key=lambda counts: float(self._costs @ counts))
        if not by_cost or not self._decomposition.rules_out_by_hours(by_cost[0], self._left()):
            return False
        self._tried = [counts for counts in self._tried if counts is not by_cost[0]]
        self._decomposition.raise_bound(self._left())
        return True

    def _ruled_out(self, counts: IntArray) -> bool:
        known = self._decomposition
        return known.rules_out(counts, self._left()) or known.rules_out_by_hours(counts, self._left())

    def _try(self, counts: IntArray, share: float = _TRIAL_SHARE) -> bool:
        """Whether plans show that a roster keeps the share; it is kept if no cheaper one is known."""
        least = self._decomposition.least_late(counts)
        seconds = min(self._left(), self._budget.seconds(share))
        plans = self._trials.run(counts, least, self._allowed, seconds)
        keeps = sum(plan.late for plan in plans) <= self._allowed
        if not self._plans or (keeps and (not self._keeps or self._costs @ counts < self._cost)):
            self._counts, self._plans, self._keeps = counts, plans, keeps
        if not keeps:
            (self._tried if share >= _TRIAL_SHARE else self._close).append(counts)
        return keeps

    def _left(self) -> float:
        """Seconds that remain before the last plans are bettered."""
        return self._budget.left() - self._budget.seconds(_POLISH_SHARE)

    def _good_enough(self, gap: float) -> bool:
        beyond = self._cost - self._decomposition.bound
        return self._exhausted or beyond <= max(gap * self._decomposition.bound, _EQUAL * max(1.0, self._cost))

    def _progress(self) -> Progress:
        bound = min(self._decomposition.bound, self._cost) if self._keeps else self._decomposition.bound
        return Progress(self._cost, bound, sum(plan.late for plan in self._plans), self._budget.elapsed())

    def _status(self) -> RosterStatus:
        if not self._keeps:
            return "unknown" if np.isfinite(self._decomposition.bound) else "infeasible"
        return "optimal" if self._cost - self._decomposition.bound <= _EQUAL * max(1.0, self._cost) else "feasible"
