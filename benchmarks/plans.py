"""How good plans are: cost beside the proven bound, on instances of the generator, judged by the verifier."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.instances import Family, generate, load
from benchmarks.record import Table
from solver.incumbent import Progress
from solver.solve import solve
from solver.verify import verify


@dataclass(frozen=True)
class Case:
    """A family of instances, the seconds a solve may take, and the gap it should reach."""

    name: str
    family: Family
    seconds: float
    bar: float


DOUBLED = (4, 8, 10)
CASES = (
    Case("12 arrivals", Family(12), 2, 0.0),
    Case("12 arrivals at three desks", Family(12, days=3, desks=(1, 1, 1)), 2, 0.0),
    Case("400 arrivals, 88% load", Family(400), 10, 0.01),
    Case("400 arrivals, 88% load", Family(400), 60, 0.003),
    Case("430 arrivals, 95% load", Family(430), 10, 0.015),
    Case("430 arrivals, 95% load", Family(430), 60, 0.005),
    Case("800 arrivals, desks doubled", Family(800, desks=DOUBLED), 20, 0.015),
    Case("800 arrivals, desks doubled", Family(800, desks=DOUBLED), 90, 0.005),
    Case("150 arrivals, every feature", Family(150, features=True), 20, 0.02),
)


def measure(seeds: Iterable[int], cases: Iterable[Case] = CASES) -> Table:
    """A row for each case and seed: what was reached when."""
    table = Table(
        "Plans", ("instance", "seed", "load", "seconds", "late", "cost", "bound", "gap", "bar", "first within bar")
    )
    chosen = list(seeds)
    for case in cases:
        for seed in chosen:
            table.add(*_row(case, seed))
    return table


def _row(case: Case, seed: int) -> tuple[object, ...]:
    instance = generate(case.family, seed)
    seen: list[Progress] = []
    plan = solve(instance, seconds=case.seconds, seed=seed, on_progress=seen.append)
    verdict = verify(instance, plan)
    if not verdict.ok:
        raise RuntimeError(f"{case.name}, seed {seed}: {verdict.violations[0].message}")
    gap = (plan.cost - plan.bound) / max(plan.bound, 1.0)
    within = next((p.seconds for p in seen if p.cost - plan.bound <= case.bar * plan.bound + 1e-6), None)
    return (
        case.name,
        seed,
        f"{load(instance):.1%}",
        f"{plan.seconds:.1f}",
        len(plan.late),
        f"{plan.cost:.0f}",
        f"{plan.bound:.1f}",
        f"{gap:.2%}",
        f"{case.bar:.1%}",
        "never" if within is None else f"{within:.1f} s",
    )
