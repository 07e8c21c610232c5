"""The paths of a network are the itineraries that brute force knows, no more and no fewer."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.cpsat import column_of
from solver.instance import Instance
from solver.network import network_size
from solver.prices import lagrangian
from tests.solver.flows import every_path, held_on, known_to_brute_force, network_of, random_prices
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

_HEALTH = list(HealthCheck)


@settings(max_examples=120, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_steps=2))
def test_paths_are_itineraries_and_every_itinerary_is_a_path(instance: Instance) -> None:
    """The cheapest of the paths that hold the same (some wait and then leave all the same) costs what it should."""
    pricer = pricer_of(instance)
    network = network_of(pricer)
    found: dict[object, float] = {}
    for entry in network.entries:
        for path in every_path(network, entry.node):
            held, cost = held_on(network, path), float(network.arcs.cost[path].sum())
            found[held] = min(cost, found.get(held, np.inf))
    assert found == pytest.approx(known_to_brute_force(pricer, instance, 0))


@settings(max_examples=120, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_steps=2), st.integers(0, 2**32 - 1), st.sampled_from((0.0, 5.0, 40.0)))
def test_a_slack_keeps_every_path_within_it(instance: Instance, seed: int, slack: float) -> None:
    """Reduced costs along a path add up to what it costs, prices included, beyond the cheapest."""
    pricer = pricer_of(instance)
    prices = random_prices(pricer, seed)
    network = network_of(pricer, prices, slack)
    assert (network.arcs.reduced >= -1e-9).all()
    for entry in network.entries:
        assert entry.value == pytest.approx(pricer.price_all(prices).values[entry.group])
        within = set()
        for path in every_path(network, entry.node):
            column = column_of(network, pricer, entry.group, path)
            cost = float(network.arcs.cost[path].sum())
            assert column.cost <= cost + 1e-9
            spent = sum(prices[cls, start : start + length].sum() for _, cls, start, length in column.spans())
            beyond = float(network.arcs.reduced[path].sum())
            assert entry.value + beyond == pytest.approx(cost + spent)
            within |= {held_on(network, path)} if beyond <= slack else set()
        assert within == _within(instance, prices, entry.value + slack)


def _within(instance: Instance, prices: np.ndarray, most: float) -> set[object]:
    pricer = pricer_of(instance)
    steps = pricer.groups.groups[0].shape.lengths
    return {
        held
        for held, cost in known_to_brute_force(pricer, instance, 0).items()
        if cost + sum(prices[c, s : s + steps[n]].sum() for n, c, s in held) <= most
    }


@settings(max_examples=80, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_steps=2), st.integers(0, 2), st.integers(0, 2))
def test_days_that_are_not_wanted_have_no_path(instance: Instance, first: int, count: int) -> None:
    """All itineraries of the others stay."""
    pricer = pricer_of(instance)
    days = range(first, first + count)
    network = network_of(pricer, days=days)
    found = {held_on(network, path) for entry in network.entries for path in every_path(network, entry.node)}
    wanted = {
        held
        for held in known_to_brute_force(pricer, instance, 0)
        if all(int(pricer.classes.day[cls]) in days for _, cls, _ in held)
    }
    assert found == wanted


def test_arrivals_that_differ_in_their_entry_share_one_network() -> None:
    """Each comes in at its own slot and finds only what is left of the day."""
    arrivals = tuple(party(f"p{hour}", available_from=hour) for hour in (9, 10, 13, 13))
    pricer = pricer_of(instance_of((desk("one", (9, 15)),), arrivals))
    network = network_of(pricer)
    assert {entry.network for entry in network.entries} == {0}
    assert sorted(entry.count for entry in network.entries) == [1, 1, 2]
    starts = [min(held_on(network, p)[0][2] for p in every_path(network, entry.node)) for entry in network.entries]
    assert starts == [0, 1, 4]


def test_nobody_who_can_be_served_is_no_network() -> None:
    """No entry, no arc."""
    pricer = pricer_of(instance_of((desk("one", (9, 10)),), (party("p"),)))
    network = network_of(pricer)
    assert (network.entries, network.nodes, len(network.arcs.tail)) == ((), 0, 0)
    assert lagrangian(pricer, pricer.price_all(np.zeros((1, 1))), np.zeros((1, 1))) == pytest.approx(1000)


def test_the_size_of_a_network_is_known_before_it_is_made() -> None:
    """It bounds what is made from above, and grows with days and slots, not with arrivals."""
    few = pricer_of(instance_of((desk("one", (9, 15)),), (party("p"),)))
    many = pricer_of(instance_of((desk("one", (9, 15)),), tuple(party(f"p{n}") for n in range(50))))
    assert network_size(few, [0]) == network_size(many, [0]) >= network_of(many).nodes
