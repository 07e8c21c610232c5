"""The day of the visit: appointments take longer or shorter than planned, and whoever comes next waits for a desk."""

from dataclasses import dataclass

import numpy as np

from scheduler.scenarios.demand import BoolArray, FloatArray, IntArray
from scheduler.scenarios.visits import Visits
from solver.lines import turns


@dataclass(frozen=True, slots=True)
class Floor:
    """Minutes by appointment: `waited` after the time it was planned for, and worked `overtime` after the shift."""

    waited: FloatArray
    overtime: FloatArray


def hold(visits: Visits, shut: IntArray, minutes: int, paces: FloatArray, absent: BoolArray) -> Floor:
    """What becomes of the visits, with so many desks `shut` [class]: `minutes` a slot, `paces` [appointment].

    `absent`: [appointment] who does not come. Desks that are alike share a line. There are as many as really are: who
    was overbooked waits.
    """
    classes = visits.classes
    desks = np.array([len(members) for members in classes.members], dtype=np.int64) - shut
    comes, opens, closes = (np.asarray(slots * float(minutes)) for slots in (visits.start, classes.start, classes.end))
    takes = np.where(absent, 0.0, visits.length * minutes * paces)
    starts = turns(visits.cls, comes, takes, desks, opens)
    overtime = starts + takes - np.maximum(starts, closes[visits.cls])
    return Floor(np.where(absent, 0.0, starts - comes), np.where(absent, 0.0, np.maximum(overtime, 0.0)))
