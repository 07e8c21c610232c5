"""The linear programme over all itineraries, as a flow: its prices prove the best bound, its flow guides a plan."""

from dataclasses import dataclass

from solver.arcs import Network
from solver.classes import FloatArray
from solver.network import build_network, network_size
from solver.pricing import Pricer
from solver.programme import Programme

_NODES_PER_SECOND = 150_000  # more would spend the time on making the network


@dataclass(frozen=True)
class Relaxation:
    """The relaxed plan: `prices` [class, width], `flow` [arc] and `potentials` [node] of `network`."""

    prices: FloatArray
    network: Network
    flow: FloatArray
    potentials: FloatArray


def relax(pricer: Pricer, prices: FloatArray, *, seconds: float, crowded: bool = False) -> Relaxation | None:
    """Solve the relaxation over the itineraries that are not far from the cheapest under prices [class, width].

    None if time runs out or would, or if nobody can be served. Good prices leave few itineraries and make it fast;
    too few of them show in the bound that the new prices prove, which stands by itself: any prices prove one. In a
    `crowded` instance more of them matter: somebody may have to be late.
    """
    counts = dict(enumerate(pricer.groups.sizes.tolist()))
    if network_size(pricer, counts) > _NODES_PER_SECOND * seconds:
        return None
    network = build_network(pricer, counts, prices, pricer.empty.room, _slack(pricer, crowded=crowded))
    if not network.entries:
        return None
    found = Programme(network, pricer.classes.free, pricer.objective.late).relaxed(seconds)
    return Relaxation(found[0], network, found[1], found[2]) if found else None


def _slack(pricer: Pricer, *, crowded: bool) -> float:
    """Room for most of another visit: with all of it the programme is twice the size, for a bound hardly better.

    Where some may have to be late, another visit for someone is worth it all the same; where some would have to move,
    whatever costs less than their move is.
    """
    objective, visits = pricer.objective, 1.5 if crowded else 0.85
    move = min(float(pricer.tables.move.max(initial=0.0)), objective.late)
    return move + max(visits * objective.visit, 2 * objective.day + 10 * objective.wait_slot)
