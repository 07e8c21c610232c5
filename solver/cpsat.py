"""CP-SAT on a network: an integral flow of least cost, and the itineraries it stands for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment import Column
from solver.classes import IntArray
from solver.network import Network

_SCALE = 1_000_000  # the objective's prices need not be whole


@dataclass(frozen=True)
class Flow:
    """An integral flow: units on each arc, late arrivals of each entry, its cost and what CP-SAT proved."""

    arcs: IntArray
    late: IntArray
    cost: float
    bound: float
    optimal: bool


def integral_flow(
    network: Network,
    free: IntArray,
    late: Mapping[int, float],
    *,
    seconds: float,
    workers: int,
    seed: int,
    hint: tuple[IntArray, IntArray] | None = None,
    gap: float = 0.0,
) -> Flow | None:
    """The cheapest integral flow found in time; None if none was.

    `free`: [class, width] desks. `late`: for each group what an arrival costs that does not flow. `hint`: units on
    each arc and late arrivals of each entry of a known flow. The search stops within a relative `gap` of its bound.
    """
    model = cp_model.CpModel()
    total = sum(entry.count for entry in network.entries)
    arcs = [model.new_int_var(0, total, "") for _ in range(len(network.arcs.tail))]
    rest = [model.new_int_var(0, entry.count, "") for entry in network.entries]
    _conserve(model, network, arcs, rest)
    _respect_capacity(model, network, free, arcs)
    scale = _scale(network, late)
    prices = [round(late[entry.group] * scale) for entry in network.entries]
    costs = np.rint(network.arcs.cost * scale).astype(np.int64)
    model.minimize(
        cp_model.LinearExpr.weighted_sum(arcs, costs.tolist()) + cp_model.LinearExpr.weighted_sum(rest, prices)
    )
    if hint is not None:
        for variable, value in zip([*arcs, *rest], [*hint[0].tolist(), *hint[1].tolist()], strict=True):
            model.add_hint(variable, value)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(seconds, 0.01)
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.relative_gap_limit = gap
    solver.parameters.linearization_level = 2
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Flow(
        np.array(solver.values(arcs), dtype=np.int64) if arcs else np.zeros(0, dtype=np.int64),
        np.array(solver.values(rest), dtype=np.int64),
        solver.objective_value / scale,
        solver.best_objective_bound / scale,
        status == cp_model.OPTIMAL and gap == 0.0,
    )


def _scale(network: Network, late: Mapping[int, float]) -> int:
    """1 where all costs are whole, which keeps the model small; else enough for six digits."""
    whole = bool((network.arcs.cost == np.rint(network.arcs.cost)).all()) and all(
        price == round(price) for price in late.values()
    )
    return 1 if whole else _SCALE


def _conserve(
    model: cp_model.CpModel, network: Network, arcs: list[cp_model.IntVar], rest: list[cp_model.IntVar]
) -> None:
    """What comes into a node goes out of it."""
    terms: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    signs: dict[int, list[int]] = defaultdict(list)
    supply: dict[int, int] = defaultdict(int)
    for variable, tail, head in zip(arcs, network.arcs.tail.tolist(), network.arcs.head.tolist(), strict=True):
        terms[tail].append(variable)
        signs[tail].append(1)
        if head >= 0:
            terms[head].append(variable)
            signs[head].append(-1)
    for variable, entry in zip(rest, network.entries, strict=True):
        terms[entry.node].append(variable)
        signs[entry.node].append(1)
        supply[entry.node] += entry.count
    for node, variables in terms.items():
        model.add(cp_model.LinearExpr.weighted_sum(variables, signs[node]) == supply[node])


def _respect_capacity(model: cp_model.CpModel, network: Network, free: IntArray, arcs: list[cp_model.IntVar]) -> None:
    """No slot of a class takes more than its free desks."""
    users: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for n in np.flatnonzero(network.arcs.cls >= 0).tolist():
        cls, start = int(network.arcs.cls[n]), int(network.arcs.start[n])
        for slot in range(start, start + int(network.arcs.length[n])):
            users[cls, slot].append(arcs[n])
    for (cls, slot), variables in users.items():
        model.add(cp_model.LinearExpr.sum(variables) <= int(free[cls, slot]))


def paths(network: Network, flow: Flow) -> list[tuple[int, list[int]]]:
    """(group, arcs in order of time) for each unit of a flow."""
    left = flow.arcs.copy()
    leaving: dict[int, list[int]] = defaultdict(list)
    for n in np.flatnonzero(left).tolist():
        leaving[int(network.arcs.tail[n])].append(n)
    served = [
        entry
        for entry, late in zip(network.entries, flow.late.tolist(), strict=True)
        for _ in range(entry.count - late)
    ]
    return [(entry.group, _walk(network, left, leaving, entry.node)) for entry in served]


def _walk(network: Network, left: IntArray, leaving: Mapping[int, list[int]], node: int) -> list[int]:
    path = []
    while node >= 0:
        arc = next(n for n in leaving[node] if left[n])
        left[arc] -= 1
        path.append(arc)
        node = int(network.arcs.head[arc])
    return path


def column_of(network: Network, path: list[int]) -> Column:
    """The itinerary of a path."""
    arcs = network.arcs
    held = np.array([n for n in path if arcs.cls[n] >= 0], dtype=np.int64)
    cost = float(arcs.cost[path].sum())
    return Column(cost, arcs.step[held], arcs.cls[held], arcs.start[held], arcs.length[held])
