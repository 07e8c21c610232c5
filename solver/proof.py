"""Small instances to the proven optimum: every itinerary that can be part of a better plan, in one programme.

A plan that costs no more than the best one known holds no itinerary whose reduced cost exceeds the gap between that
plan and the bound, so the rest may be left out. HiGHS branches on the flow with its linear relaxation, CP-SAT
learns from its conflicts; which of them proves first differs, so both try at once.
"""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from solver.arcs import Network
from solver.assignment import Assignment
from solver.classes import IntArray
from solver.cpsat import Flow, Limits, integral_flow
from solver.neighbourhood import Closed, settle
from solver.network import build_network, network_size
from solver.prices import Bound
from solver.pricing import Pricer
from solver.programme import Programme

_MOST_NODES, _MOST_ARCS = 200_000, 30_000


@dataclass(frozen=True)
class Proof:
    """A bound on the cost of every plan, and the plans found on the way."""

    bound: float
    plans: tuple[Assignment, ...]


def prove(pricer: Pricer, known: Bound, cost: float, limits: Limits, executor: Executor) -> Proof | None:
    """The bound that both engines reach for plans under `cost`; None if too many itineraries matter."""
    counts = dict(enumerate(pricer.groups.sizes.tolist()))
    if network_size(pricer, counts) > _MOST_NODES:
        return None
    network = build_network(pricer, counts, known.prices, pricer.empty, cost - known.value)
    if not network.entries or len(network.arcs.tail) > _MOST_ARCS:
        return None
    late = pricer.objective.late
    engines: tuple[Callable[[], Flow | None], ...] = (
        lambda: whole_by_highs(network, pricer.classes.free, late, limits),
        lambda: integral_flow(network, (pricer.classes.free, known.prices), late, limits),
    )
    flows = [flow for flow in executor.map(lambda engine: engine(), engines) if flow is not None]
    lost = len(pricer.classes.instance.arrivals) - sum(entry.count for entry in network.entries)
    bound = max((flow.bound for flow in flows), default=-np.inf) + late * lost
    return Proof(min(cost, bound), tuple(_settled(pricer, network, flow) for flow in flows))


def whole_by_highs(network: Network, free: IntArray, late: float, limits: Limits) -> Flow | None:
    """The cheapest integral flow that HiGHS finds in time, on `free` desks [class, width]; None if none was."""
    values, bound = Programme(network, free, late).whole(limits.seconds, limits.gap, limits.stopped)
    if values is None:
        return None
    arcs = len(network.arcs.tail)
    flow = Flow(values[:arcs], values[arcs:], bound, optimal=False)
    return flow if _conserves(network, flow) else None


def _conserves(network: Network, flow: Flow) -> bool:
    """Whether what comes into each node goes out of it: HiGHS keeps to rows and whole numbers by a tolerance only."""
    arcs, left = network.arcs, np.zeros(network.nodes, dtype=np.int64)
    np.add.at(left, arcs.tail, flow.arcs)
    inner = arcs.head >= 0
    np.subtract.at(left, arcs.head[inner], flow.arcs[inner])
    for entry, late in zip(network.entries, flow.late.tolist(), strict=True):
        left[entry.node] += late - entry.count
    return not left.any()


def _settled(pricer: Pricer, network: Network, flow: Flow) -> Assignment:
    assignment = Assignment(pricer)
    settle(assignment, range(len(pricer.classes.instance.arrivals)), Closed(network, flow))
    return assignment
