"""How time and memory grow from ten days with 400 arrivals to a year of working days in ten regions with 30,000.

Every size is solved in a process of its own with the same rounds of search for each arrival and no other limit that
matters, so that the seconds measured are those of the work and not those of a limit. The exponents are slopes of
straight lines fitted to logarithms: 1 is growth in proportion.
"""

import resource
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from time import process_time

import numpy as np

from benchmarks.growth_chart import CHART, draw
from benchmarks.instances import Family, generate, load
from benchmarks.record import Table
from solver.solve import solve
from solver.verify import verify
from solver.warm import warm

SIZES = {
    "10 days": Family(400, 10),
    "20 days": Family(800, 20),
    "60 days": Family(5_000, 60, desks=(4, 9, 10)),
    "250 days, 10 regions": Family(30_000, 250, desks=(1, 2, 2), regions=10),
}
ROUNDS = 300  # of search for each arrival
_LIMIT = 14_400.0  # seconds that no size comes near
_MEGABYTE = 2**10  # of the kilobytes that the system counts memory in


@dataclass(frozen=True)
class Outcome:
    """What a size took and gave: seconds to the plan with its bound, peak `memory` of the process in MB.

    `work` are the seconds that all threads were busy: they hardly depend on what else the machine does.
    """

    name: str
    arrivals: int
    load: float
    seconds: float
    work: float
    memory: float
    late: int
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Cost beyond the bound, as a share of the bound."""
        return (self.cost - self.bound) / max(self.bound, 1.0)


def measure(seed: int, sizes: dict[str, Family] = SIZES, rounds: int = ROUNDS) -> list[Table]:
    """A row for each size, and the exponents; draws the chart."""
    table = Table(
        "Growth",
        ("size", "arrivals", "load", "seconds", "seconds of work", "peak MB", "late", "cost", "bound", "gap"),
    )
    outcomes = []
    for name, family in sizes.items():
        outcomes.append(_in_child(name, family, seed, rounds))
        table.add(*_cells(outcomes[-1]))
    draw([(o.name, o.arrivals, o.work, o.memory) for o in outcomes], CHART)
    return [table, _fit(outcomes)]


def exponent(arrivals: Sequence[float], quantity: Sequence[float]) -> float:
    """The power of the arrivals that a quantity grows with, by least squares on logarithms."""
    return float(np.polyfit(np.log(arrivals), np.log(quantity), 1)[0])


def run(name: str, family: Family, seed: int, rounds: int) -> Outcome:
    """Solve a size in this process; raises RuntimeError if the verifier refuses the plan."""
    instance = generate(family, seed)
    began = process_time()
    plan = solve(instance, seconds=_LIMIT, rounds=rounds * len(instance.arrivals), seed=seed)
    work = process_time() - began
    verdict = verify(instance, plan)
    if not verdict.ok:
        raise RuntimeError(f"{name}, seed {seed}: {verdict.violations[0]}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    figures = plan.seconds, work, memory, len(plan.late), plan.cost, plan.bound
    return Outcome(name, len(instance.arrivals), load(instance), *figures)


def _in_child(name: str, family: Family, seed: int, rounds: int) -> Outcome:
    """A process of its own, with all its code loaded before: its peak of memory is that of one size alone."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=warm) as executor:
        return executor.submit(run, name, family, seed, rounds).result()


def _cells(outcome: Outcome) -> Iterable[object]:
    yield outcome.name
    yield f"{outcome.arrivals:,}"
    yield f"{outcome.load:.1%}"
    yield f"{outcome.seconds:.1f}"
    yield f"{outcome.work:.1f}"
    yield f"{outcome.memory:.0f}"
    yield outcome.late
    yield f"{outcome.cost:.0f}"
    yield f"{outcome.bound:.1f}"
    yield f"{outcome.gap:.2%}"


def _fit(outcomes: Sequence[Outcome]) -> Table:
    table = Table("Fit", ("quantity", "grows with arrivals to the power"))
    arrivals = [float(outcome.arrivals) for outcome in outcomes]
    for name, field in (("seconds", "seconds"), ("seconds of work", "work"), ("peak memory", "memory")):
        table.add(name, f"{exponent(arrivals, [getattr(outcome, field) for outcome in outcomes]):.2f}")
    return table
