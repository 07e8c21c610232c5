"""Who is absent on which day, so that a desk stays shut: drawn with random numbers that scenarios share."""

from zlib import crc32

import numpy as np

from scheduler.scenarios.demand import BoolArray, IntArray
from scheduler.scenarios.scenario import DeskGroup
from scheduler.scenarios.world import World, desks_of

_ABSENCES = 1 << 10  # their random numbers are nobody else's


def absent_desks(world: World, number: int) -> IntArray:
    """[class] how many of its desks stay shut in a replication, on their day.

    Each desk is absent on a share of the days, whatever other desks there are.
    """
    classes, scenario = world.classes, world.scenario
    found = np.zeros(classes.count, dtype=np.int64)
    if scenario.capacity.absences == 0 or classes.count == 0:
        return found
    first = scenario.horizon.first.toordinal()
    absent = {
        desk.id: days
        for group in scenario.capacity.desks
        for desk, days in zip(desks_of(group), _days_absent(world, group, number), strict=True)
    }
    for cls, members in enumerate(classes.members):
        day = int(world.dates[classes.day[cls]]) - first
        found[cls] = sum(bool(absent[desk][day]) for desk in members) if day >= 0 else 0
    return found


def _days_absent(world: World, group: DeskGroup, number: int) -> BoolArray:
    """[desk, day of the horizon and after it] whether it stays shut."""
    scenario = world.scenario
    random = np.random.default_rng([scenario.seed, number, crc32(group.desk.id.encode()), 0, _ABSENCES])
    days = int(world.dates[-1]) - scenario.horizon.first.toordinal() + 1
    return random.random((group.count, days)) < scenario.capacity.absences
