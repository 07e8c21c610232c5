"""The cost of an itinerary as it stands in a plan."""

from hypothesis import HealthCheck, given, settings

from solver.cost import itinerary_cost
from solver.instance import Instance
from tests.solver.brute_force import every_itinerary
from tests.solver.strategies import instances


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_steps=3))
def test_an_itinerary_costs_what_brute_force_says(instance: Instance) -> None:
    """Visits, waits beyond the gap, and days until the last result."""
    (arrival,) = instance.arrivals
    for cost, held in every_itinerary(instance, arrival, lambda _desk, _slot: 0.0):
        assert abs(itinerary_cost(instance, arrival, held) - cost) < 1e-9
