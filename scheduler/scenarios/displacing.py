"""Desks that stay shut for a day, and whose appointments then find no desk any more."""

from collections.abc import Iterator

import numpy as np

from scheduler.scenarios.afterwards import Afterwards
from solver.assignment import LATE, Assignment
from solver.classes import IntArray, ResourceClasses
from solver.pricing import Column


class Displacing:
    """The desks that stay shut under a plan and what is held after it; `absent`: [class] how many, on their day."""

    def __init__(self, classes: ResourceClasses, absent: IntArray, plan: Assignment, afterwards: Afterwards) -> None:
        self._classes, self._absent = classes, absent
        self._plan, self._afterwards = plan, afterwards

    def shut(self, day: int) -> dict[int, Column]:
        """Shut the desks of a day; who does not fit any more gives back what is held, all of it: by arrival."""
        shut = {cls: self._shut(cls) for cls in self._classes.on_day(day) if self._absent[cls]}
        displaced: set[int] = set().union(*(self._excess(cls, desks) for cls, desks in shut.items()))
        held = [found for plan in self._plans for found in plan.release(sorted(displaced)).items()]
        for cls, desks in shut.items():
            start, length = self._classes.start[cls], self._classes.end[cls] - self._classes.start[cls]
            self._plan.occupancy.take(*(np.full(desks, value) for value in (cls, start, length)))
        return {arrival: column for arrival, column in sorted(held, key=lambda pair: pair[0]) if column is not None}

    @property
    def _plans(self) -> Iterator[Assignment]:
        yield self._plan
        if self._afterwards.plan is not None:
            yield self._afterwards.plan

    def _shut(self, cls: int) -> int:
        """Desks of a class that nobody can have: with all who work there absent, those overbooked too."""
        absent, there = int(self._absent[cls]), len(self._classes.members[cls])
        return absent if absent < there else int(self._classes.free[cls].max())

    def _excess(self, cls: int, shut: int) -> set[int]:
        """Who cannot keep an appointment at a class."""
        arrivals, start, length = (np.concatenate(part) for part in zip(*self._appointments(cls), strict=True))
        over = excess(start, start + length, int(self._classes.free[cls].max()) - shut)
        return {int(arrivals[n]) for n in over}

    def _appointments(self, cls: int) -> Iterator[tuple[IntArray, IntArray, IntArray]]:
        """Of each plan arrivals, starts and lengths at a class."""
        for plan in self._plans:
            columns = plan.held.columns
            at = (columns[:, 1] == cls) & (columns[:, 0] != LATE) & (columns[:, :1, 0] != LATE)
            yield np.nonzero(at)[0], columns[:, 2][at], columns[:, 3][at]


def excess(start: IntArray, end: IntArray, desks: int) -> list[int]:
    """Positions of the fewest stretches that have to go so that no more than `desks` are held at once.

    Where too many meet the one that ends last goes, of several the last one (Faigle and Nawijn 1995, Note on scheduling
    intervals on-line).
    """
    over, held = [], list[int]()
    for n in np.argsort(start, kind="stable").tolist():
        held = [*(m for m in held if end[m] > start[n]), n]
        if len(held) > desks:
            last = max(held, key=lambda m: (end[m], m))
            held.remove(last)
            over.append(last)
    return over
