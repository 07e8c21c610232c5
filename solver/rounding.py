"""From the relaxed plan to a whole one: the relaxation says who comes on which day, CP-SAT plans each day.

The relaxation splits few arrivals between days, so whole numbers close to it lose little, and a day planned by
itself is small enough to be planned almost perfectly. Whoever finds no room on the day is put back afterwards.
"""

from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment import Assignment, Column
from solver.classes import FloatArray
from solver.cpsat import Limits
from solver.neighbourhood import Closed, Neighbourhood, close, settle
from solver.pricing import Pricer
from solver.relaxation import Relaxation

_SHARE_UNIT = 1000  # shares of the relaxation as whole numbers
_DAY_GAP = 0.004
_ROUNDING_SECONDS = 2.0

Clock = Callable[[], float]


def round_by_day(pricer: Pricer, relaxed: Relaxation, left: Clock, executor: Executor, workers: int) -> Assignment:
    """A plan near the relaxed one; `left` gives the seconds that remain, `executor` runs `workers` days at once."""
    assignment = Assignment(pricer)
    objective = pricer.rules.objective
    unserved = min(objective.late, 2 * objective.visit + 5 * objective.day)
    by_day = _days(pricer, relaxed)
    rounds = -(-len(by_day) // workers)
    limits = Limits(min(2.0, 0.6 * left() / max(1, rounds)), gap=_DAY_GAP)
    slack = search_slack(pricer)

    def plan(day: int) -> Closed | None:
        chosen = Neighbourhood(by_day[day], frozenset((day,)), slack)
        return close(assignment, chosen, relaxed.prices, unserved, limits, _one_by_one(pricer, chosen, relaxed.prices))

    for day, closed in zip(by_day, executor.map(plan, by_day), strict=True):
        if closed is not None:
            settle(assignment, by_day[day], closed)
    for arrival in assignment.late:
        assignment.insert(arrival, relaxed.prices)
    return assignment


def _one_by_one(pricer: Pricer, chosen: Neighbourhood, prices: FloatArray) -> dict[int, Column | None]:
    """A day planned one by one: where CP-SAT starts."""
    alone = Assignment(pricer)
    for arrival in chosen.arrivals:
        alone.insert(arrival, prices, chosen.days)
    return {arrival: alone.columns[arrival] for arrival in chosen.arrivals}


def search_slack(pricer: Pricer) -> float:
    """How far from the cheapest itinerary a search for better plans looks, in cost."""
    objective = pricer.rules.objective
    return 0.3 * objective.visit + objective.day + 5 * objective.wait_slot


def _days(pricer: Pricer, relaxed: Relaxation) -> dict[int, list[int]]:
    """Day (position) to the arrivals that come on it, as the relaxed plan would have it."""
    shares = _shares(pricer, relaxed)
    counts = _whole(pricer, relaxed, shares)
    found: dict[int, list[int]] = defaultdict(list)
    for network, groups in _groups_by_network(relaxed).items():
        arrivals = [arrival for group in groups for arrival in pricer.groups.groups[group].members]
        for day in sorted(shares[network]):
            number = counts[network, day]
            found[day] += arrivals[:number]
            arrivals = arrivals[number:]
    return dict(sorted(found.items()))


def _groups_by_network(relaxed: Relaxation) -> dict[int, list[int]]:
    """Groups of each network, the earliest entry first: they are first to come on the first day."""
    found: dict[int, list[int]] = defaultdict(list)
    for entry in relaxed.network.entries:
        found[entry.network].append(entry.group)
    return found


def _shares(pricer: Pricer, relaxed: Relaxation) -> dict[int, dict[int, float]]:
    """For each network and day how many arrivals of the relaxed plan begin their journey."""
    arcs = relaxed.network.arcs
    found: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    opening = np.flatnonzero((arcs.opens >= 0) & (relaxed.flow > 1e-6))
    days = pricer.classes.day[arcs.cls[opening]]
    for network, day, flow in zip(arcs.opens[opening].tolist(), days.tolist(), relaxed.flow[opening], strict=True):
        found[network][day] += float(flow)
    return found


def _whole(pricer: Pricer, relaxed: Relaxation, shares: dict[int, dict[int, float]]) -> dict[tuple[int, int], int]:
    """Whole numbers near the shares whose sums over like journeys stay near theirs on every day."""
    model = cp_model.CpModel()
    counts: dict[tuple[int, int], cp_model.IntVar] = {}
    errors: list[cp_model.IntVar] = []
    alike: dict[tuple[int, int], list[tuple[cp_model.IntVar, float]]] = defaultdict(list)
    sizes: dict[int, int] = defaultdict(int)
    for entry in relaxed.network.entries:
        sizes[entry.network] += entry.count
    for network, groups in _groups_by_network(relaxed).items():
        for day, share in shares[network].items():
            count = counts[network, day] = model.new_int_var(0, sizes[network], "")
            errors.append(_error(model, [count], share))
            alike[id(pricer.groups.groups[groups[0]].shape), day].append((count, share))
        model.add(sum(counts[network, day] for day in shares[network]) <= sizes[network])
    for members in alike.values():
        errors += 3 * [_error(model, [count for count, _ in members], sum(share for _, share in members))]
    model.minimize(sum(errors))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = _ROUNDING_SECONDS
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return dict.fromkeys(counts, 0)
    return {key: solver.value(count) for key, count in counts.items()}


def _error(model: cp_model.CpModel, counts: list[cp_model.IntVar], target: float) -> cp_model.IntVar:
    """A variable not less than the distance of a sum from its target, in thousandths."""
    goal = round(_SHARE_UNIT * target)
    error = model.new_int_var(0, _SHARE_UNIT * 1_000_000 + goal, "")
    total = _SHARE_UNIT * cp_model.LinearExpr.sum(counts)
    model.add(error >= total - goal)
    model.add(error >= goal - total)
    return error
