"""A solve in parts: what the solve of a part is given and gives back, how time is shared out, how plans are joined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from solver.budget import Budget
from solver.classes import FloatArray, ResourceClasses
from solver.incumbent import Progress
from solver.instance import Instance
from solver.plan import Itinerary, Plan, rated

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a solve may use: see `solver.solve.solve`."""

    seconds: float
    rounds: int | None = None
    workers: int = 2
    seed: int = 0
    stopped: Callable[[], bool] = lambda: False

    def share(self, arrivals: int, of: int) -> "Terms":
        """The same with the share of the rounds that some of the arrivals make up."""
        rounds = None if self.rounds is None else max(1, round(self.rounds * arrivals / max(1, of)))
        return replace(self, rounds=rounds)


@dataclass(frozen=True, slots=True)
class Solved:
    """A verified plan, and the prices [class, width] that prove its bound, or nearly: any prices prove one."""

    plan: Plan
    classes: ResourceClasses
    prices: FloatArray


Whole = Callable[[Instance, Terms, Report | None], Solved]


class Shares:
    """The terms of a solve given out part by part: rounds by the number of arrivals, seconds by those left.

    What a part leaves of its seconds goes to the later ones.
    """

    def __init__(self, terms: Terms, arrivals: int) -> None:
        self._terms, self._arrivals, self._rest = terms, arrivals, arrivals
        self._budget = Budget(terms.seconds, terms.rounds, terms.stopped)

    def next(self, arrivals: int) -> Terms:
        """The terms of the next part, of so many arrivals."""
        left = max(0.0, self._budget.left())
        seconds = left if self._budget.by_rounds else left * arrivals / max(1, self._rest)
        self._rest -= arrivals
        return replace(self._terms.share(arrivals, self._arrivals), seconds=seconds)


class Ledger:
    """Adds up how far the parts are; one that has told nothing has all its arrivals late and proves nothing."""

    def __init__(self, parts: Sequence[Instance], elapsed: Callable[[], float], report: Report) -> None:
        self._elapsed, self._report, self._lock = elapsed, report, Lock()
        counts = [len(part.arrivals) for part in parts]
        self._found = [Progress(part.objective.late * n, 0.0, n, 0.0) for part, n in zip(parts, counts, strict=True)]

    def of(self, part: int) -> Report:
        """Where a part reports."""

        def note(progress: Progress) -> None:
            with self._lock:
                self._found[part] = progress
                cost, bound = sum(p.cost for p in self._found), sum(p.bound for p in self._found)
                self._report(Progress(cost, bound, sum(p.late for p in self._found), self._elapsed()))

        return note


def joined(instance: Instance, plans: Sequence[Plan], seconds: float) -> Plan:
    """The plan of an instance from the plans of its parts."""
    held = {itinerary.arrival: itinerary for plan in plans for itinerary in plan.itineraries}
    return plan_of(instance, held, sum(plan.cost for plan in plans), sum(plan.bound for plan in plans), seconds)


def plan_of(instance: Instance, held: Mapping[str, Itinerary], cost: float, bound: float, seconds: float) -> Plan:
    """The plan in which arrivals hold itineraries by their ids; who holds none is late."""
    names = [arrival.id for arrival in instance.arrivals]
    late = tuple(name for name in names if name not in held)
    return rated(tuple(held[name] for name in names if name in held), late, cost, bound, seconds)
