"""The best itineraries of one arrival at the desks as they are now: what a front desk offers."""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from solver.classes import Eligibility, FloatArray, IntArray, single_classes
from solver.cost import itinerary_costs
from solver.grouping import Shapes, allowed_starts, shape_of
from solver.instance import Arrival, Instance
from solver.itinerary import Recursion, Rules, path_keeps_order, rules_of
from solver.occupancy import Occupancy
from solver.plan import Appointment, Itinerary
from solver.pricing import StartCosts
from solver.ranking import Path, ranked

# Ties go to fewer visits, then to the earlier result, then to earlier starts: prices too small to matter otherwise.
_PER_VISIT, _PER_DAY, _PER_SLOT = 1e-2, 1e-4, 1e-8
_SINGLE_VISIT_FIRST = 1e6
_TRIED = 2_000  # paths looked at before fewer offers than asked for are an answer


@dataclass(frozen=True, slots=True)
class Offer:
    """An itinerary that fits now: its cost (objective and prices), its days, and the day of its last result."""

    cost: float
    visits: int
    completes_day: int
    itinerary: Itinerary


class Desks:
    """The desks of an instance with what is booked on them, kept as appointments come and go.

    Arrivals of the instance are not looked at: each call brings its own.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.classes = single_classes(instance)
        self.occupancy = Occupancy(self.classes)
        self.eligibility = Eligibility(self.classes)
        self.shapes: Shapes = {}
        self._free = np.zeros((self.classes.count, self.classes.width))
        self._of_resource: dict[str, list[int]] = defaultdict(list)
        for index, (resource,) in enumerate(self.classes.members):
            self._of_resource[resource].append(index)

    def take(self, resource: str, start: int, end: int) -> None:
        """Give a span of slots of a desk away; what lies outside its shifts is nobody's."""
        self.occupancy.take(*self._overlaps(resource, start, end))

    def give_back(self, resource: str, start: int, end: int) -> None:
        """Undo `take`."""
        self.occupancy.give_back(*self._overlaps(resource, start, end))

    def worth(self, resource: str, start: int, end: int, prices: FloatArray) -> float:
        """What a span of slots of a desk costs under prices [class, width]."""
        spans = zip(*(part.tolist() for part in self._overlaps(resource, start, end)), strict=True)
        return sum(float(prices[cls, first : first + length].sum()) for cls, first, length in spans)

    def start_costs(self, prices: FloatArray | None) -> StartCosts:
        """What starts cost now, under prices [class, width] or none."""
        return StartCosts(self._free if prices is None else prices, self.occupancy.room)

    def _overlaps(self, resource: str, start: int, end: int) -> tuple[IntArray, IntArray, IntArray]:
        found = []
        for index in self._of_resource[resource]:
            offset = self.classes.absolute(index, 0)
            first = max(start - offset, int(self.classes.start[index]))
            last = min(end - offset, int(self.classes.end[index]))
            if first < last:
                found.append((index, first, last - first))
        spans = np.array(found, dtype=np.int64).reshape(-1, 3)
        return spans[:, 0], spans[:, 1], spans[:, 2]


def open_desks(instance: Instance) -> Desks:
    """The desks of an instance with its booked time given away."""
    return Desks(instance)


def best_itineraries(
    desks: Desks,
    arrival: Arrival,
    limit: int,
    *,
    prices: FloatArray | None = None,
    prefer_single_visit: bool = False,
) -> list[Offer]:
    """The `limit` cheapest itineraries that differ in their times, none if nothing fits the arrival's window.

    `prices`: [class, width] what each slot is expected to cost later arrivals, 0 if not given. With
    `prefer_single_visit` those of one visit come first whatever they cost.
    """
    search = DeskSearch(desks, arrival, desks.start_costs(prices))
    extra = _SINGLE_VISIT_FIRST if prefer_single_visit else 0.0
    objective = desks.instance.objective
    nudged = replace(objective, visit=objective.visit + _PER_VISIT + extra, day=objective.day + _PER_DAY)
    paths = ranked(search.recursion(rules_of(nudged, desks.classes.gap), search.start_cost()))
    found: dict[frozenset[tuple[int, int, int]], Path] = {}
    for _, path in islice(paths, _TRIED):
        if search.keeps_order(path):
            found.setdefault(frozenset((v.step, v.day, v.start) for v in path), path)
        if len(found) == limit:
            break
    return [search.offer(path) for path in found.values()]


