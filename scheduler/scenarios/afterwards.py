"""Whoever is late is served after the deadline, at desks shared with those who are in time."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from solver.assignment import Assignment
from solver.classes import FloatArray, ResourceClasses
from solver.groups import group_arrivals
from solver.instance import Arrival
from solver.occupancy import Occupancy
from solver.online import Online
from solver.pricing import Pricer


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

    @cached_property
    def _online(self) -> Online:
        self._used = True
        later = (_later(arrival, self._patience, self._classes) for arrival in self._arrivals)
        return Online(pricer_for(self._classes, tuple(later)), self._desks)

    def serve(self, arrival: int, prices: FloatArray, first: int) -> None:
        """Serve somebody late from a day on."""
        if self._patience:
            self._online.serve(arrival, prices, first)

    def give_back(self, arrivals: Iterable[int]) -> None:
        """Take back what some hold, if they hold anything."""
        if self._used:
            self._online.assignment.release(arrivals)


def pricer_for(classes: ResourceClasses, arrivals: tuple[Arrival, ...]) -> Pricer:
    """The pricer of some arrivals at the desks of an instance."""
    own = replace(classes, instance=replace(classes.instance, arrivals=arrivals))
    return Pricer(own, group_arrivals(own.instance, own))


def _later(arrival: Arrival, patience: int, classes: ResourceClasses) -> Arrival:
    """The same arrival with so many open days more."""
    day = min(arrival.deadline_day + patience, len(classes.instance.days) - 1)
    return replace(arrival, deadline=(day + 1) * classes.instance.slots_per_day, deadline_day=day)
