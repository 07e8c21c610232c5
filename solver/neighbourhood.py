"""Neighbourhoods closed by CP-SAT: some arrivals on some days, planned anew on the desks the others leave."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solver.arcs import Network
from solver.assignment import Assignment
from solver.classes import FloatArray
from solver.cpsat import Flow, Limits, column_of, integral_flow, paths
from solver.hints import known_flow
from solver.network import build_network
from solver.pricing import Column

_TIGHT = 1e-6

Held = Mapping[int, Column | None]


@dataclass(frozen=True)
class Neighbourhood:
    """`arrivals` to plan anew on `days` (any if None), by itineraries within `slack` of the cheapest under prices."""

    arrivals: Sequence[int]
    days: range | None
    slack: float


@dataclass(frozen=True)
class Closed:
    """A neighbourhood's network with the flow found in it."""

    network: Network
    flow: Flow


@dataclass(frozen=True)
class Outcome:
    """What planning a neighbourhood anew gained, and whether nothing more can be gained from it."""

    gained: float
    exhausted: bool


def close(
    assignment: Assignment,
    chosen: Neighbourhood,
    prices: FloatArray,
    late: float,
    limits: Limits,
    held: Held | None = None,
) -> Closed | None:
    """The best flow for arrivals that hold nothing now, where being `late` has a price; changes nothing.

    The search starts from the columns that they `held`, if given.
    """
    counts = Counter(
        int(assignment.group_of[arrival]) for arrival in chosen.arrivals if assignment.group_of[arrival] >= 0
    )
    network = build_network(assignment.pricer, counts, prices, assignment.occupancy, chosen.slack, chosen.days)
    if not network.entries:
        return None
    hint = None
    if held is not None:
        known = ((int(assignment.group_of[arrival]), column) for arrival, column in held.items() if column is not None)
        hint = known_flow(network, assignment.pricer, known)
    flow = integral_flow(network, (assignment.occupancy.free, prices), late, limits, hint)
    return Closed(network, flow) if flow else None


def settle(assignment: Assignment, arrivals: Sequence[int], closed: Closed) -> None:
    """Serve arrivals by the itineraries of a flow; those of a kind in the order given."""
    waiting: dict[int, list[int]] = defaultdict(list)
    for arrival in reversed(arrivals):
        if assignment.group_of[arrival] >= 0:
            waiting[int(assignment.group_of[arrival])].append(arrival)
    for group, path in paths(closed.network, closed.flow):
        column = column_of(closed.network, assignment.pricer, group, path)
        if assignment.keeps_order(group, column):
            assignment.serve(waiting[group].pop(), column)


def improve(assignment: Assignment, chosen: Neighbourhood, prices: FloatArray, limits: Limits) -> Outcome:
    """Plan a neighbourhood anew and keep the result if it is better."""
    before = sum(assignment.value(arrival) for arrival in chosen.arrivals)
    held = assignment.release(chosen.arrivals)
    closed = close(assignment, chosen, prices, assignment.pricer.objective.late, limits, held)
    if closed is not None:
        settle(assignment, chosen.arrivals, closed)
    gained = before - sum(assignment.value(arrival) for arrival in chosen.arrivals)
    if gained <= _TIGHT:
        assignment.restore(held)
    return Outcome(max(gained, 0.0), closed is not None and closed.flow.optimal)
