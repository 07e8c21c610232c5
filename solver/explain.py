"""Why an arrival finds no itinerary: the agencies, and their days, that stand in the way.

An agency binds if an itinerary fits once it lacks nothing: once the desks it has are free (`full`), or once it has
desks whenever anyone works (`closed`). The fewest such agencies are the reason.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

import numpy as np

from solver.classes import BoolArray, FloatArray
from solver.instance import Arrival
from solver.occupancy import Occupancy
from solver.offers import Desks, DeskSearch
from solver.pricing import StartCosts

Lack = Literal["full", "closed"]
Lacks = Mapping[str, Lack]


@dataclass(frozen=True, slots=True)
class Binding:
    """An agency in the way, `full` or `closed` on some `days` (positions in the instance).

    Where one of the days alone would have done, they are those that would; else they are needed together.
    """

    agency: str
    days: tuple[int, ...]
    lack: Lack


def binding(desks: Desks, arrival: Arrival) -> list[Binding]:
    """The fewest agencies that keep an arrival from any itinerary; none if its own window allows none."""
    case = _Case(desks, arrival)
    for lacks in _fewest_first(case.agencies):
        if case.opens(lacks):
            return [Binding(agency, case.days(agency, lacks), lack) for agency, lack in lacks.items()]
    return []


def _fewest_first(agencies: tuple[str, ...]) -> Iterator[Lacks]:
    """Every way in which some agencies may lack something, the fewest and the mildest first."""
    options: tuple[Lack | None, ...] = (None, "full", "closed")
    found = [
        {agency: lack for agency, lack in zip(agencies, choice, strict=True) if lack}
        for choice in product(options, repeat=len(agencies))
    ]
    yield from sorted(found[1:], key=lambda lacks: (len(lacks), list(lacks.values()).count("closed")))


class _Case:
    """One arrival with its start costs as they are and as they would be."""

    def __init__(self, desks: Desks, arrival: Arrival) -> None:
        self._desks, self._arrival = desks, arrival
        self._search = DeskSearch(desks, arrival, desks.start_costs(None))
        self._now = self._search.start_cost()

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """The agencies that serve one of the arrival's steps."""
        return tuple(sorted(agency for agency, table in self._serves.items() if table.any()))

    def opens(self, lacks: Lacks, only: Mapping[str, int] | None = None) -> bool:
        """Whether an itinerary fits once agencies lack nothing, on one day alone for those in `only`."""
        cost = self._now.copy()
        for agency, lack in lacks.items():
            day = (only or {}).get(agency)
            days = slice(None) if day is None else slice(day, day + 1)
            np.minimum(cost[:, days], self._relaxed[agency, lack][:, days], out=cost[:, days])
        return bool(np.isfinite(self._search.recursion(self._search.rules, cost).best()))

    def days(self, agency: str, lacks: Lacks) -> tuple[int, ...]:
        """The days of an agency that would have done alone; if none, all on which it could give more."""
        days = range(self._now.shape[1])
        enough = [day for day in days if self.opens(lacks, {agency: day})]
        gained = np.isfinite(self._relaxed[agency, lacks[agency]]) & ~np.isfinite(self._now)
        gained &= self._search.allowed[:, :, None, :]
        helpful = np.flatnonzero(gained.any(axis=(0, 2, 3))).tolist()
        return tuple(self._search.first_day + day for day in enough or helpful)

    @cached_property
    def _relaxed(self) -> dict[tuple[str, Lack], FloatArray]:
        """For each agency and lack, start costs [step, day, location, width] without it at that agency's desks."""
        found: dict[tuple[str, Lack], FloatArray] = {}
        for agency in self.agencies:
            found[agency, "full"] = self._all_free(agency)
            always = np.where(self._serves[agency], 0.0, np.inf)[:, None, :, None]
            found[agency, "closed"] = np.broadcast_to(always, self._now.shape)
        return found

    def _all_free(self, agency: str) -> FloatArray:
        classes = self._desks.classes
        room = Occupancy(classes.with_free(classes.open_slots.astype(np.int64))).room
        others = [n for n in range(classes.count) if classes.resource(n).agency != agency]
        room[others] = self._desks.occupancy.room[others]
        starts = StartCosts(np.zeros((classes.count, classes.width)), room)
        return DeskSearch(self._desks, self._arrival, starts).start_cost()

    @cached_property
    def _serves(self) -> dict[str, BoolArray]:
        """For each agency [step, location] whether it serves the step there."""
        classes, steps = self._desks.classes, self._search.shape.journey.steps
        places = {name: n for n, name in enumerate(classes.locations)} if len(classes.locations) > 1 else {}
        serves: dict[str, BoolArray] = {}
        for desk in self._desks.instance.resources:
            table = serves.setdefault(desk.agency, np.zeros((len(steps), len(classes.locations)), dtype=bool))
            for n, step in enumerate(steps):
                table[n, places.get(desk.location, 0)] |= step.service in desk.services
        return serves
