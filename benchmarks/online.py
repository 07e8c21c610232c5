"""Requests one at a time: what prices at the desk, and times that are fixed late, do for the three-day promise.

Fifteen days of arrivals at 2, 4 and 5 desks. Each asks 0 to 10 open days before it comes; whoever asks on the day
itself does so at the desk. The load is what arrivals of a day ask for, as a share of the desks of a day. Bid prices
come of sampled futures, none of which comes true. The bound is that of a plan that knows all requests beforehand.
"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from benchmarks.instances import CLOSES, OPENS, SLOTS_PER_DAY, Family, generate, load
from benchmarks.record import Table
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.requests import Requests
from scheduler.scenarios.simulate import Outcome, simulate
from solver.bid_prices import Futures
from solver.classes import merged_classes
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent, lagrangian
from solver.pricing import Pricer
from solver.relaxation import relax
from solver.verify import verify

LOADS, SEEDS = (0.80, 0.88, 0.93, 0.98), tuple(range(21, 31))
POLICIES = {
    "first come, first served": Policy(),
    "firm, bid prices": Policy(priced=True),
    "provisional, nightly": Policy(provisional=True),
    "provisional, bid prices": Policy(priced=True, provisional=True),
}
_FIRST = next(iter(POLICIES))
_COLUMNS = (
    "load",
    "arrivals",
    "policy",
    "late",
    "within three days",
    "of those late at first come",
    "cost above the bound",
    "moves an arrival",
)
_DAYS, _WINDOW = 17, 3
_FULL = 675  # arrivals of fifteen days at full load
_LONGEST_LEAD = 10
_FUTURES = 10
_BOUND_ROUNDS, _BOUND_SECONDS = 3_000, 60.0


@dataclass(frozen=True)
class Run:
    """One policy on one seed: late arrivals, cost, moves; `arrivals`, `load` and `bound` are the case's."""

    load: float
    seed: int
    policy: str
    arrivals: int
    measured: float
    bound: float
    late: int
    cost: float
    moves: int


def case(share: float, seed: int) -> tuple[Instance, Requests, tuple[Requests, ...]]:
    """Desks, the requests that come, and samples of what was expected: as many arrivals on average, other seeds."""
    instance = _drawn(round(_FULL * share), seed)
    counts = np.random.default_rng(seed).poisson(_FULL * share, _FUTURES).tolist()
    futures = [(_drawn(count, number), number) for number, count in enumerate(counts, 1000 * seed)]
    return instance, _requests(instance, seed), tuple(_requests(*future) for future in futures)


def bound(instance: Instance) -> float:
    """What every plan costs at least, also one that knows all requests beforehand."""
    pricer = Pricer.of(instance)
    ascent = Ascent(pricer)
    ascent.run(_BOUND_ROUNDS, lambda: False)
    relaxed = relax(pricer, ascent.best.prices, seconds=_BOUND_SECONDS)
    if relaxed is None:
        return ascent.best.value
    return max(ascent.best.value, lagrangian(pricer, pricer.price_all(relaxed.prices), relaxed.prices))


def runs(share: float, seed: int) -> list[Run]:
    """All policies on one case."""
    instance, requests, futures = case(share, seed)
    least, measured = bound(instance), load(instance) * _DAYS / (_DAYS - _WINDOW + 1)
    desks = merged_classes(instance)
    expected = Futures(desks, [future.as_future(SLOTS_PER_DAY) for future in futures])
    found = []
    for name, policy in POLICIES.items():
        outcome = simulate(desks, requests, policy, expected, seed=seed)
        _check(instance, outcome)
        counts = len(requests.arrivals), measured, least, len(outcome.late), float(outcome.cost.sum()), outcome.moves
        found.append(Run(share, seed, name, *counts))
    return found


def _check(instance: Instance, outcome: Outcome) -> None:
    verdict = verify(instance, lay_out(outcome.assignment, 0.0, 0.0))
    if not verdict.ok or abs(verdict.cost - outcome.cost.sum()) > 1e-6 * verdict.cost:
        raise RuntimeError(f"the plan in the end: {verdict}")


def _drawn(arrivals: int, seed: int) -> Instance:
    return generate(Family(arrivals=arrivals, days=_DAYS, window_days=_WINDOW), seed)


def _requests(instance: Instance, seed: int) -> Requests:
    random = np.random.default_rng(seed)
    comes = np.array([arrival.available_from for arrival in instance.arrivals], dtype=np.int64)
    lead = random.integers(0, _LONGEST_LEAD + 1, len(comes))
    earlier = (comes // SLOTS_PER_DAY - lead) * SLOTS_PER_DAY + random.integers(OPENS, CLOSES, len(comes))
    return Requests(instance.arrivals, np.where(lead == 0, comes, earlier))


def measure(seeds: Sequence[int] = SEEDS, loads: Sequence[float] = LOADS) -> Table:
    """A row for each load and policy over all seeds, measured in two processes."""
    table = Table("Requests one at a time", _COLUMNS)
    with ProcessPoolExecutor(2) as executor:
        found = [run for some in executor.map(runs, *zip(*product(loads, seeds), strict=True)) for run in some]
    for share in loads:
        chosen = {policy: [run for run in found if (run.load, run.policy) == (share, policy)] for policy in POLICIES}
        late_first_come = sum(run.late for run in chosen[_FIRST])
        for some in chosen.values():
            table.add(*_row(some, late_first_come))
    return table


def _row(chosen: Sequence[Run], late_first_come: int) -> tuple[object, ...]:
    arrivals, late = sum(run.arrivals for run in chosen), [run.late for run in chosen]
    above = sum(run.cost for run in chosen) / sum(run.bound for run in chosen) - 1
    return (
        f"{sum(run.measured for run in chosen) / len(chosen):.1%}",
        arrivals,
        chosen[0].policy,
        f"{sum(late)} ({min(late)} to {max(late)} a seed)",
        f"{1 - sum(late) / arrivals:.2%}",
        f"{sum(late) / late_first_come:.2f}" if late_first_come else "-",
        f"{above:.1%}",
        f"{sum(run.moves for run in chosen) / arrivals:.2f}",
    )
