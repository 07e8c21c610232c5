"""Staying as a path of its own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.assignment import Assignment
from solver.budget import Budget
from solver.classes import merged_classes
from solver.cpsat import column_of
from solver.forward import plan_forward
from solver.grouping import group_arrivals
from solver.hints import known_flow
from solver.homes import find_homes
from solver.instance import Instance
from solver.layout import lay_out
from solver.plan import Itinerary
from solver.prices import Ascent, lagrangian
from solver.pricing import Pricer, Threads
from solver.programme import Programme
from solver.relaxation import relax
from solver.solve import solve
from solver.verify import verify
from tests.solver.flows import every_path, held_on, known_to_brute_force, network_of, random_prices
from tests.solver.strategies import crowds, disturbed, instances, standing

_HEALTH = list(HealthCheck)


def _pricer(instance: Instance, held: tuple[Itinerary, ...], price: float) -> Pricer:
    classes = merged_classes(instance)
    homes = find_homes(classes, {itinerary.arrival: itinerary for itinerary in held}, lambda _arrival: price)
    return Pricer(classes, group_arrivals(instance, classes, homes))


@settings(max_examples=100, deadline=None, suppress_health_check=_HEALTH)
@given(standing(crowds() | instances(2, 2)), st.sampled_from((0.0, 5.0, 1000.0)), st.integers(0, 2**32 - 1), st.data())
def test_paths_cost_what_their_itineraries_and_moves_do(
    case: tuple[Instance, tuple[Itinerary, ...]], price: float, seed: int, data: st.DataObject
) -> None:
    """Each itinerary known to brute force is a path; reduced costs add up to what it costs beyond the cheapest."""
    instance = data.draw(disturbed(case[0]))
    pricer = _pricer(instance, case[1], price)
    prices = random_prices(pricer, seed)
    network = network_of(pricer, prices)
    values = pricer.price_all(prices).values
    for entry in network.entries:
        assert entry.value == pytest.approx(values[entry.group])
        group = pricer.groups.groups[entry.group]
        found: dict[object, float] = {}
        for path in every_path(network, entry.node):
            cost, held = float(network.arcs.cost[path].sum()), held_on(network, path)
            found[held] = min(cost, found.get(held, np.inf))
            column = column_of(network, pricer, entry.group, path)
            paid = sum(prices[cls, start : start + length].sum() for _, cls, start, length in column.spans())
            beyond = float(network.arcs.reduced[path].sum())
            assert entry.value + beyond == pytest.approx(cost + paid)
            assert column.cost <= cost + 1e-9
        known = known_to_brute_force(pricer, instance, group.members[0])
        assert found == pytest.approx(
            {held: cost + group.move(*np.array(held)[:, [0, 2, 1]].T) for held, cost in known.items()}
        )
        assert (network.arcs.reduced >= -1e-9).all()


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(standing(crowds() | instances(4, 3)), st.data())
def test_those_who_stay_are_a_flow(case: tuple[Instance, tuple[Itinerary, ...]], data: st.DataObject) -> None:
    """What CP-SAT is told before it searches: everyone at home, on arcs that are there."""
    pricer = _pricer(case[0], case[1], 5.0)
    plan, none = Assignment(pricer), np.zeros(pricer.classes.free.shape)
    homes = [group.members[0] for group in pricer.groups.groups if group.home]
    assert all(plan.keep(arrival, none) for arrival in homes)
    network = network_of(pricer, slack=0.0)
    held = [(int(plan.group_of[arrival]), plan.column(arrival)) for arrival in homes]
    units, late = known_flow(network, pricer, [(group, column) for group, column in held if column is not None])
    assert float(network.arcs.cost @ units) == pytest.approx(plan.cost - len(plan.late) * 1000.0)
    assert int(late.sum()) == sum(entry.move == 0.0 for entry in network.entries for _ in range(entry.count))


def test_plans_near_the_relaxed_one_know_who_stays() -> None:
    """Their cost is that of the format and of the moves; the bound of the relaxed plan holds for them."""
    instance = generate(Family(arrivals=30, days=3, desks=(1, 2, 2), features=True), 4)
    pricer = _pricer(instance, solve(instance, seconds=0.1).itineraries, 3.0)
    prices = np.zeros(pricer.classes.free.shape)
    relaxed = relax(pricer, prices, seconds=60)
    assert relaxed is not None
    bound = lagrangian(pricer, pricer.price_all(relaxed.prices), relaxed.prices)
    with ThreadPoolExecutor(2) as executor:
        pace = Budget(60.0, 1600).pace(1.0, 3)
        quick = plan_forward(pricer, relaxed.prices, pace, 1, Threads(executor, 2))
        dived = plan_forward(pricer, relaxed.prices, Budget(6.0).pace(1.0, 3), 1, Threads(executor, 2))
    for plan in (quick, dived):
        laid = lay_out(plan, 0.0, 0.0)
        assert verify(instance, laid).ok
        assert laid.cost + plan.moves == pytest.approx(plan.cost)
        assert bound <= plan.cost
        assert 0 < plan.moves < 3.0 * len(instance.arrivals)


def test_the_relaxation_looks_as_far_as_a_move_costs() -> None:
    """Its bound is that of all itineraries, also where a desk is gone and every move is dear."""
    instance = generate(Family(arrivals=40, days=4, desks=(1, 2, 2)), 4)
    held = solve(instance, seconds=0.1).itineraries
    first, down, *others = instance.resources
    disturbance = replace(instance, resources=(first, replace(down, shifts=down.shifts[2:]), *others))
    pricer = _pricer(disturbance, held, 2000.0)
    ascent = Ascent(pricer)
    ascent.run(100, lambda: False)
    relaxed = relax(pricer, ascent.best.prices, seconds=60, crowded=True)
    everything = Programme(network_of(pricer), pricer.classes.free, instance.objective.late).relaxed(60)
    assert relaxed is not None
    assert everything is not None
    bound, best = (lagrangian(pricer, pricer.price_all(p), p) for p in (relaxed.prices, everything[0]))
    assert bound == pytest.approx(best, rel=1e-3)
    assert bound > ascent.best.value
