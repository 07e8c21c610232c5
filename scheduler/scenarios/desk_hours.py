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

    `slots`: [class, width] whether the class is open in the slot, on a day that counts. `desks`: [class] how many there
    are. `cost`: of the hours of all of them.
    """

    hours: tuple[Hour, ...]
    of: IntArray
    slots: BoolArray
    desks: IntArray
    cost: float
    slot_minutes: int

    def of_desks(self, desks: IntArray) -> FloatArray:
        """[hour] hours that so many desks [class] are open in all."""
        found = np.zeros(len(self.hours))
        np.add.at(found, self.of[self.slots], (self.slots * desks[:, None])[self.slots] * self.slot_minutes / 60)
        return found

    def use(self, visits: Visits, shut: IntArray) -> dict[Hour, Use]:
        """Open and booked hours under some visits, where so many desks [class] stay shut."""
        booked = np.zeros(len(self.hours))
        counts = np.asarray(self.slots.any(axis=1))
        for slot in range(int(visits.length.max(initial=0))):
            chosen = (visits.length > slot) & counts[visits.cls]
            np.add.at(booked, self.of[visits.cls[chosen], visits.start[chosen] + slot], self.slot_minutes / 60)
        opened = self.of_desks(self.desks - shut)
        pairs = zip(self.hours, opened.tolist(), booked.tolist(), strict=True)
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
    desks = np.array([len(members) for members in classes.members], dtype=np.int64)
    hourly = np.array([sum(world.hourly[desk] for desk in members) for members in classes.members])
    counts = world.counted_days[classes.day]
    slots = classes.open_slots & counts[:, None]
    cost = float((slots * hourly[:, None]).sum()) * minutes / 60
    return DeskHours(tuple(found), of, slots, desks, cost, minutes)
