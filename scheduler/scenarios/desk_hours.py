"""When the desks of a scenario are open, by hour of the week, and what they cost."""

from dataclasses import dataclass

import numpy as np

from scheduler.scenarios.demand import BoolArray, FloatArray, IntArray
from scheduler.scenarios.figures import Hour, Use
from scheduler.scenarios.visits import Visits
from scheduler.scenarios.world import World


@dataclass(frozen=True)
class DeskHours:
    """`hours` that some desk is open in; `of`: [class, width] the position of the hour of each slot.

    `open`: [hour] desk hours on the days that count; `counts`: [class] whether its day does. `cost`: of those hours.
    """

    hours: tuple[Hour, ...]
    of: IntArray
    open: FloatArray
    counts: BoolArray
    cost: float
    slot_minutes: int

    def use(self, visits: Visits) -> dict[Hour, Use]:
        """Open and booked hours under some visits."""
        booked = np.zeros(len(self.hours))
        for slot in range(int(visits.length.max(initial=0))):
            chosen = (visits.length > slot) & self.counts[visits.cls]
            np.add.at(booked, self.of[visits.cls[chosen], visits.start[chosen] + slot], self.slot_minutes / 60)
        pairs = zip(self.hours, self.open.tolist(), booked.tolist(), strict=True)
        return {hour: Use(there, taken) for hour, there, taken in pairs if there > 0}


def desk_hours(world: World) -> DeskHours:
    """Those of the desks that there are, from the warm-up's end to the horizon's."""
    classes, minutes = world.classes, world.instance.slot_minutes
    of_day = (classes.first + np.arange(classes.width)) * minutes // 60
    found: dict[Hour, int] = {}
    of = np.empty((classes.count, classes.width), dtype=np.int64)
    for cls in range(classes.count):
        agency, weekday = classes.resource(cls).agency, classes.instance.days[classes.day[cls]].isoweekday()
        of[cls] = [found.setdefault(Hour(agency, weekday, hour), len(found)) for hour in of_day.tolist()]
    desks = np.array([len(members) for members in classes.members])
    hourly = np.array([sum(world.hourly[desk] for desk in members) for members in classes.members])
    counts = world.counted_days[classes.day]
    slots = classes.open_slots & counts[:, None]
    opened = np.zeros(len(found))
    np.add.at(opened, of[slots], (slots * desks[:, None])[slots] * minutes / 60)
    cost = float((slots * hourly[:, None]).sum()) * minutes / 60
    return DeskHours(tuple(found), of, opened, counts, cost, minutes)
