"""The cheapest flow, and itineraries read off it."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.classes import merged_classes
from solver.cpsat import Limits, column_of, integral_flow, paths
from solver.grouping import group_arrivals
from solver.instance import Instance
from solver.network import build_network
from solver.pricing import Pricer
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import held_on, known_to_brute_force, network_of, random_prices
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

_HEALTH = list(HealthCheck)


@settings(max_examples=50, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=2, max_steps=2), st.integers(0, 2**32 - 1))
def test_the_cheapest_flow_has_the_cost_of_the_best_plan_whatever_the_prices(instance: Instance, seed: int) -> None:
    """Prices only say where to look first; its bound meets its cost, and its paths are itineraries."""
    pricer = pricer_of(instance)
    prices = random_prices(pricer, seed)
    network = network_of(pricer, prices)
    late = instance.objective.late
    flow = integral_flow(network, (pricer.classes.free, prices), late, Limits(20.0))
    if not network.entries:
        return
    assert flow is not None
    lost = late * (len(instance.arrivals) - sum(entry.count for entry in network.entries))
    best = cheapest_plan(instance)
    cost = float(network.arcs.cost @ flow.arcs) + late * int(flow.late.sum())
    assert flow.optimal
    assert cost + lost == pytest.approx(best)
    assert flow.bound + lost == pytest.approx(best, abs=1e-3)
    assert flow.bound <= cost + 1e-6
    for group, path in paths(network, flow):
        member = pricer.groups.groups[group].members[0]
        known = known_to_brute_force(pricer, instance, member)
        assert known[held_on(network, path)] == pytest.approx(column_of(network, pricer, group, path).cost)


def test_every_unit_of_a_flow_has_a_path_of_its_own() -> None:
    """Alike arrivals, several at a time: as many paths as are served, no arc more often than it flows."""
    arrivals = tuple(party(f"p{n}") for n in range(5))
    pricer = pricer_of(instance_of((desk("one", (9, 13)), desk("two", (9, 13))), arrivals))
    network = network_of(pricer)
    flow = integral_flow(network, (pricer.classes.free, np.zeros(pricer.classes.free.shape)), 1000, Limits(20.0))
    assert flow is not None
    assert flow.late.tolist() == [1]
    found = paths(network, flow)
    assert len(found) == 4
    used = Counter(arc for _, path in found for arc in path)
    assert all(flow.arcs[arc] >= times for arc, times in used.items())


def test_a_known_flow_that_is_best_stays_best() -> None:
    """A hint changes where the search starts, not what it finds."""
    pricer = pricer_of(instance_of((desk("one", (9, 13)),), (party("p0"), party("p1"), party("p2"))))
    network = network_of(pricer)
    desks = pricer.classes.free, np.zeros(pricer.classes.free.shape)
    first = integral_flow(network, desks, 1000, Limits(20.0))
    assert first is not None
    again = integral_flow(network, desks, 1000, Limits(20.0), (first.arcs, first.late))
    worst = integral_flow(network, desks, 1000, Limits(20.0), (np.zeros_like(first.arcs), first.late + 2))
    assert again is not None
    assert worst is not None
    assert first.bound == again.bound == worst.bound == pytest.approx(1200)


def test_a_gap_that_is_allowed_is_no_proof() -> None:
    """A flow within the gap may not be the best."""
    pricer = pricer_of(instance_of((desk("one", (9, 13)),), (party("p0"),)))
    desks = pricer.classes.free, np.zeros(pricer.classes.free.shape)
    flow = integral_flow(network_of(pricer), desks, 1000, Limits(20.0, gap=0.01))
    assert flow is not None
    assert not flow.optimal


def test_a_path_that_waits_for_nothing_costs_what_its_itinerary_costs() -> None:
    """A flow that is not the best may wait on a visit and then leave; the plan must not pay for it."""
    instance = generate(Family(arrivals=1, days=3), 1)
    classes = merged_classes(instance)
    pricer = Pricer(classes, group_arrivals(instance, classes))
    free = np.zeros((classes.count, classes.width))
    network = build_network(pricer, {0: 1}, free, pricer.empty, 1e6)
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
