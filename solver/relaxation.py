"""The linear programme over all itineraries, as a flow: its prices prove the best bound."""

from dataclasses import dataclass, replace

import numpy as np

from solver.arcs import Network
from solver.classes import BoolArray, FloatArray, IntArray
from solver.network import build_network, network_size
from solver.occupancy import Occupancy
from solver.pricing import Pricer, StartCosts
from solver.programme import Programme
from solver.stopping import Stopped, never

_NODES_PER_SECOND = 150_000  # more would spend the time on making the network
_ARCS_PER_SECOND = 4_000  # more are not solved in time, with some left for a plan
_ARCS_PER_SECOND_AT_MOST = 12_000
_DEARER = 2.0  # times the price of lateness
_MORE_VISITS = 0.2  # what a desk of the rest may cost more than of the whole


@dataclass(frozen=True)
class Relaxation:
    """The relaxed plan: `prices` [class, width], and the `flow` [arc] of `network`."""

    prices: FloatArray
    network: Network
    flow: FloatArray


@dataclass(frozen=True)
class Rest:
    """What is left of an instance once a part is planned: on some `days`, on the desks `left` there.

    `sizes`: [group] arrivals who still wait.
    """

    sizes: IntArray
    left: Occupancy
    days: range

    @classmethod
    def whole(cls, pricer: Pricer) -> "Rest":
        """That of an instance of which nothing is planned yet."""
        return cls(pricer.groups.sizes, pricer.empty, range(len(pricer.classes.instance.days)))


def relax(
    pricer: Pricer,
    prices: FloatArray,
    *,
    seconds: float,
    crowded: bool = False,
    late: float | None = None,
    stopped: Stopped = never,
) -> Relaxation | None:
    """Solve the relaxation over the itineraries that are not far from the cheapest under prices [class, width].

    `late`: the price of lateness, that of the objective if not given.

    None if time runs out or would, if it is `stopped`, or if nobody can be served. Good prices leave few itineraries
    and make it fast; too few of them show in the bound that the new prices prove, which stands by itself: any prices
    prove one. In a `crowded` instance more of them matter: somebody may have to be late.
    """
    network = network_of_all(pricer, prices, seconds, _slack(pricer, crowded=crowded))
    return _relaxed(pricer, network, _ARCS_PER_SECOND, seconds, stopped, late)


def relax_widely(pricer: Pricer, *, seconds: float, stopped: Stopped = never) -> Relaxation | None:
    """Solve the relaxation over the itineraries that are not far from the cheapest on free desks: several times more.

    Where the desks are overloaded, its prices are worth that. None as in `relax`.
    """
    network = network_of_all(pricer, np.zeros(pricer.classes.free.shape), seconds, _slack(pricer, crowded=True))
    return _relaxed(pricer, network, _ARCS_PER_SECOND_AT_MOST, seconds, stopped)


def _relaxed(
    pricer: Pricer,
    network: Network | None,
    arcs_per_second: int,
    seconds: float,
    stopped: Stopped,
    late: float | None = None,
) -> Relaxation | None:
    if network is None or len(network.arcs.tail) > arcs_per_second * seconds:
        return None
    price = pricer.objective.late if late is None else late
    found = Programme(network, pricer.classes.free, price).relaxed(seconds, stopped)
    return Relaxation(found[0], network, found[1]) if found else None


def price_slope(pricer: Pricer, relaxed: Relaxation, seconds: float, stopped: Stopped = never) -> FloatArray | None:
    """[class, width] by how much prices grow with the price of lateness, None if time runs out.

    The price of a desk is what the cost falls by with one more; so this is by how much the number of late arrivals
    falls, from this price of lateness to a higher one.
    """
    dear = _DEARER * pricer.objective.late
    found = Programme(relaxed.network, pricer.classes.free, dear).relaxed(seconds, stopped)
    return None if found is None else (found[0] - relaxed.prices) / (dear - pricer.objective.late)


def relax_rest(
    pricer: Pricer, rest: Rest, prices: FloatArray, *, seconds: float, stopped: Stopped = never
) -> FloatArray | None:
    """The best prices [class, width] of what is left, near those of the whole; None as in `relax`.

    Where the itineraries near the cheapest leave somebody one desk alone, its price could be anything up to that of
    being late, and prove nothing; so more of all desks can be had for a little more than they cost before.
    """
    network = _network(pricer, rest, prices, seconds, _slack(pricer, crowded=False))
    if network is None or len(network.arcs.tail) > _ARCS_PER_SECOND_AT_MOST * seconds:
        return None
    more = prices + _MORE_VISITS * pricer.objective.visit
    found = Programme(network, rest.left.free, pricer.objective.late, more).relaxed(seconds, stopped)
    return None if found is None else found[0]


def relax_within(
    pricer: Pricer, prices: FloatArray, free: BoolArray, *, seconds: float, stopped: Stopped = never
) -> FloatArray | None:
    """The best prices [class, width] whose classes are `free` [class] to change, given those of the others.

    Desks of the others are as many as anyone wants, at their prices. None if time runs out or would, or if it
    is `stopped`.
    """
    network = network_of_all(pricer, prices, seconds, _slack(pricer, crowded=False))
    if network is None:
        return None
    enough = np.where(free[:, None], pricer.classes.free, int(pricer.groups.sizes.sum()))
    paying = _paying(network, ~free, StartCosts(prices, pricer.empty.room))
    found = Programme(paying, enough, pricer.objective.late).relaxed(seconds, stopped)
    return np.where(free[:, None], found[0], prices) if found else None


def _paying(network: Network, classes: BoolArray, costs: StartCosts) -> Network:
    """The network with the prices of some classes [class] in what its arcs cost."""
    arcs = network.arcs
    held = np.flatnonzero((arcs.cls >= 0) & classes[arcs.cls])
    cost = arcs.cost.copy()
    cost[held] += costs.cells(arcs.cls[held], arcs.start[held], arcs.length[held])
    return replace(network, arcs=replace(arcs, cost=cost))


def network_of_all(pricer: Pricer, prices: FloatArray, seconds: float, slack: float) -> Network | None:
    """The network of all arrivals, None if it would take too long to make or serves nobody."""
    return _network(pricer, Rest.whole(pricer), prices, seconds, slack)


def _network(pricer: Pricer, rest: Rest, prices: FloatArray, seconds: float, slack: float) -> Network | None:
    counts = {group: size for group, size in enumerate(rest.sizes.tolist()) if size}
    if network_size(pricer, counts) > _NODES_PER_SECOND * seconds:
        return None
    network = build_network(pricer, counts, prices, rest.left, slack, rest.days)
    return network if network.entries else None


def _slack(pricer: Pricer, *, crowded: bool) -> float:
    """Room for most of another visit: with all of it the programme is twice the size, for a bound hardly better.

    Where some may have to be late, another visit for someone is worth it all the same; where some would have to move,
    whatever costs less than their move is.
    """
    objective, visits = pricer.objective, 1.5 if crowded else 0.85
    move = min(float(pricer.tables.move.max(initial=0.0)), objective.late)
    return move + max(visits * objective.visit, 2 * objective.day + 10 * objective.wait_slot)
