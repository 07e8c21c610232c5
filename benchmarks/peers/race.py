"""The race: every planner on the same instances, as long, with as many workers, in one run; all plans verified.

Before the first race each planner plans an instance of no size, so that what a process does but once (compilation, the
start of Java) is measured in none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.instances import Family, generate
from benchmarks.peers import cp_sat, first_come, greedy, timefold
from benchmarks.peers.race_chart import Point, draw
from benchmarks.peers.timefold import PeerMissingError
from benchmarks.peers.timefold_problem import PeerRefusesError
from benchmarks.record import RESULTS, Table
from solver.instance import Instance
from solver.plan import Plan
from solver.solve import Progress, solve
from solver.verify import verify

Planner = Callable[..., Plan]  # plan(instance, *, seconds, workers, seed)

OURS = "onestop"
PLANNERS: Mapping[str, Planner] = {
    OURS: solve,
    "CP-SAT": cp_sat.plan,
    "Timefold": timefold.plan,
    "greedy": greedy.plan,
    "first come": first_come.plan,
}
CHART = RESULTS / "race.svg"
_WATCHED = (OURS, "CP-SAT")  # those that tell of their progress
_COLUMNS = (
    "instance",
    "seed",
    "planner",
    "seconds",
    "late",
    "cost",
    "own bound",
    "gap to best bound",
    f"times {OURS}'s",
)
_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Case:
    """An instance, and the seconds that each planner has for it."""

    name: str
    family: Family
    seed: int
    seconds: float


CASES = (
    Case("400 arrivals, 88% load", Family(400), 603, 20),
    Case("430 arrivals, 95% load", Family(430), 603, 20),
    Case("800 arrivals, desks doubled", Family(800, desks=(4, 8, 10)), 603, 20),
    Case("12 arrivals", Family(12), 603, 5),
    Case("12 arrivals at three desks", Family(12, days=3, desks=(1, 1, 1)), 603, 5),
    Case("150 arrivals, every feature", Family(150, features=True), 603, 20),
)


@dataclass(frozen=True)
class _Outcome:
    """A plan and how it came about, or the reason why there is none."""

    planner: str
    plan: Plan | None
    reason: str = ""
    points: tuple[Point, ...] = ()


def measure(
    cases: Iterable[Case] = CASES,
    planners: Mapping[str, Planner] = PLANNERS,
    *,
    workers: int = 2,
    chart: Path = CHART,
) -> tuple[Table, tuple[Point, ...]]:
    """A row for each case and planner, and cost and bound over time, drawn in `chart`.

    Raises RuntimeError for a plan that the verifier refuses or a bound above the cost of another's plan.
    """
    _warm_up(planners, workers)
    table = Table("Race", _COLUMNS)
    points: list[Point] = []
    for case in cases:
        instance = generate(case.family, case.seed)
        outcomes = [_run(case, name, planner, instance, workers) for name, planner in planners.items()]
        for cells in _rows(case, outcomes):
            table.add(*cells)
        points += [point for outcome in outcomes for point in outcome.points]
    draw(points, chart)
    return table, tuple(points)


def _warm_up(planners: Mapping[str, Planner], workers: int) -> None:
    nothing = Case("", Family(2, days=3), 0, 1.0)
    for name, planner in planners.items():
        _run(nothing, name, planner, generate(nothing.family, nothing.seed), workers)


def _run(case: Case, name: str, planner: Planner, instance: Instance, workers: int) -> _Outcome:
    seen: list[Progress] = []
    watch = {"on_progress": seen.append} if name in _WATCHED else {}
    try:
        plan = planner(instance, seconds=case.seconds, workers=workers, seed=case.seed, **watch)
    except (PeerMissingError, PeerRefusesError) as error:
        return _Outcome(name, None, str(error))
    verdict = verify(instance, plan)
    if not verdict.ok:
        raise RuntimeError(f"{name} on {case.name}, seed {case.seed}: {verdict.violations[0]}")
    panel = f"{case.name}, seed {case.seed}"
    end = Progress(plan.cost, plan.bound, len(plan.late), plan.seconds)
    points = (Point(panel, name, p.seconds, p.cost, p.bound) for p in [*seen, end])
    return _Outcome(name, plan, points=tuple(points))


def _rows(case: Case, outcomes: Iterable[_Outcome]) -> Iterable[tuple[object, ...]]:
    plans = {outcome.planner: outcome.plan for outcome in outcomes if outcome.plan}
    best = max((plan.bound for plan in plans.values()), default=0.0)
    _check_bound(case, plans, best)
    gaps = {name: max(0.0, plan.cost - best) / max(best, 1.0) for name, plan in plans.items()}
    for outcome in outcomes:
        plan = outcome.plan
        if plan is None:
            yield case.name, case.seed, outcome.planner, "", "", f"none ({outcome.reason})", "", "", ""
            continue
        gap = gaps[outcome.planner]
        yield (
            case.name,
            case.seed,
            outcome.planner,
            f"{plan.seconds:.1f}",
            len(plan.late),
            f"{plan.cost:.0f}",
            f"{plan.bound:.1f}" if plan.bound > 0 else "none",
            f"{gap:.2%}" if best > 0 or gap == 0 else "unknown",
            _times(gap, gaps.get(OURS)),
        )


def _check_bound(case: Case, plans: Mapping[str, Plan], best: float) -> None:
    """A bound is one on the cost of every plan, whoever found it."""
    for name, plan in plans.items():
        if best > plan.cost + _TOLERANCE * max(1.0, plan.cost):
            raise RuntimeError(f"{case.name}, seed {case.seed}: bound {best} above the cost {plan.cost} of {name}")


def _times(gap: float, ours: float | None) -> str:
    if ours is None:
        return ""
    if ours > _TOLERANCE:
        return f"{gap / ours:.1f}"
    return "∞" if gap > _TOLERANCE else "1.0"
