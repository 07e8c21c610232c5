"""The surroundings of a late arrival: a small instance of its own, in which it may be tried to be served after all.

Whoever comes on one of some days may be planned anew; what everybody else holds is booked. A plan of the surroundings
with one fewer late is one of the whole with one fewer late.
"""

from collections.abc import Collection
from dataclasses import replace

from solver.instance import Arrival, Booking, Instance
from solver.plan import Itinerary, Plan


def surroundings(instance: Instance, plan: Plan, late: Collection[str], days: range) -> tuple[Instance, Plan]:
    """The instance and the plan of some late arrivals and of all that come on `days`.

    Only the days that some window reaches have desks.
    """
    near = tuple(held for held in plan.itineraries if _days(instance, held) & set(days))
    names = {*late, *(held.arrival for held in near)}
    arrivals = tuple(arrival for arrival in instance.arrivals if arrival.id in names)
    others = (held for held in plan.itineraries if held.arrival not in names)
    booked = tuple(Booking(a.resource, a.start, a.end) for held in others for a in held.appointments)
    reached = {day for arrival in arrivals for day in window(instance, arrival)}
    cut = replace(opened_on(instance, reached), arrivals=arrivals, booked=(*instance.booked, *booked))
    return cut, Plan("feasible", plan.cost, plan.bound, 0.0, tuple(late), near)


def window(instance: Instance, arrival: Arrival) -> range:
    """The days on which an arrival may come."""
    last = min(arrival.deadline_day, len(instance.days) - 1)
    return range(arrival.available_from // instance.slots_per_day, last + 1)


def opened_on(instance: Instance, days: Collection[int]) -> Instance:
    """The instance with desks on some days alone."""
    per_day = instance.slots_per_day
    desks = (
        replace(desk, shifts=tuple(shift for shift in desk.shifts if shift.start // per_day in days))
        for desk in instance.resources
    )
    return replace(instance, resources=tuple(desks))


def _days(instance: Instance, held: Itinerary) -> set[int]:
    return {a.start // instance.slots_per_day for a in held.appointments}
