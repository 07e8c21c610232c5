"""CP-SAT on a network: an integral flow of least cost, and the itineraries it stands for.

The objective is stated in reduced costs: what the flow pays beyond each arrival's cheapest itinerary, and the price
of every desk left free. It differs from the cost by a constant, which is the bound that the prices prove, so CP-SAT
starts from that bound instead of having to find it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.arcs import Network
from solver.classes import FloatArray, IntArray
from solver.layout import held_column
from solver.pricing import Column, Pricer
from solver.stopping import Stopped, ended_by, never

_FINEST = 1e6  # parts of a cost unit; rounded down, so that a bound stays one
_LARGEST = 1e17  # a sum that CP-SAT takes


@dataclass(frozen=True)
class Limits:
    """How long and with how many workers CP-SAT may search, from which seed, and at which gap it stops.

    `gap` is in units of cost. `stopped` ends it before its time.
    """

    seconds: float
    workers: int = 1
    seed: int = 0
    gap: float = 0.0
    stopped: Stopped = never


@dataclass(frozen=True)
class Flow:
    """An integral flow: units on each arc, late arrivals of each entry, a bound on the cost of any, proven best."""

    arcs: IntArray
    late: IntArray
    bound: float
    optimal: bool


def integral_flow(
    network: Network,
    desks: tuple[IntArray, FloatArray],
    late: float,
    limits: Limits,
    hint: tuple[IntArray, IntArray] | None = None,
) -> Flow | None:
    """The cheapest integral flow found in time, an arrival that does not flow costing `late`; None if none was.

    `desks`: [class, width] how many are free, and the prices under which the network was made. `hint`: units on each
    arc and late arrivals of each entry of a flow that is known.
    """
    model = _Model(network, *desks, late)
    if hint is not None:
        model.suggest(*hint)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = max(limits.seconds, 0.01)
    solver.parameters.num_workers = limits.workers
    solver.parameters.random_seed = limits.seed
    solver.parameters.linearization_level = 2
    solver.parameters.absolute_gap_limit = limits.gap * model.scale
    with ended_by(limits.stopped, solver.stop_search):
        status = solver.solve(model.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Flow(
        np.array(solver.values(model.arcs), dtype=np.int64),
        np.array(solver.values(model.rest), dtype=np.int64),
        solver.best_objective_bound / model.scale + model.constant,
        status == cp_model.OPTIMAL and not limits.gap,
    )


class _Model:
    """Variables: units on each arc, late arrivals of each entry, desks left free in each (class, slot) used."""

    def __init__(self, network: Network, free: IntArray, prices: FloatArray, late: float) -> None:
        self.model = cp_model.CpModel()
        entries = network.entries
        total = sum(entry.count for entry in entries)
        self.arcs = [self.model.new_int_var(0, total, "") for _ in range(len(network.arcs.tail))]
        self.rest = [self.model.new_int_var(0, entry.count, "") for entry in entries]
        self._conserve(network)
        spare, worth = self._respect_capacity(network, free, prices)
        self.constant = sum(entry.count * entry.value for entry in entries) - worth[0]
        rest = network.late_costs(late) - np.array([entry.value for entry in entries])
        weights = np.concatenate([network.arcs.reduced, rest, worth[1]])
        self.scale = min(_FINEST, _LARGEST / (1 + float(np.abs(weights).max(initial=0)) * max(1, total)))
        whole = np.floor(self.scale * weights).astype(np.int64).tolist()
        self.model.minimize(cp_model.LinearExpr.weighted_sum([*self.arcs, *self.rest, *spare], whole))

    def suggest(self, units: IntArray, late: IntArray) -> None:
        """Let the search start from a known flow."""
        for variable, value in zip([*self.arcs, *self.rest], [*units.tolist(), *late.tolist()], strict=True):
            self.model.add_hint(variable, value)

    def _conserve(self, network: Network) -> None:
        """What comes into a node goes out of it."""
        terms: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        signs: dict[int, list[int]] = defaultdict(list)
        supply: dict[int, int] = defaultdict(int)
        ends = zip(self.arcs, network.arcs.tail.tolist(), network.arcs.head.tolist(), strict=True)
        for variable, tail, head in ends:
            terms[tail].append(variable)
            signs[tail].append(1)
            if head >= 0:
                terms[head].append(variable)
                signs[head].append(-1)
        for variable, entry in zip(self.rest, network.entries, strict=True):
            terms[entry.node].append(variable)
            signs[entry.node].append(1)
            supply[entry.node] += entry.count
        for node, variables in terms.items():
            self.model.add(cp_model.LinearExpr.weighted_sum(variables, signs[node]) == supply[node])

    def _respect_capacity(
        self, network: Network, free: IntArray, prices: FloatArray
    ) -> tuple[list[cp_model.IntVar], tuple[float, list[float]]]:
        """No (class, slot) takes more than its free desks: spare desks, what all are worth, what each is worth."""
        users: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for n in np.flatnonzero(network.arcs.cls >= 0).tolist():
            cls, start = int(network.arcs.cls[n]), int(network.arcs.start[n])
            for slot in range(start, start + int(network.arcs.length[n])):
                users[cls, slot].append(self.arcs[n])
        spare, worth = [], []
        for (cls, slot), variables in users.items():
            desks = int(free[cls, slot])
            left = self.model.new_int_var(0, desks, "")
            self.model.add(cp_model.LinearExpr.sum([*variables, left]) == desks)
            spare.append(left)
            worth.append(float(prices[cls, slot]))
        everything = sum(price * int(free[cell]) for cell, price in zip(users, worth, strict=True))
        return spare, (everything, worth)


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


def column_of(network: Network, pricer: Pricer, group: int, path: Sequence[int]) -> Column:
    """The itinerary of a path; its cost is its own: a flow may wait where nobody has to, or move to where it was."""
    arcs = network.arcs
    held = np.array([n for n in path if arcs.cls[n] >= 0], dtype=np.int64)
    return held_column(pricer, group, np.stack([arcs.step[held], arcs.cls[held], arcs.start[held], arcs.length[held]]))
