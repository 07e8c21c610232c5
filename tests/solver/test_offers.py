"""Offers against brute force."""

import pytest
from hypothesis import HealthCheck, given, settings

from solver.instance import Instance
from solver.offers import best_itineraries, open_desks
from tests.solver.brute_force import every_itinerary
from tests.solver.strategies import instances


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_steps=4))
def test_offers_are_the_cheapest_itineraries_that_differ_in_their_times(instance: Instance) -> None:
    """The k cheapest of all, cheapest first, each time pattern once."""
    offers = best_itineraries(open_desks(instance), instance.arrivals[0], 4)
    best: dict[frozenset[tuple[str, int]], float] = {}
    for cost, held in every_itinerary(instance, instance.arrivals[0], lambda _resource, _slot: 0.0):
        times = frozenset((a.step, a.start) for a in held)
        best[times] = min(cost, best.get(times, cost))
    assert [offer.cost for offer in offers] == pytest.approx(sorted(best.values())[:4])
    assert len({tuple((a.step, a.start) for a in offer.itinerary.appointments) for offer in offers}) == len(offers)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_steps=3))
def test_what_is_taken_is_not_offered_and_what_is_given_back_is(instance: Instance) -> None:
    """Desks follow appointments as they come and go."""
    desks, arrival = open_desks(instance), instance.arrivals[0]
    before = best_itineraries(desks, arrival, 3)
    if not before:
        return
    spans = [(a.resource, a.start, a.end) for a in before[0].itinerary.appointments]
    for span in spans:
        desks.take(*span)
    for offer in best_itineraries(desks, arrival, 20):
        for a in offer.itinerary.appointments:
            assert all(a.resource != r or a.end <= start or end <= a.start for r, start, end in spans)
    for span in spans:
        desks.give_back(*span)
    assert best_itineraries(desks, arrival, 3) == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_steps=3))
def test_a_single_visit_comes_first_where_it_is_preferred(instance: Instance) -> None:
    """No itinerary of several visits stands before one of a single visit."""
    offers = best_itineraries(open_desks(instance), instance.arrivals[0], 6, prefer_single_visit=True)
    single = [offer.visits == 1 for offer in offers]
    assert single == sorted(single, reverse=True)
