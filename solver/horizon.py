"""A long horizon a window at a time: plan some days and a margin, keep who begins on these days, roll on.

Whoever begins in the margin is planned again with the next days, on the desks that those kept have left. The prices
of a window hold for its days from where those kept before it no longer reach, to as far into its margin: a day near
a border has the prices of the window in which the border is further away.
"""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from solver.budget import Budget
from solver.cost import itinerary_cost
from solver.incumbent import Progress
from solver.instance import Arrival, Booking, Instance
from solver.parts import Report, Shares, Terms, Whole, plan_of
from solver.plan import Itinerary, Plan
from solver.stitching import Stitching
from solver.stopping import Stopped
from solver.stretch import first_day, last_day, longest_stay, moved, stretch

_CORE, _MARGIN = 20, 8  # days planned at a time, and looked ahead, at least
_TIMES_LONGEST = 2  # so many days more than the longest arrival may take
_LEAST = 2  # windows, or there is nothing to gain
_EVEN_SHARE = 0.15  # of the time, for evening out the prices where windows meet


def cores(instance: Instance) -> list[range]:
    """The days planned at a time; all at once if they are few, or if somebody may take too many of them."""
    days, longest = len(instance.days), longest_stay(instance)
    core, margin = max(_CORE, _TIMES_LONGEST * longest), _margin(longest)
    if days < _LEAST * (core + margin):
        return [range(days)]
    count = days // core
    return [range(first, stop) for first, stop in pairwise(days * n // count for n in range(count + 1))]


def roll(instance: Instance, terms: Terms, whole: Whole, elapsed: Callable[[], float], report: Report | None) -> Plan:
    """The plan that windows make, each planned by `whole`, with the bound that their prices prove.

    Those not planned yet count as late in what is reported.
    """
    budget = Budget(terms.seconds, terms.rounds, terms.stopped)
    shares = Shares(replace(terms, seconds=terms.seconds * (1 - _EVEN_SHARE)), len(instance.arrivals))
    rolling = _Rolling(instance)

    def tell() -> None:
        if report is not None:
            late = len(instance.arrivals) - len(rolling.kept)
            report(Progress(rolling.cost, min(rolling.bound, rolling.cost), late, elapsed()))

    first, *later = cores(instance)
    for core in (first, *later):
        rolling.plan(core, whole, shares)
        tell()
    for seams, core in zip(range(len(later), 0, -1), later, strict=True):
        rolling.even_out(core, max(0.0, budget.left()) / seams, terms.stopped)
        tell()
    return plan_of(instance, rolling.kept, rolling.cost, rolling.bound, elapsed())


class _Rolling:
    """The plan as it grows: who is `kept`, and its `cost`."""

    def __init__(self, instance: Instance) -> None:
        self._instance, self._longest = instance, longest_stay(instance)
        self._arrivals = sorted(instance.arrivals, key=lambda arrival: first_day(instance, arrival))
        self._first_days = [first_day(instance, arrival) for arrival in self._arrivals]
        self._waiting: list[Arrival] = []  # taken in by a window, and not yet kept
        self._seen = 0  # how many were taken in
        self._taken: list[Booking] = []
        self._stitching = Stitching(instance)
        self.kept: dict[str, Itinerary] = {}
        self.cost = instance.objective.late * len(instance.arrivals)

    @property
    def bound(self) -> float:
        """The best bound that the prices known have proven."""
        return self._stitching.bound

    def plan(self, core: range, whole: Whole, shares: Shares) -> None:
        """Plan a window and keep who begins on its core days."""
        window, part = self._window(core)
        new = bisect_left(self._first_days, core.stop) - bisect_left(self._first_days, core.start)
        solved = whole(part, shares.next(new), None)
        self._keep(core, window, solved.plan)
        known = range(self._seam(core) if core.start else 0, core.stop + self._longest - 1)
        self._stitching.learn(window, known, solved)

    def even_out(self, core: range, seconds: float, stopped: Stopped) -> None:
        """Even out the prices where those of a core follow on those before it."""
        self._stitching.even_out(self._seam(core), seconds, stopped)

    def _seam(self, core: range) -> int:
        """The first day of a core on which nobody kept before it holds a desk."""
        return core.start + self._longest - 1

    def _window(self, core: range) -> tuple[range, Instance]:
        """The days of a window, and who waits or comes on them."""
        seen = bisect_left(self._first_days, core.stop + _margin(self._longest))
        self._waiting += self._arrivals[self._seen : seen]
        self._seen = seen
        self._waiting = [a for a in self._waiting if last_day(self._instance, a) >= core.start]
        first = min([core.start, *(first_day(self._instance, a) for a in self._waiting)])
        last = max([core.stop - 1, *(last_day(self._instance, a) for a in self._waiting)])
        days = range(first, last + 1)
        return days, stretch(self._instance, days, self._waiting, opens=core.start, taken=self._taken)

    def _keep(self, core: range, window: range, plan: Plan) -> None:
        """Keep who begins before the core ends; what they hold later is taken."""
        instance, per_day = self._instance, self._instance.slots_per_day
        end = core.stop * per_day
        found = [moved(itinerary, window.start * per_day) for itinerary in plan.itineraries]
        new = {itinerary.arrival: itinerary for itinerary in found if itinerary.appointments[0].start < end}
        for arrival in self._waiting:
            if arrival.id in new:
                self.cost -= instance.objective.late - itinerary_cost(instance, arrival, new[arrival.id].appointments)
        self._waiting = [arrival for arrival in self._waiting if arrival.id not in new]
        self.kept |= new
        held = (a for itinerary in new.values() for a in itinerary.appointments if a.end > end)
        self._taken = [b for b in self._taken if b.end > end] + [Booking(a.resource, a.start, a.end) for a in held]


def _margin(longest: int) -> int:
    return max(_MARGIN, _TIMES_LONGEST * longest)
