"""The appointments that are fixed, checked by the verifier before anything is planned around them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from solver.existing import Existing, ExistingError
from solver.instance import Arrival, Booking, Instance, Journey
from solver.plan import Appointment, Itinerary, Plan, in_order
from solver.verify import verify
from solver.wall_time import WallClock

_RULES_OF_APPOINTMENTS = range(6)  # of the instance format, and 0: whatever cannot be read

Appointments = Mapping[str, tuple[Appointment, ...]]  # by arrival, in order of time


def fixed_appointments(instance: Instance, existing: Existing) -> Appointments:
    """What is fixed of each arrival of an instance.

    Raises ExistingError, which names arrival, step and times, where an appointment cannot be or breaks a rule.
    """
    fixed = {}
    for arrival in instance.arrivals:
        steps = existing.fixed_steps(arrival.id)
        if steps:
            held = (a for a in existing.held[arrival.id].appointments if a.step in steps)
            fixed[arrival.id] = in_order(held)
            for appointment in fixed[arrival.id]:
                _check_place(instance, arrival, appointment)
    _check_rules(instance, fixed)
    return fixed


def is_whole(instance: Instance, arrival: Arrival, fixed: Appointments) -> bool:
    """Whether all steps of an arrival are fixed."""
    return len({a.step for a in fixed.get(arrival.id, ())}) == len(instance.journeys[arrival.journey].steps)


def booked_too(instance: Instance, appointments: Iterable[Appointment]) -> Instance:
    """The instance with the time of some appointments given away."""
    taken = (Booking(a.resource, a.start, a.end) for a in appointments)
    return replace(instance, booked=(*instance.booked, *taken))


def _check_place(instance: Instance, arrival: Arrival, a: Appointment) -> None:
    about, per_day = f"fixed: arrival {arrival.id}, step {a.step} at resource {a.resource}", instance.slots_per_day
    if not (0 <= a.start < a.end <= (a.start // per_day + 1) * per_day <= len(instance.days) * per_day):
        raise ExistingError(f"{about}, slots {a.start} to {a.end}; expected a time on one of the listed days")
    clock = WallClock(instance.days, instance.slot_minutes)
    about += f", {clock.moment(a.start):%Y-%m-%d %H:%M}-{clock.moment(a.end, is_end=True):%H:%M}"
    if a.resource not in instance.resource_by_id:
        raise ExistingError(f"{about}; expected a resource of the instance")
    if a.step not in [step.id for step in instance.journeys[arrival.journey].steps]:
        raise ExistingError(f"{about}; expected a step of its journey {arrival.journey}")


def _check_rules(instance: Instance, fixed: Appointments) -> None:
    """The whole itineraries by all rules; the steps of others, beside these, as if nothing else had to be done."""
    whole = tuple(arrival for arrival in instance.arrivals if is_whole(instance, arrival, fixed))
    parts = [arrival for arrival in instance.arrivals if arrival.id in fixed and arrival not in whole]
    _verify(replace(instance, arrivals=whole), fixed)
    left = booked_too(instance, (a for arrival in whole for a in fixed[arrival.id]))
    journeys = {arrival.id: _fixed_only(instance, arrival, fixed[arrival.id]) for arrival in parts}
    alone = tuple(replace(arrival, journey=arrival.id) for arrival in parts)
    # Without travel: the way by a step between two fixed ones may be shorter than the direct one.
    _verify(replace(left, arrivals=alone, journeys=journeys, travel={}), fixed)


def _fixed_only(instance: Instance, arrival: Arrival, held: Iterable[Appointment]) -> Journey:
    """The journey of an arrival, named after it, without what is not fixed."""
    return replace(instance.journeys[arrival.journey].of({a.step for a in held}), id=arrival.id)


def _verify(instance: Instance, fixed: Appointments) -> None:
    itineraries = tuple(Itinerary(arrival.id, fixed[arrival.id]) for arrival in instance.arrivals)
    for violation in verify(instance, Plan("feasible", 0.0, 0.0, 0.0, (), itineraries)).violations:
        if violation.rule in _RULES_OF_APPOINTMENTS:
            raise ExistingError(f"fixed: {violation}; expected appointments that keep the rules of the instance")
