"""Whoever is late is served after the deadline, at desks shared with those who are in time."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

import numpy as np

from solver.assignment import Assignment
from solver.classes import BoolArray, FloatArray, ResourceClasses
from solver.instance import Arrival
from solver.occupancy import Occupancy
from solver.online import Online
from solver.pricing import Column, Pricer


class Afterwards:
    """The itineraries of the late, `patience` open days after their deadline at most; none at all if it is 0."""

    def __init__(
        self, classes: ResourceClasses, arrivals: tuple[Arrival, ...], patience: int, desks: Occupancy
    ) -> None:
        self._classes, self._arrivals, self._patience, self._desks = classes, arrivals, patience, desks
        self._used = False

    @property
    def plan(self) -> Assignment | None:
        """What the late hold, None if nobody was late."""
        return self._online.assignment if self._used else None

    def begun(self, day: int) -> BoolArray:
        """[arrival] who has had an appointment before a day."""
        return self._online.first_days < day if self._used else np.zeros(len(self._arrivals), dtype=bool)

    @cached_property
    def _online(self) -> Online:
        self._used = True
        later = map(self.arrival, range(len(self._arrivals)))
        return Online(pricer_for(self._classes, tuple(later)), self._desks)

    def arrival(self, position: int) -> Arrival:
        """An arrival with so many open days more."""
        arrival, instance = self._arrivals[position], self._classes.instance
        day = min(arrival.deadline_day + self._patience, len(instance.days) - 1)
        return replace(arrival, deadline=(day + 1) * instance.slots_per_day, deadline_day=day)

    def serve(self, arrival: int, prices: FloatArray, first: int) -> None:
        """Serve somebody late from a day on."""
        if self._patience:
            self._online.serve(arrival, prices, first)

    def hold(self, arrival: int, column: Column) -> None:
        """Give somebody late an itinerary that fits."""
        self._online.assignment.serve(arrival, column)

    def give_back(self, arrivals: Iterable[int]) -> None:
        """Take back what some hold, if they hold anything."""
        if self._used:
            self._online.assignment.release(arrivals)


def pricer_for(classes: ResourceClasses, arrivals: tuple[Arrival, ...]) -> Pricer:
    """The pricer of some arrivals at the desks of an instance."""
    own = replace(classes, instance=replace(classes.instance, arrivals=arrivals))
    return Pricer.over(own)
