"""The order in which itineraries are found."""

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings

from solver.instance import Instance
from solver.offers import DeskSearch, open_desks
from solver.ranking import ranked
from tests.solver.brute_force import every_itinerary
from tests.solver.strategies import instances


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_steps=3))
def test_every_itinerary_comes_once_cheapest_first(instance: Instance) -> None:
    """Of those that differ only in the desk at a place, one stands for all."""
    arrival, desks = instance.arrivals[0], open_desks(instance)
    search = DeskSearch(desks, arrival, desks.start_costs(None))
    recursion = search.recursion(search.rules, search.start_cost())
    found = [(v, path) for v, path in islice(ranked(recursion), 1500) if search.keeps_order(path)]
    places = {name: n for n, name in enumerate(desks.classes.locations)} if len(desks.classes.locations) > 1 else {}
    best = {
        tuple((a.step, places.get(instance.resource_by_id[a.resource].location, 0), a.start) for a in held): cost
        for cost, held in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0)
    }
    assert [value for value, _ in found] == pytest.approx(sorted(best.values())[: len(found)], abs=1e-5)
    assert len(found) == len(best) or len(found) >= 1000
    assert len({path for _, path in found}) == len(found)
    values = [value for value, _ in found]
    assert values == pytest.approx(sorted(values), abs=1e-9)
