"""Appointments at desks and times that staff name: what nobody may override is refused here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from calendars.grid import Grid
from scheduler.domain.agency import Resource
from scheduler.domain.arrival import Arrival
from scheduler.domain.errors import InvalidInput
from scheduler.domain.itinerary import Appointment
from scheduler.domain.journey import Journey, Step
from scheduler.domain.override import WantedAppointment
from scheduler.store.configuration import RegionSetup
from scheduler.translation import desks_of, slots_of

_FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Placed:
    """An appointment beside where it stands in the request."""

    pointer: str
    step: Step
    appointment: Appointment


def placed(
    setup: RegionSetup, journey: Journey, arrival: Arrival, wanted: Sequence[WantedAppointment]
) -> tuple[Placed, ...]:
    """What is wanted, in order of time, each as long as its step takes; raises InvalidInput.

    Every step of the journey once, in its order and one after the other, each on the grid and at a desk of the region
    that does it.
    """
    _check_steps(journey, wanted)
    found = [_place(setup, arrival, journey.step_by_id[each.step], n, each) for n, each in enumerate(wanted)]
    found.sort(key=lambda each: each.appointment.start)
    for earlier, later in pairwise(found):
        _check_after(earlier, later, "while this party is there")
    by_step = {each.step.id: each for each in found}
    for each in found:
        for other in each.step.after:
            _check_after(by_step[other], each, "which has to come first")
    return tuple(found)


def check_time(each: Placed, now: datetime) -> None:
    """Refuses a time that has passed, or is more than a year away: raises InvalidInput."""
    start = each.appointment.start
    if not now <= start <= now + _FARTHEST:
        raise InvalidInput(f"{each.pointer}/start", start.isoformat(), f"from {now.isoformat()} on, within a year")


def _check_steps(journey: Journey, wanted: Sequence[WantedAppointment]) -> None:
    steps = ", ".join(journey.step_by_id)
    seen = set()
    for number, each in enumerate(wanted):
        if each.step not in journey.step_by_id:
            raise InvalidInput(f"/appointments/{number}/step", each.step, f"one of {steps}")
        if each.step in seen:
            raise InvalidInput(f"/appointments/{number}/step", each.step, f"each of {steps} once")
        seen.add(each.step)
    if len(seen) < len(journey.steps):
        given = ", ".join(each.step for each in wanted) or "none"
        raise InvalidInput("/appointments", given, f"all steps of the journey: {steps}")


def _place(setup: RegionSetup, arrival: Arrival, step: Step, number: int, wanted: WantedAppointment) -> Placed:
    pointer, region = f"/appointments/{number}", setup.region
    resource, *others = _desks(setup, step, pointer, wanted, desks_of(step, len(arrival.party)))
    grid = Grid(region.timezone, region.pace.slot_minutes)
    if not grid.is_on_grid(wanted.start):
        expected = f"a time on the grid of {grid.slot_minutes} minutes"
        raise InvalidInput(f"{pointer}/start", wanted.start.isoformat(), expected)
    start = wanted.start.astimezone(grid.zone)
    length = timedelta(minutes=slots_of(step, len(arrival.party)) * grid.slot_minutes)
    # By the clock of the world: on the day it changes, a wall time some minutes on is not that many minutes later.
    end = (start.astimezone(UTC) + length).astimezone(grid.zone)
    if end > grid.instant(start.date(), grid.slots_per_day):
        raise InvalidInput(f"{pointer}/start", start.isoformat(), "a time from which it ends on the same day")
    beside = tuple(other.id for other in others)
    appointment = Appointment(step.id, resource.agency, resource.id, resource.location, start, end, beside=beside)
    return Placed(pointer, step, appointment)


def _desks(setup: RegionSetup, step: Step, pointer: str, wanted: WantedAppointment, count: int) -> list[Resource]:
    """The desks that are wanted in order of their ids, as many as the step takes, all at one location."""
    first = _desk(setup, step, f"{pointer}/resource", wanted.resource)
    found = {first.id: first}
    for number, name in enumerate(wanted.beside):
        other = _desk(setup, step, f"{pointer}/beside/{number}", name)
        if other.id in found or other.location != first.location:
            expected = f"a further desk at {first.location}, each of them once"
            raise InvalidInput(f"{pointer}/beside/{number}", name, expected)
        found[other.id] = other
    if len(found) != count:
        given = ", ".join(wanted.beside) or "none"
        expected = f"{count - 1} further desks: the step takes {count} at once for this party"
        raise InvalidInput(f"{pointer}/beside", given, expected)
    return [found[name] for name in sorted(found)]


def _desk(setup: RegionSetup, step: Step, pointer: str, resource_id: str) -> Resource:
    able = {resource.id: resource for resource in setup.resources if step.service in resource.services}
    if resource_id not in able:
        raise InvalidInput(pointer, resource_id, f"a desk for {step.id}: one of {', '.join(able)}")
    return able[resource_id]


def _check_after(earlier: Placed, later: Placed, why: str) -> None:
    end, start = earlier.appointment.end, later.appointment.start
    if start < end:
        expected = f"at or after {end.isoformat()}, the end of {earlier.step.id}, {why}"
        raise InvalidInput(f"{later.pointer}/start", start.isoformat(), expected)