class DeskSearch:
    """One arrival at the desks: the recursion's input, and offers from its paths."""

    def __init__(self, desks: Desks, arrival: Arrival, starts: StartCosts) -> None:
        self.desks, self.arrival, self.starts = desks, arrival, starts
        self.shape = shape_of(desks.instance, arrival, desks.shapes)
        self.first_day = arrival.available_from // desks.instance.slots_per_day
        self.allowed = allowed_starts(desks.classes, arrival, self.shape)
        self.rules = rules_of(desks.instance.objective, desks.classes.gap)

    def start_cost(self) -> FloatArray:
        """[step, day, location, width] price of a start at the cheapest desks with room, whatever the window says."""
        return np.stack([self._start_cost(step) for step in range(self.shape.steps)])

    def _start_cost(self, step: int) -> FloatArray:
        days = slice(self.first_day, self.first_day + self.allowed.shape[1])
        costs = self.starts.at(self._eligible(step)[days], self.shape.lengths[step])
        desks = self.shape.desks[step]
        if desks == 1:
            cheapest: FloatArray = costs.min(axis=2)
        elif desks <= costs.shape[2]:
            cheapest = np.partition(costs, desks - 1, axis=2)[:, :, :desks].sum(axis=2)
        else:
            cheapest = np.full_like(costs[:, :, 0], np.inf)
        return cheapest

    def recursion(self, rules: Rules, start_cost: FloatArray) -> Recursion:
        """The recursion for this arrival, within its window."""
        cost = start_cost + _PER_SLOT * np.arange(start_cost.shape[-1])
        np.copyto(cost, np.inf, where=~self.allowed[:, :, None, :])
        return Recursion(self.shape, rules, cost)

    def _eligible(self, step: int) -> IntArray:
        return self.desks.eligibility.table(self.shape.journey.steps[step].service, self.arrival.languages)

    def keeps_order(self, path: Path) -> bool:
        """Whether a path leaves the gaps that the recursion does not see to."""
        visits = np.array([(visit.step, visit.day, visit.location, visit.start) for visit in path], dtype=np.int64)
        return path_keeps_order(self.shape.moves, self.rules, visits)

    def offer(self, path: Path) -> Offer:
        """The offer of a path, on the cheapest desks."""
        classes = self.desks.classes
        steps = self.shape.journey.steps
        lag = np.array([[steps[v.step].result_days for v in path]])
        day, location, start, end = (
            np.array([[getattr(v, name) for v in path]]) for name in ("day", "location", "start", "end")
        )
        cost = float(itinerary_costs(classes.instance.objective, classes.gap, day, location, (start, end), lag)[0])
        appointments = []
        for visit in path:
            options = self._eligible(visit.step)[self.first_day + visit.day, visit.location]
            prices = self.starts.cells(options, np.array([visit.start]), np.array([visit.end - visit.start]))
            for place in prices.argsort(kind="stable")[: self.shape.desks[visit.step]].tolist():
                index = int(options[place])
                cost += float(prices[place])
                span = classes.absolute(index, visit.start), classes.absolute(index, visit.end)
                appointments.append(Appointment(steps[visit.step].id, classes.members[index][0], *span))
        completes = self.first_day + int((day + lag).max())
        visits = len({visit.day for visit in path})
        return Offer(cost, visits, completes, Itinerary(self.arrival.id, tuple(appointments)))
