"""Which desks are left: free counts by class and slot, kept as itineraries come and go."""

from collections import Counter
from copy import copy

import numpy as np

from solver.classes import IntArray, ResourceClasses
from solver.compiled import compiled, inlined


class Occupancy:
    """Free desks of every class, and from each slot on the slots for which one stays free.

    `free`: [class, width]. `room`: [class + 1, width], its last row, of an empty class, 0.
    """

    def __init__(self, classes: ResourceClasses) -> None:
        self.start, self.end = classes.start, classes.end
        self.free = classes.free.copy()
        self.room = np.zeros((classes.count + 1, classes.width), dtype=np.int64)
        _refresh_all(self.free, self.room, self.start, self.end)

    def copy(self) -> "Occupancy":
        """The same, to be changed by itself."""
        twin = copy(self)
        twin.free, twin.room = self.free.copy(), self.room.copy()
        return twin

    def take(self, cls: IntArray, start: IntArray, length: IntArray) -> None:
        """Take one desk of each class for a span of slots; counts never go below zero by a checked plan."""
        self._change(cls, start, length, -1)

    def give_back(self, cls: IntArray, start: IntArray, length: IntArray) -> None:
        """Undo `take`."""
        self._change(cls, start, length, 1)

    def fits(self, cls: IntArray, start: IntArray, length: IntArray) -> bool:
        """Whether every span of an itinerary has a free desk, each its own where a step takes several at once."""
        if not (self.room[cls, start] >= length).all():
            return False
        beside = Counter(zip(cls.tolist(), start.tolist(), length.tolist(), strict=True))
        return all(n == 1 or spare(self.free[c], s, k) >= n for (c, s, k), n in beside.items())

    def _change(self, cls: IntArray, start: IntArray, length: IntArray, by: int) -> None:
        for index, begin, slots in zip(cls.tolist(), start.tolist(), length.tolist(), strict=True):
            self.free[index, begin : begin + slots] += by
            refresh(self.free[index], self.room[index], self.start[index], self.end[index])


@inlined
def spare(free: IntArray, start: int, length: int) -> int:
    """How many desks of a class, `free` [width], are so for all of a span of slots."""
    least = free[start]
    for slot in range(start + 1, start + length):
        least = min(least, free[slot])
    return int(least)


@inlined
def has_more(free: IntArray, cls: int, start: int, length: int, taken: IntArray) -> bool:
    """Whether a class with room has a desk beside those `taken` (classes) for the same span, `free` [class, width]."""
    own = 0
    for other in taken:
        own += other == cls
    return own == 0 or spare(free[cls], start, length) > own


@compiled
def _refresh_all(free: IntArray, room: IntArray, start: IntArray, end: IntArray) -> None:
    for cls in range(len(free)):
        refresh(free[cls], room[cls], start[cls], end[cls])


@inlined
def refresh(free: IntArray, room: IntArray, start: int, end: int) -> None:
    """Count anew from each slot of a class [width] for how long a desk stays free."""
    run = 0
    for slot in range(end - 1, start - 1, -1):
        run = run + 1 if free[slot] > 0 else 0
        room[slot] = run
