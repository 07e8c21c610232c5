"""Arrivals that no desk could serve."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.instance import Arrival, Instance, Journey, Resource, Span, Step
from solver.own_window import cheapest_alone, fields_in_the_way, services_missing, usual_hours
from tests.solver.brute_force import every_itinerary
from tests.solver.stage import PER_DAY, desk, instance_of, party
from tests.solver.strategies import instances

FIELDS = ("deadline", "available_from", "ready_from", "unavailable")


def _cheapest(instance: Instance, arrival: Arrival) -> float:
    return min((cost for cost, _ in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0)), default=np.inf)


def _without(instance: Instance, arrival: Arrival, fields: tuple[str, ...]) -> Arrival:
    """The arrival with fields that ask for nothing."""
    if "deadline" in fields:
        last = len(instance.days)
        arrival = replace(arrival, deadline=last * instance.slots_per_day, deadline_day=last - 1)
    if "available_from" in fields:
        arrival = replace(arrival, available_from=0)
    if "ready_from" in fields:
        arrival = replace(arrival, ready_from={})
    return replace(arrival, unavailable=()) if "unavailable" in fields else arrival


def _with_every_desk(instance: Instance, arrival: Arrival) -> Instance:
    """Desks at one place that do everything whenever any desk is open on any day."""
    shifts = [shift for each in instance.resources for shift in each.shifts]
    hours = usual_hours(instance, tuple(shifts))
    starts = (day * instance.slots_per_day for day in range(len(instance.days)))
    spans = tuple(Span(start + hours.start, start + hours.end) for start in starts)
    services = frozenset(step.service for step in instance.journeys[arrival.journey].steps)
    desks = (Resource(f"all-{n}", "", "", services, arrival.languages, spans) for n in range(instance.most_desks))
    return replace(instance, resources=tuple(desks), booked=())


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_steps=3))
def test_alone_an_arrival_costs_what_brute_force_says(instance: Instance) -> None:
    """Every feature of the format; where two ways differ by a third place between, the recursion may be below."""
    flat, arrival = replace(instance, travel={}), instance.arrivals[0]
    assert cheapest_alone(flat, arrival) == pytest.approx(_cheapest(flat, arrival))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_steps=2))
def test_the_fields_named_are_the_fewest_that_stand_in_the_way(instance: Instance) -> None:
    """Without them an itinerary fits on desks for everything; without fewer none does."""
    arrival = instance.arrivals[0]
    ideal = _with_every_desk(instance, arrival)

    def fits(fields: tuple[str, ...]) -> bool:
        return bool(np.isfinite(_cheapest(ideal, _without(instance, arrival, fields))))

    found = fields_in_the_way(instance, arrival)
    fewer = len(FIELDS) + 1 if found == ("journey",) else len(found)
    assert found == ("journey",) or fits(found)
    assert not any(fits(fields) for size in range(fewer) for fields in combinations(FIELDS, size))


def test_a_journey_may_be_too_long_for_the_days_there_are() -> None:
    """Its result is there after the last of them, whatever the arrival asks."""
    slow = Journey("j", (Step("talk", "x", (2,), result_days=3),))
    instance = instance_of((desk("one", (9, 17)),), (party("p"),), days=2, journey=slow)
    assert fields_in_the_way(instance, instance.arrivals[0]) == ("journey",)


def test_services_that_no_desk_offers_are_named_once() -> None:
    """In the order of the steps."""
    steps = (Step("talk", "x", (1,)), Step("test", "z", (1,)), Step("stamp", "y", (1,)), Step("again", "z", (1,)))
    instance = instance_of((desk("one", (9, 17)),), (party("p"),), journey=Journey("j", steps))
    assert services_missing(instance, instance.arrivals[0]) == ("z", "y")


def test_usual_hours_reach_from_the_first_opening_to_the_last_closing() -> None:
    """Of any day, midnight too; all day where nothing opens."""
    instance = instance_of((), ())
    assert usual_hours(instance, (Span(10, 12), Span(PER_DAY + 8, PER_DAY + 11), Span(20, 24))) == Span(8, 24)
    assert usual_hours(instance, ()) == Span(0, 24)
