"""Arrivals that no desk could serve: what of their own keeps them from any itinerary."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from solver.classes import merged_classes
from solver.desk_prices import DeskPrices
from solver.instance import Arrival, Instance, Resource, Span
from solver.pricing import Pricer
from solver.surroundings import opened_on, window


def cheapest_alone(instance: Instance, arrival: Arrival, prices: DeskPrices | None = None) -> float:
    """Value of the cheapest itinerary of an arrival on free desks, infinite if there is none.

    Desks that were not priced cost nothing, so they are not in one class with others.
    """
    alone = replace(opened_on(instance, window(instance, arrival)), arrivals=(arrival,))
    pricer = Pricer.over(merged_classes(alone))
    paid = np.zeros(pricer.classes.free.shape) if prices is None else prices.on(pricer.classes)
    return min(pricer.price_all(paid).values.tolist(), default=np.inf)


def usual_hours(instance: Instance, shifts: tuple[Span, ...]) -> Span:
    """From the earliest opening to the latest closing of any day, in slots of a day; all day if nothing opens."""
    per_day = instance.slots_per_day
    first = min((shift.start % per_day for shift in shifts), default=0)
    last = max((shift.start % per_day + shift.end - shift.start for shift in shifts), default=per_day)
    return Span(first, last)


def services_missing(instance: Instance, arrival: Arrival) -> tuple[str, ...]:
    """The services of an arrival's journey that no desk offers."""
    offered = frozenset[str]().union(*(desk.services for desk in instance.resources))
    wanted = dict.fromkeys(step.service for step in instance.journeys[arrival.journey].steps)
    return tuple(service for service in wanted if service not in offered)


def fields_in_the_way(instance: Instance, arrival: Arrival) -> tuple[str, ...]:
    """The fewest fields of an arrival that keep it from any itinerary, whatever the desks; none if one is possible.

    Desks are thought of that do everything at one place in the hours in which any desk is open. The field is
    `journey` where all the listed days are too short for it.
    """
    ideal = _ideal(instance, arrival)
    if np.isfinite(cheapest_alone(ideal, arrival)):
        return ()
    for fields, changed in _relaxed(instance, arrival):
        if np.isfinite(cheapest_alone(ideal, changed)):
            return fields
    return ("journey",)


def _ideal(instance: Instance, arrival: Arrival) -> Instance:
    """An instance of nothing but desks that do all the arrival needs, as many as it takes at once."""
    services = frozenset(step.service for step in instance.journeys[arrival.journey].steps)
    hours = usual_hours(instance, tuple(shift for desk in instance.resources for shift in desk.shifts))
    midnights = (day * instance.slots_per_day for day in range(len(instance.days)))
    shifts = tuple(Span(midnight + hours.start, midnight + hours.end) for midnight in midnights)
    desks = (Resource(f"ideal-{n}", "", "", services, arrival.languages, shifts) for n in range(instance.most_desks))
    return replace(instance, resources=tuple(desks), booked=(), travel={})


def _relaxed(instance: Instance, arrival: Arrival) -> Iterator[tuple[tuple[str, ...], Arrival]]:
    """The arrival without some of its fields' demands, the fewest first."""
    end = len(instance.days) * instance.slots_per_day
    without: Mapping[str, Mapping[str, object]] = {
        "deadline": {"deadline": end, "deadline_day": len(instance.days) - 1},
        "available_from": {"available_from": 0},
        "ready_from": {"ready_from": {}},
        "unavailable": {"unavailable": ()},
    }
    for size in range(1, len(without) + 1):
        for fields in combinations(without, size):
            changes = {name: value for field in fields for name, value in without[field].items()}
            yield fields, replace(arrival, **changes)  # type: ignore[arg-type]
