"""Slots of the next day that go to who begins before it, or to nobody.

Whoever begins on a day cannot be everywhere at its first slot: who needs a permit first does not register at nine.
Those slots go to people who began earlier and come back, so the day before is their last chance. Prices that were found
for all days at once do not know that: they count a slot left empty as sold. Taken or not is all the same to them up to
the very end, where there is no slot left to make up for what was lost.
"""

import numpy as np

from solver.assignment import LATE, Held
from solver.classes import BoolArray, IntArray
from solver.compiled import compiled
from solver.itinerary import Rules
from solver.pricing import Pricer
from solver.seats import EVERY_DAY, eligible_classes
from solver.tables import Tables


def last_chances(pricer: Pricer, held: Held, day: int) -> BoolArray:
    """[class, width] the open slots of a day that none of those who wait can use who begin on it."""
    classes, tables = pricer.classes, pricer.tables
    waiting = np.unique(held.group[(held.columns[:, 0, 0] == LATE) & (held.group >= 0)])
    could = (tables.first_day[waiting] <= day) & (day < tables.first_day[waiting] + tables.days[waiting])
    first = np.full(classes.count, classes.width, dtype=np.int64)
    find_first_uses(tables, pricer.rules, waiting[could], day, pricer.empty.room, first)
    before = np.arange(classes.width) < first[:, None]
    found: BoolArray = before & classes.open_slots & (classes.day == day)[:, None]
    return found


@compiled
def find_first_uses(tables: Tables, rules: Rules, groups: IntArray, day: int, room: IntArray, first: IntArray) -> None:
    """Lower `first` [class] to the first slot of a day that a group can use which begins on it.

    The steps that are done are told by states, as in `solver.itinerary`; for each the earliest slot is noted at which
    a party can be done with them at a location.
    """
    for group in groups:
        shape, full = tables.shape[group], tables.full[tables.shape[group]]
        ready = np.full((full + 1, len(rules.gap)), EVERY_DAY)
        for state in range(full, 0, -1):
            for step in range(tables.steps[shape]):
                after = tables.next_state[shape, state, step]
                if after < 0:
                    continue
                for place in range(len(rules.gap)):
                    since = 0 if state == full else (ready[state] + rules.gap[:, place]).min()
                    end = _use(tables, group, step, day, place, since, room, first)
                    ready[after, place] = min(ready[after, place], end)


@compiled
def _use(
    tables: Tables, group: int, step: int, day: int, place: int, since: int, room: IntArray, first: IntArray
) -> int:
    """The earliest end of a step that starts at a slot or later, which it notes as used in every class that serves."""
    width, length = room.shape[1], tables.lengths[tables.shape[group], step]
    window = tables.window[group] + (step * tables.days[group] + day - tables.first_day[group]) * width
    earliest = EVERY_DAY
    for cls in eligible_classes(tables, tables.kinds[group, step], day, place):
        for slot in range(since, width - length + 1):
            if tables.allowed[window + slot] and room[cls, slot] >= length:
                first[cls], earliest = min(first[cls], slot), min(earliest, slot + length)
                break
    return earliest
