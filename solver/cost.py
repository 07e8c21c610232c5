"""What a plan costs: the one place, beside the verifier's own count, that knows the prices of the objective."""

from collections.abc import Sequence

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.instance import Arrival, Instance, Objective
from solver.plan import Appointment


def itinerary_costs(
    objective: Objective,
    gap: IntArray,
    day: IntArray,
    location: IntArray,
    times: tuple[IntArray, IntArray],
    lag: IntArray,
) -> FloatArray:
    """[n] cost of itineraries whose steps stand in order of time.

    `day` (counted from the arrival's first), `location`, starts and ends in `times` and `lag` (days until the
    result) are [n, steps]; `gap` is [location, location] in slots.
    """
    start, end = times
    same_day = day[:, 1:] == day[:, :-1]
    idle = start[:, 1:] - end[:, :-1] - gap[location[:, :-1], location[:, 1:]]
    visits = 1 + (~same_day).sum(axis=1)
    waits = np.where(same_day, idle, 0).sum(axis=1)
    completes = (day + lag).max(axis=1)
    costs: FloatArray = objective.visit * visits + objective.wait_slot * waits + objective.day * completes
    return costs


def itinerary_cost(instance: Instance, arrival: Arrival, appointments: Sequence[Appointment]) -> float:
    """Cost of one itinerary, its appointments in order of time; a step at several desks at once counts once."""
    appointments = list({a.step: a for a in appointments}.values())
    per_day, lags = instance.slots_per_day, {s.id: s.result_days for s in instance.journeys[arrival.journey].steps}
    places = [instance.resource_by_id[a.resource].location for a in appointments]
    times = np.array([[a.start for a in appointments]]), np.array([[a.end for a in appointments]])
    day = times[0] // per_day - arrival.available_from // per_day
    gap = np.array([[instance.gap(here, there) for there in places] for here in places])
    lag = np.array([[lags[a.step] for a in appointments]])
    return float(itinerary_costs(instance.objective, gap, day, np.arange(len(places))[None], times, lag)[0])


def plan_cost(objective: Objective, itineraries: FloatArray, late: int) -> float:
    """Cost of a plan: its itineraries' costs and the price of every late arrival."""
    return float(itineraries.sum()) + objective.late * late
