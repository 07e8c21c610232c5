"""Networks of instances, their paths and what brute force says of them."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from solver.arcs import Network
from solver.classes import FloatArray
from solver.instance import Instance
from solver.network import build_network
from solver.pricing import Pricer
from tests.solver.brute_force import every_itinerary

HUGE = 1e9
Held = tuple[tuple[int, int, int], ...]  # step, class and start of each appointment


def network_of(
    pricer: Pricer, prices: FloatArray | None = None, slack: float = HUGE, days: range | None = None
) -> Network:
    """The network of all groups on free desks."""
    free = np.zeros(pricer.classes.free.shape) if prices is None else prices
    counts = dict(enumerate(pricer.groups.sizes.tolist()))
    return build_network(pricer, counts, free, pricer.empty, slack, days)


def random_prices(pricer: Pricer, seed: int, largest: int = 40) -> FloatArray:
    """Whole prices of open slots."""
    prices = np.random.default_rng(seed).integers(0, largest, pricer.classes.free.shape) * 1.0
    priced: FloatArray = np.where(pricer.classes.open_slots, prices, 0.0)
    return priced


def every_path(network: Network, node: int) -> Iterator[list[int]]:
    """Arcs of every way from a node to the end of the journey."""
    leaving: dict[int, list[int]] = defaultdict(list)
    for arc, tail in enumerate(network.arcs.tail.tolist()):
        leaving[tail].append(arc)

    def onward(here: int, path: list[int]) -> Iterator[list[int]]:
        for arc in leaving[here]:
            head = int(network.arcs.head[arc])
            if head < 0:
                yield [*path, arc]
            else:
                yield from onward(head, [*path, arc])

    yield from onward(node, [])


def held_on(network: Network, path: list[int]) -> Held:
    """What a path holds."""
    arcs = network.arcs
    return tuple((int(arcs.step[n]), int(arcs.cls[n]), int(arcs.start[n])) for n in path if arcs.cls[n] >= 0)


def known_to_brute_force(pricer: Pricer, instance: Instance, number: int) -> dict[Held, float]:
    """Every itinerary of an arrival, as a path would hold it, with its cost."""
    classes = pricer.classes
    class_of = {
        (member, classes.absolute(n, slot)): (n, slot)
        for n, members in enumerate(classes.members)
        for member in members
        for slot in range(int(classes.start[n]), int(classes.end[n]))
    }
    arrival = instance.arrivals[number]
    step = {s.id: n for n, s in enumerate(instance.journeys[arrival.journey].steps)}
    return {
        _in_order([(step[a.step], *class_of[a.resource, a.start]) for a in held]): cost
        for cost, held in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0)
    }


def _in_order(held: list[tuple[int, int, int]]) -> Held:
    """The desks of a step by their classes."""
    steps = [step for step, _, _ in held]
    return tuple(sorted(held, key=lambda seat: (steps.index(seat[0]), seat[1])))
