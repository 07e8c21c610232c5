"""What is left of a journey that has begun, planned around what is done."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scheduler.scenarios.afterwards import pricer_for
from scheduler.scenarios.demand import BoolArray, FloatArray
from solver.classes import ResourceClasses
from solver.cost import itinerary_cost
from solver.instance import Arrival
from solver.occupancy import Occupancy
from solver.online import Online
from solver.plan import Appointment
from solver.pricing import Column


def done_before(classes: ResourceClasses, held: Column, day: int) -> BoolArray:
    """[seats] which appointments of an itinerary were on earlier days."""
    done: BoolArray = classes.day[held.cls] < day
    return done


def completed(
    classes: ResourceClasses, arrival: Arrival, held: Column, day: int, free: Occupancy, prices: FloatArray
) -> Column | None:
    """An itinerary that begins with what is done of another one and does the rest from a day on, at the least price.

    `free`: desks that nobody has; `prices`: [class, width] of their slots. None if they will not do.
    """
    done = done_before(classes, held, day)
    journey = classes.instance.journeys[arrival.journey]
    left = np.setdiff1d(np.arange(len(journey.steps)), held.step[done])
    rest = journey.of({journey.steps[n].id for n in left.tolist()})
    own = replace(classes, instance=replace(classes.instance, journeys={rest.id: rest}))
    earliest = max(arrival.available_from, day * classes.instance.slots_per_day)
    online = Online(pricer_for(own, (replace(arrival, available_from=earliest),)), free)
    if not online.serve(0, prices, day):
        return None
    (found,) = online.assignment.release((0,)).values()
    return None if found is None else _joined(classes, arrival, held, done, replace(found, step=left[found.step]))


def _joined(classes: ResourceClasses, arrival: Arrival, held: Column, done: BoolArray, rest: Column) -> Column:
    """Both as one itinerary, which costs what it would have from the start."""
    step, cls, start, length = (
        np.concatenate([before[done], after])
        for before, after in (
            (held.step, rest.step),
            (held.cls, rest.cls),
            (held.start, rest.start),
            (held.length, rest.length),
        )
    )
    column = Column(0.0, step, cls, start, length)
    cost = itinerary_cost(classes.instance, arrival, tuple(_appointments(classes, arrival, column)))
    return replace(column, cost=cost)


def _appointments(classes: ResourceClasses, arrival: Arrival, column: Column) -> Iterator[Appointment]:
    """At the first desk of each class: all of them are at one location."""
    steps = classes.instance.journeys[arrival.journey].steps
    for step, cls, start, length in column.spans():
        begins = classes.absolute(cls, start)
        yield Appointment(steps[step].id, classes.members[cls][0], begins, begins + length)
