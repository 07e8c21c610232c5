"""The appointments of a simulated plan as one table."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.scenarios.demand import BoolArray, IntArray
from scheduler.scenarios.simulate import Outcome
from solver.assignment import LATE
from solver.classes import ResourceClasses


@dataclass(frozen=True)
class Visits:
    """[appointment] in order of arrival and of time: whose it is, which step, its class, start and length in slots."""

    classes: ResourceClasses
    arrival: IntArray
    step: IntArray
    cls: IntArray
    start: IntArray
    length: IntArray

    @classmethod
    def of(cls, classes: ResourceClasses, outcome: Outcome) -> "Visits":
        """Those of everybody who was served, in time or afterwards."""
        columns = outcome.assignment.held.columns
        if outcome.afterwards is not None:
            columns = np.where(outcome.in_time[:, None, None], columns, outcome.afterwards.held.columns)
        chosen = (columns[:, 0] != LATE) & (columns[:, :1, 0] != LATE)
        arrival = np.repeat(np.arange(len(columns)), chosen.sum(axis=1))
        return cls(classes, arrival, *(columns[:, row][chosen] for row in range(4)))

    @cached_property
    def day(self) -> IntArray:
        """[appointment] open day."""
        return self.classes.day[self.cls]

    @cached_property
    def first(self) -> BoolArray:
        """[appointment] whether it is the first of its arrival."""
        return np.diff(self.arrival, prepend=-1) > 0

    @cached_property
    def begins_visit(self) -> BoolArray:
        """[appointment] whether it is the first of its arrival on its day."""
        begins: BoolArray = self.first | (np.diff(self.day, prepend=-1) != 0)
        return begins

    @cached_property
    def idle(self) -> IntArray:
        """[appointment] slots between the one before on the same day and this one, beyond the gap needed there.

        None between the desks that a step takes at once.
        """
        ends = self.start + self.length
        place = self.classes.location[self.cls]
        gap = self.classes.gap[np.roll(place, 1), place]
        beside = self.begins_visit | (self.step == np.roll(self.step, 1))
        return np.where(beside, 0, self.start - np.roll(ends, 1) - gap)

    def last_day(self, results: IntArray, arrivals: int) -> IntArray:
        """[arrival] the last of its `results` [appointment], days of which any below 0 is none; -1 without any."""
        found = np.full(arrivals, -1, dtype=np.int64)
        np.maximum.at(found, self.arrival, results)
        return found
