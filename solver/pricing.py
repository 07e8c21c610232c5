"""The cheapest itineraries of all groups of an instance under prices of (class, slot)."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from solver.cheapest import Pricing, Work, cheapest_path, price_groups, start_costs, write_column
from solver.classes import BoolArray, Eligibility, FloatArray, IntArray, ResourceClasses, nested_classes
from solver.grouping import group_arrivals
from solver.groups import Groups
from solver.instance import Instance
from solver.itinerary import Recursion, empty_values, rules_of
from solver.occupancy import Occupancy
from solver.seats import EVERY_DAY, Desks, home_classes, home_value, summed
from solver.tables import make_tables

_WORTH_SHARING = 60  # recursions: fewer are done before another thread has begun
_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Threads:
    """How work is shared: `count` parts at the same time."""

    executor: Executor | None = None
    count: int = 1

    def map(self, work: Callable[[_Part], _Result], parts: Iterable[_Part]) -> Iterable[_Result]:
        """What the work makes of each part."""
        return (self.executor.map if self.executor else map)(work, parts)


class StartCosts:
    """What a start costs in each class, under prices [class, width] and with the room that is left.

    One empty class is appended, the one that fills up the tables of eligible classes.
    """

    def __init__(self, prices: FloatArray, room: IntArray) -> None:
        self.total = summed(prices)
        self.room = room

    def at(self, classes: IntArray, length: int) -> FloatArray:
        """[..., width] price of starting `length` slots in each class of a table, infinite without room."""
        room, total = self.room[classes], self.total[classes]
        result = np.full(room.shape, np.inf)
        starts = room.shape[-1] - length + 1
        if starts > 0:
            span = total[..., length:] - total[..., :starts]
            np.copyto(result[..., :starts], span, where=room[..., :starts] >= length)
        return result

    def cells(self, classes: IntArray, start: IntArray, length: IntArray) -> FloatArray:
        """Price of single starts, elementwise."""
        end = np.minimum(start + length, self.room.shape[1])
        fits = self.room[classes, start] >= length
        priced: FloatArray = np.where(fits, self.total[classes, end] - self.total[classes, start], np.inf)
        return priced


@dataclass(frozen=True)
class Column:
    """One itinerary: cost, and for its desks in order of time [seats] step, class, start (slot of the day), length.

    A step that takes several desks at once has as many seats, one after the other.
    """

    cost: float
    step: IntArray
    cls: IntArray
    start: IntArray
    length: IntArray

    def spans(self) -> Iterator[tuple[int, int, int, int]]:
        """Step, class, start and length of each seat."""
        parts = (self.step.tolist(), self.cls.tolist(), self.start.tolist(), self.length.tolist())
        yield from zip(*parts, strict=True)


def first_seats(step: IntArray) -> BoolArray:
    """[seats] which is the first one of its step, given the steps of seats in order of time."""
    first: BoolArray = np.diff(step, prepend=-1) != 0
    return first


class Pricer:
    """The cheapest itineraries of all groups under prices; prepared once for an instance."""

    def __init__(self, classes: ResourceClasses, groups: Groups) -> None:
        self.classes, self.groups = classes, groups
        self.objective = classes.instance.objective
        self.rules = rules_of(self.objective, classes.gap)
        self.tables = make_tables(classes, groups)
        eligibility = Eligibility(classes)
        self.eligible = [eligibility.table(kind.service, kind.languages) for kind in groups.kinds]
        self.empty = Occupancy(classes)

    @classmethod
    def of(cls, instance: Instance) -> "Pricer":
        """That of an instance in which nobody holds anything yet."""
        return cls.over(nested_classes(instance))

    @classmethod
    def over(cls, classes: ResourceClasses) -> "Pricer":
        """That of the arrivals of classes' instance, nobody of whom holds anything yet."""
        return cls(classes, group_arrivals(classes.instance, classes))

    @cached_property
    def _recursions(self) -> int:
        """How many it takes to price all groups."""
        return len(np.unique(self.groups.alike))

    @cached_property
    def late_costs(self) -> FloatArray:
        """[arrival] what being late costs: the price of lateness, and of losing what is held."""
        return float(self.objective.late) + self.groups.of_each(self.tables.move, 0.0)

    def work(self, slots: int = 1) -> Work:
        """Room to work in, for one thread; the tables of as many groups are kept as there are slots."""
        tables, places, width = self.tables, len(self.classes.locations), self.classes.width
        steps, days = tables.lengths.shape[1], int(tables.days.max(initial=1))
        values = empty_values((slots, tables.done.shape[1]), days, places, width)
        path, slot = np.empty((steps, 4), dtype=np.int64), np.zeros(len(tables.shape), dtype=np.int64)
        return Work(np.full((slots, steps, days, places, width), np.inf), values, path, slot)

    def desks(self, prices: FloatArray, left: Occupancy, days: range | None = None) -> Desks:
        """Prices [class, width] and what is left for compiled code; any days if none are given."""
        chosen = days if days is not None else range(EVERY_DAY)
        return Desks(summed(prices), left.room, left.free, chosen.start, chosen.stop, EVERY_DAY, 1.0, 0)

    def price_all(self, prices: FloatArray, late: float | None = None, threads: Threads | None = None) -> Pricing:
        """Every group under prices [class, width]; who had better be late takes no desk.

        `late`: the price of lateness, that of the objective if not given.
        """
        limit, desks = float(self.objective.late if late is None else late), self.desks(prices, self.empty)

        def some(groups: IntArray) -> Pricing:
            return self.price_some(groups, self.groups.sizes, desks, limit)

        share = threads if threads and self._recursions >= _WORTH_SHARING else Threads()
        groups = np.arange(len(self.groups.groups))
        parts = list(share.map(some, np.array_split(groups, share.count)))
        return Pricing(*(sum(fields[1:], start=fields[0]) for fields in zip(*parts, strict=True)))

    def price_some(self, groups: IntArray, sizes: IntArray, desks: Desks, late: float) -> Pricing:
        """Some groups on desks, of each so many as `sizes` [group]; who had better be `late` takes none."""
        pricing = Pricing(np.zeros(len(self.groups.groups)), np.zeros(self.classes.free.shape))
        price_groups(self.tables._replace(size=sizes), self.rules, late, groups, desks, self.work(), pricing)
        return pricing

    def column(self, group: int, desks: Desks) -> Column | None:
        """The cheapest itinerary of a group, None if it has none."""
        work = self.work()
        value = cheapest_path(self.tables, self.rules, group, desks, work) + self.tables.move[group]
        home = home_value(self.tables, group, desks)
        if min(value, home) == np.inf:
            return None
        rows = np.empty((4, self.groups.groups[group].shape.seats), dtype=np.int64)
        cost = write_column(self.tables, self.rules, group, desks, work, home <= value, rows)
        return Column(cost, rows[0], rows[1], rows[2], rows[3])

    def home_column(self, group: int, desks: Desks) -> Column | None:
        """What a group holds already, None if that is nothing or no desk is left for it."""
        member = self.groups.groups[group]
        if member.home is None or home_value(self.tables, group, desks) == np.inf:
            return None
        step, start = np.array(member.home.step), np.array(member.home.start)
        cls = np.empty_like(step)
        home_classes(self.tables, group, desks, cls)
        return Column(member.home.cost, step, cls, start, np.array(member.shape.lengths)[step])

    def recursion(self, group: int, desks: Desks) -> Recursion:
        """The recursion of a group with all its tables."""
        member = self.groups.groups[group]
        shape = (member.shape.steps, member.allowed.shape[1], len(self.classes.locations), self.classes.width)
        costs = np.empty(shape)
        costs[:] = np.inf
        days = member.allowed.shape[1]
        first, last = max(0, desks.first - member.first_day), max(0, min(days, desks.last - member.first_day))
        start_costs(self.tables, group, desks, first, last, costs)
        return Recursion(member.shape, self.rules, costs)
