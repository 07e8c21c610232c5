"""Itineraries read off a flow."""

import numpy as np

from benchmarks.instances import Family, generate
from solver.classes import merged_classes
from solver.cpsat import column_of
from solver.groups import group_arrivals
from solver.network import build_network
from solver.pricing import Pricer, StartCosts


def test_a_path_that_waits_for_nothing_costs_what_its_itinerary_costs() -> None:
    """A flow that is not the best may wait on a visit and then leave; the plan must not pay for it."""
    instance = generate(Family(arrivals=1, days=3), 1)
    classes = merged_classes(instance)
    pricer = Pricer(classes, group_arrivals(instance, classes))
    free = StartCosts(np.zeros((classes.count, classes.width)), pricer.empty.room)
    network = build_network(pricer, {0: 1}, free, 1e6)
    path: list[int] = []
    day = 0
    node = network.entries[0].node
    while node >= 0:
        leaving = np.flatnonzero(network.arcs.tail == node)
        holding = leaving[
            (network.arcs.cls[leaving] >= 0) & (day == len(path_days(network.arcs.cls[path], classes.day)))
        ]
        waits = leaving[(network.arcs.cls[leaving] < 0)]
        arc = int(holding[0]) if len(holding) else int(waits[np.argmin(network.arcs.leaves[waits])])
        day += int(network.arcs.leaves[arc])
        path.append(arc)
        node = int(network.arcs.head[arc])
    column = column_of(network, pricer, 0, path)
    assert network.arcs.cost[path].sum() > column.cost
    assert column.cost == 3 * instance.objective.visit + 2 * instance.objective.day


def path_days(cls: np.ndarray, days: np.ndarray) -> set[int]:
    """The days on which a path holds a step."""
    return {int(days[c]) for c in cls.tolist() if c >= 0}
