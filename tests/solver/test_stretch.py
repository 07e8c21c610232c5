"""Some days of an instance as an instance of its own."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from solver.instance import Arrival, Booking, Instance, Span
from solver.plan import Itinerary
from solver.stretch import moved, stretch
from tests.solver.brute_force import every_itinerary
from tests.solver.stage import PER_DAY, desk, instance_of, party
from tests.solver.strategies import instances


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2))
def test_an_arrival_has_the_same_itineraries_in_the_days_of_its_window(instance: Instance) -> None:
    """At the same cost, by brute force."""
    per_day, last = instance.slots_per_day, len(instance.days) - 1
    for arrival in instance.arrivals:
        first = min(arrival.available_from // per_day, last)
        days = range(first, max(first, min(arrival.deadline_day, last)) + 1)
        part = stretch(instance, days, (arrival,))
        found = [(cost, moved(held, first * per_day)) for cost, held in _itineraries(part, part.arrivals[0])]
        assert found == _itineraries(instance, arrival)


def _itineraries(instance: Instance, arrival: Arrival) -> list[tuple[float, Itinerary]]:
    found = every_itinerary(instance, arrival, lambda _desk, _slot: 0.0)
    return [(cost, Itinerary(arrival.id, tuple(held))) for cost, held in found]


def test_times_count_from_the_first_day_and_what_lies_outside_is_cut_off() -> None:
    """Shifts, booked time, unavailable spans and what is ready before."""
    shifts = ((9, 12), (33, 36), (57, 60), (81, 84))
    arrival = replace(
        party("p0", deadline=59, available_from=34),
        unavailable=(Span(10, 35), Span(58, 90)),
        ready_from={"talk": 3},
    )
    booked = (Booking("one", 10, 34), Booking("one", 82, 83))
    instance = instance_of((desk("one", *shifts),), (arrival,), days=4, booked=booked)
    part = stretch(instance, range(1, 3), (arrival,), taken=(Booking("one", 58, 59),))
    (found,) = part.arrivals
    assert part.days == instance.days[1:3]
    assert part.resources[0].shifts == (Span(9, 12), Span(33, 36))
    assert part.booked == (Booking("one", 0, 10), Booking("one", 34, 35))
    assert (found.available_from, found.deadline, found.deadline_day) == (10, 35, 1)
    assert found.unavailable == (Span(0, 11), Span(34, 48))
    assert found.ready_from == {"talk": 0}


def test_desks_may_open_later_than_the_stretch_begins() -> None:
    """Days before are there for who arrived on them."""
    instance = instance_of((desk("one", (9, 12), (33, 36)),), (party("p0", deadline=2 * PER_DAY - 1),), days=2)
    part = stretch(instance, range(2), instance.arrivals, opens=1)
    assert part.resources[0].shifts == (Span(33, 36),)
    assert len(part.days) == 2
