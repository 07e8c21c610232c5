"""The linear and the integer programme of a network against brute force."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.instance import Instance
from solver.prices import lagrangian
from solver.programme import Programme
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import network_of
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

_HEALTH = list(HealthCheck)


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=2, max_steps=2))
def test_the_relaxed_value_is_the_bound_its_prices_prove_and_no_plan_is_cheaper(instance: Instance) -> None:
    """Over all itineraries, linear programme and Lagrangian dual agree (to the tolerance of interior points)."""
    pricer = pricer_of(instance)
    network = network_of(pricer)
    if not network.entries:
        return
    found = Programme(network, pricer.classes.free, instance.objective.late).relaxed(30)
    assert found is not None
    prices, flow = found
    best = cheapest_plan(instance)
    served = float(flow[network.arcs.opens >= 0].sum())
    value = float(network.arcs.cost @ flow) + instance.objective.late * (len(instance.arrivals) - served)
    assert value <= best + 1e-3 * max(1.0, best)
    bound = lagrangian(pricer, pricer.price_all(prices), prices)
    assert bound <= best + 1e-6
    assert bound == pytest.approx(value, rel=1e-3, abs=0.1)
    assert (prices >= 0).all()


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=2, max_steps=2))
def test_the_whole_programme_has_the_cost_of_the_best_plan(instance: Instance) -> None:
    """Its bound as well, once it is solved to the end."""
    pricer = pricer_of(instance)
    network = network_of(pricer)
    if not network.entries:
        return
    values, bound = Programme(network, pricer.classes.free, instance.objective.late).whole(30)
    assert values is not None
    arcs = len(network.arcs.tail)
    lost = len(instance.arrivals) - sum(entry.count for entry in network.entries)
    late = instance.objective.late * lost
    cost = float(network.arcs.cost @ values[:arcs]) + instance.objective.late * int(values[arcs:].sum()) + late
    best = cheapest_plan(instance)
    assert cost == pytest.approx(best)
    assert bound + late == pytest.approx(best)


def test_a_desk_for_one_is_shared_by_halves_in_no_whole_plan() -> None:
    """Two parties, one place: one of them is late, and the price of the place is what that costs."""
    instance = instance_of((desk("one", (9, 11)),), (party("p0"), party("p1")))
    pricer = pricer_of(instance)
    programme = Programme(network_of(pricer), pricer.classes.free, instance.objective.late)
    found = programme.relaxed(30)
    assert found is not None
    assert float(found[0].sum()) == pytest.approx(900, rel=1e-3)
    values, bound = programme.whole(30)
    assert values is not None
    assert values.dtype == np.int64
    assert bound == pytest.approx(1100)


@pytest.mark.parametrize(("more", "price"), [(30.0, 30.0), (1e6, 450.0)])
def test_no_desk_is_worth_more_than_one_more_of_it_costs(more: float, price: float) -> None:
    """Two parties, one place of two slots: being late costs 900 more than to come, or two slots more do."""
    pricer = pricer_of(instance_of((desk("one", (9, 11)),), (party("p0"), party("p1"))))
    shape = pricer.classes.free.shape
    found = Programme(network_of(pricer), pricer.classes.free, 1000.0, np.full(shape, more)).relaxed(30)
    assert found is not None
    assert found[0].sum() == pytest.approx(2 * price, rel=1e-3)
