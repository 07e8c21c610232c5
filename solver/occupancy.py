"""Which desks are left: free counts by class and slot, kept as itineraries come and go."""

import numpy as np

from solver.classes import IntArray, ResourceClasses


class Occupancy:
    """Free desks of every class, and from each slot on the slots for which one stays free.

    `free`: [class, width]. `room`: [class + 1, width], its last row, of an empty class, 0.
    """

    def __init__(self, classes: ResourceClasses) -> None:
        slots = np.arange(classes.width)
        self.free = classes.free.copy()
        self._to_end = np.where(classes.open_slots, classes.end[:, None] - slots, 0)
        self._slots = slots
        self.room = np.zeros((classes.count + 1, classes.width), dtype=np.int64)
        self._refresh(slice(0, classes.count))

    def take(self, cls: IntArray, start: IntArray, length: IntArray) -> None:
        """Take one desk of each class for a span of slots; counts never go below zero by a checked plan."""
        self._change(cls, start, length, -1)

    def give_back(self, cls: IntArray, start: IntArray, length: IntArray) -> None:
        """Undo `take`."""
        self._change(cls, start, length, 1)

    def fits(self, cls: IntArray, start: IntArray, length: IntArray) -> bool:
        """Whether every span has a free desk (spans of one itinerary never meet on a desk)."""
        return bool((self.room[cls, start] >= length).all())

    def _change(self, cls: IntArray, start: IntArray, length: IntArray, by: int) -> None:
        for index, begin, slots in zip(cls.tolist(), start.tolist(), length.tolist(), strict=True):
            self.free[index, begin : begin + slots] += by
            self._refresh(slice(index, index + 1))

    def _refresh(self, rows: slice) -> None:
        taken = np.where(self.free[rows] > 0, self._slots[-1] + 1, self._slots)
        next_taken = np.minimum.accumulate(taken[:, ::-1], axis=1)[:, ::-1]
        np.minimum(self._to_end[rows], next_taken - self._slots, out=self.room[rows])
