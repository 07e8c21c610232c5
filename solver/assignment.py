"""A plan in the making: which arrival holds which column, and the desks that are left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.cost import plan_cost
from solver.occupancy import Occupancy
from solver.pricing import Columns, Pricer, StartCosts
from solver.shape import keeps_order


@dataclass(frozen=True, slots=True)
class Column:
    """One itinerary: cost, and for its steps in order of time [steps] class, start (slot of the day), length."""

    cost: float
    step: IntArray
    cls: IntArray
    start: IntArray
    length: IntArray

    def spans(self) -> Iterator[tuple[int, int, int, int]]:
        """Step, class, start and length of each appointment."""
        parts = (self.step.tolist(), self.cls.tolist(), self.start.tolist(), self.length.tolist())
        yield from zip(*parts, strict=True)


def columns_of(found: Columns) -> Iterator[tuple[int, Column]]:
    """Group and column of each row."""
    for n, group in enumerate(found.group.tolist()):
        yield group, Column(float(found.cost[n]), found.step[n], found.cls[n], found.start[n], found.length[n])


class Assignment:
    """Columns of arrivals (positions in the instance), None for the late."""

    def __init__(self, pricer: Pricer) -> None:
        self.pricer = pricer
        self.group_of = {member: n for n, group in enumerate(pricer.groups.groups) for member in group.members}
        self.columns: list[Column | None] = [None] * len(pricer.classes.instance.arrivals)
        self.occupancy = Occupancy(pricer.classes)

    @property
    def late(self) -> list[int]:
        """Arrivals that hold nothing."""
        return [arrival for arrival, column in enumerate(self.columns) if column is None]

    @property
    def cost(self) -> float:
        """Cost of the plan as it stands."""
        costs = np.array([column.cost for column in self.columns if column])
        return plan_cost(self.pricer.rules.objective, costs, len(self.columns) - len(costs))

    def value(self, arrival: int) -> float:
        """What an arrival costs now."""
        column = self.columns[arrival]
        return self.pricer.rules.objective.late if column is None else column.cost

    def serve(self, arrival: int, column: Column) -> None:
        """Give a late arrival a column that fits."""
        self.occupancy.take(column.cls, column.start, column.length)
        self.columns[arrival] = column

    def release(self, arrivals: Iterable[int]) -> dict[int, Column | None]:
        """Make arrivals late; what they held is returned, for `restore`."""
        held = {arrival: self.columns[arrival] for arrival in arrivals}
        for arrival, column in held.items():
            if column is not None:
                self.occupancy.give_back(column.cls, column.start, column.length)
                self.columns[arrival] = None
        return held

    def restore(self, held: dict[int, Column | None]) -> None:
        """Undo `release` and whatever the released arrivals got since."""
        self.release(held)
        for arrival, column in held.items():
            if column is not None:
                self.serve(arrival, column)

    def insert(self, arrival: int, prices: FloatArray, days: frozenset[int] | None = None) -> bool:
        """Serve a late arrival by its cheapest itinerary on free desks under prices, if it costs less than `late`."""
        group = self.group_of.get(arrival)
        if group is None:
            return False
        starts = StartCosts(prices, self.occupancy.room)
        for cautious in (False, True):
            for found in self.pricer.price_one(group, starts, days, cautious=cautious).cheapest():
                for _, column in columns_of(found):
                    if self.keeps_order(group, column):
                        return self._serve_unless_dear(arrival, column)
        return False

    def _serve_unless_dear(self, arrival: int, column: Column) -> bool:
        if column.cost >= self.pricer.rules.objective.late:
            return False
        self.serve(arrival, column)
        return True

    def keeps_order(self, group: int, column: Column) -> bool:
        """Whether a column leaves the gaps that the recursion does not see to."""
        classes = self.pricer.classes
        shape = self.pricer.groups.groups[group].shape
        cls = column.cls[None]
        return bool(
            keeps_order(
                shape, classes.gap, column.step[None], classes.day[cls], classes.location[cls], column.start[None]
            )[0]
        )


def greedy(pricer: Pricer, prices: FloatArray) -> Assignment:
    """Every arrival in order of deadline, each by its cheapest itinerary under prices on the desks still free."""
    assignment = Assignment(pricer)
    arrivals = pricer.classes.instance.arrivals
    for arrival in sorted(range(len(arrivals)), key=lambda n: (arrivals[n].deadline, arrivals[n].available_from)):
        assignment.insert(arrival, prices)
    return assignment
