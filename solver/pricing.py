"""The cheapest itineraries of groups under prices of (class, slot), on the desks that are left."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np

from solver.classes import BoolArray, Eligibility, FloatArray, IntArray, ResourceClasses, merged_classes
from solver.compiled import compiled, inlined
from solver.groups import Groups, group_arrivals
from solver.instance import Instance
from solver.itinerary import (
    Recursion,
    Rules,
    Values,
    empty_values,
    fill_days,
    path_cost,
    path_keeps_order,
    rules_of,
    trace,
)
from solver.occupancy import Occupancy, has_more
from solver.tables import Tables, make_tables, moves_of

EVERY_DAY = 1 << 30

_Part = TypeVar("_Part")
_Result = TypeVar("_Result")


class Desks(NamedTuple):
    """What desks cost and which are left, for compiled code.

    `total`: [class + 1, width + 1] sums of prices up to each slot. `room`, `free`: of Occupancy. An itinerary lies on
    days `first` to `last` - 1. Desks from day `until` on are paid for, not taken; what they cost stands in the tables
    to work in already (see `look_ahead`). `factor` scales the prices of days before. `salt` picks at random a few
    starts that are passed over, none if 0: a search sees more that way.
    """

    total: FloatArray
    room: IntArray
    free: IntArray
    first: int
    last: int
    until: int
    factor: float
    salt: int


class Work(NamedTuple):
    """Room to work in: `start_cost` [n, step, day, location, width], the recursion's tables [n, ...], `path` [step, 4].

    `slot`: [group] which n is the group's; one for all unless tables are to be kept.
    """

    start_cost: FloatArray
    values: Values
    path: IntArray
    slot: IntArray


class Pricing(NamedTuple):
    """Groups under prices as if all desks were free.

    `values`: [group] of the cheapest itinerary, infinite where there is none. `usage`: [class, width] desks that the
    cheapest itineraries would take.
    """

    values: FloatArray
    usage: FloatArray


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


def summed(prices: FloatArray) -> FloatArray:
    """[class + 1, width + 1] sums of prices [class, width] up to each slot, and of an empty class."""
    total = np.zeros((prices.shape[0] + 1, prices.shape[1] + 1))
    np.cumsum(prices, axis=1, out=total[:-1, 1:])
    return total


@inlined
def start_costs(tables: Tables, group: int, desks: Desks, first: int, stop: int, costs: FloatArray) -> None:
    """Write what starts cost a group to `costs` [step, day, location, width]: the cheapest class with room each.

    Days `first` to `stop` - 1, counted from the group's own first.
    """
    shape, days, width = tables.shape[group], tables.days[group], costs.shape[3]
    for step in range(tables.steps[shape]):
        length, seats, kind = tables.lengths[shape, step], tables.desks[shape, step], tables.kinds[group, step]
        for day in range(first, stop):
            window = tables.window[group] + (step * days + day) * width
            today = tables.first_day[group] + day
            costs[step, day] = np.inf
            if seats > 1:
                _costs_of_several(tables, desks, group, step, today, window, costs[step, day])
                continue
            for place in range(costs.shape[2]):
                for n in range(tables.eligible_at[kind, today, place, 0], tables.eligible_at[kind, today, place, 1]):
                    _class_costs(tables, desks, tables.eligible[n], length, window, costs[step, day, place])


@compiled
def _costs_of_several(
    tables: Tables, desks: Desks, group: int, step: int, today: int, window: int, costs: FloatArray
) -> None:
    """Write what starts of a step that takes several desks at once cost to `costs` [location, width]."""
    shape, kind = tables.shape[group], tables.kinds[group, step]
    length, taken = tables.lengths[shape, step], np.empty(tables.desks[shape, step], dtype=np.int64)
    for place in range(costs.shape[0]):
        options = eligible_classes(tables, kind, today, place)
        for slot in range(costs.shape[1] - length + 1):
            passed_over = desks.salt > 0 and (slot * 40503 + desks.salt) & 127 == 0
            if tables.allowed[window + slot] and not passed_over:
                price = cheapest_classes(desks, options, slot, length, taken)
                if price < np.inf:
                    costs[place, slot] = desks.factor * price


@inlined
def eligible_classes(tables: Tables, kind: int, day: int, place: int) -> IntArray:
    """The classes that may serve a kind at a location on a day."""
    return tables.eligible[tables.eligible_at[kind, day, place, 0] : tables.eligible_at[kind, day, place, 1]]


@inlined
def cheapest_classes(desks: Desks, options: IntArray, slot: int, length: int, taken: IntArray) -> float:
    """Write the classes that serve a start at the least price to `taken`, one for each desk; returns that price.

    Infinite if there are not as many desks.
    """
    total = 0.0
    for n in range(len(taken)):
        taken[n], price = next_class(desks, options, slot, length, taken[:n])
        total += price
    return float(total)


@inlined
def next_class(desks: Desks, options: IntArray, slot: int, length: int, taken: IntArray) -> tuple[int, float]:
    """The class, the first in order of options, that serves a start beside those `taken` at the least price, and that.

    -1 and infinite if none does; so are options past the last one.
    """
    best, found = np.inf, -1
    for cls in options:
        if cls >= 0 and desks.room[cls, slot] >= length:
            price = desks.total[cls, slot + length] - desks.total[cls, slot]
            if price < best and has_more(desks.free, cls, slot, length, taken):
                best, found = price, cls
    return found, best


@inlined
def _class_costs(tables: Tables, desks: Desks, cls: int, length: int, window: int, costs: FloatArray) -> None:
    room, total, allowed = desks.room[cls], desks.total[cls], tables.allowed[window : window + len(costs)]
    for slot in range(tables.start[cls], tables.end[cls] - length + 1):
        if room[slot] >= length and allowed[slot]:
            if desks.salt > 0 and ((cls * 97 + slot) * 40503 + desks.salt) & 127 == 0:
                continue
            costs[slot] = min(costs[slot], desks.factor * (total[slot + length] - total[slot]))


@inlined
def work_of(work: Work, group: int) -> tuple[FloatArray, Values]:
    """The start costs and tables of a group."""
    n = work.slot[group]
    return work.start_cost[n], Values(work.values.begin[n], work.values.value[n], work.values.fresh[n])


@inlined
def cheapest_value(tables: Tables, rules: Rules, group: int, desks: Desks, work: Work) -> float:
    """Value of the recursion of a group, whose itinerary is left in `work.path`; infinite if there is none."""
    moves = moves_of(tables, group)
    start_cost, values = work_of(work, group)
    first = max(0, desks.first - tables.first_day[group])
    stop = min(desks.last - tables.first_day[group], tables.days[group])
    if desks.until < EVERY_DAY:
        stop = min(stop, desks.until - tables.first_day[group])
    else:
        values.fresh[: moves.full + 1, max(stop, 0)] = np.inf
    if first > stop or stop < 0:
        return np.inf
    start_costs(tables, group, desks, first, stop, start_cost)
    value = fill_days(moves, rules, start_cost, first, stop, values)
    if value < np.inf:
        trace(moves, rules, start_cost, values, work.path)
    return float(value)


@inlined
def cheapest_path(tables: Tables, rules: Rules, group: int, desks: Desks, work: Work) -> float:
    """Value of the cheapest itinerary of a group, left in `work.path`; infinite if there is none.

    Where the way over a third location is shorter than the direct one, the longest gap is left everywhere instead.
    """
    value = cheapest_value(tables, rules, group, desks, work)
    if value < np.inf and not path_keeps_order(moves_of(tables, group), rules, work.path):
        if desks.until < EVERY_DAY:
            return np.inf
        value = _careful_value(tables, rules, group, desks, work)
    return float(value)


@compiled
def _careful_value(tables: Tables, rules: Rules, group: int, desks: Desks, work: Work) -> float:
    careful = Rules(rules.visit, rules.wait_slot, rules.day, np.full_like(rules.gap, rules.gap.max()))
    return cheapest_value(tables, careful, group, desks, work)


@inlined
def cheapest_class(tables: Tables, group: int, desks: Desks, path: IntArray, n: int) -> int:
    """The class that serves the n-th visit of a path, at one desk, at the least price."""
    step, place, slot, today = path[n, 0], path[n, 2], path[n, 3], tables.first_day[group] + path[n, 1]
    length, kind = tables.lengths[tables.shape[group], step], tables.kinds[group, step]
    best, found = np.inf, -1
    for index in range(tables.eligible_at[kind, today, place, 0], tables.eligible_at[kind, today, place, 1]):
        cls = tables.eligible[index]
        if desks.room[cls, slot] >= length:
            price = desks.total[cls, slot + length] - desks.total[cls, slot]
            if price < best:
                best, found = price, cls
    return int(found)


@compiled
def home_classes(tables: Tables, group: int, desks: Desks, taken: IntArray) -> float:
    """Write the classes that serve what a group holds already at the least price to `taken` [seat].

    Returns that price, infinite if no desk is left for one of them.
    """
    total, first = 0.0, 0
    for n in range(tables.seats[tables.shape[group]]):
        step, today = tables.home_step[group, n], tables.day[tables.home_cls[group, n, 0]]
        if not desks.first <= today < desks.last:
            return np.inf
        first = first if tables.home_step[group, first] == step else n
        slot, length = tables.home_start[group, n], tables.lengths[tables.shape[group], step]
        taken[n], price = next_class(desks, tables.home_cls[group, n], slot, length, taken[first:n])
        if taken[n] < 0:
            return np.inf
        total += price * desks.factor if today < desks.until else price
    return float(total)


@compiled
def _value_of_home(tables: Tables, group: int, desks: Desks) -> float:
    taken = np.empty(tables.seats[tables.shape[group]], dtype=np.int64)
    return float(tables.home_cost[group] + home_classes(tables, group, desks, taken))


@inlined
def home_value(tables: Tables, group: int, desks: Desks) -> float:
    """Value of the itinerary that a group holds already, infinite if it has none or no desk is left for it."""
    return _value_of_home(tables, group, desks) if tables.home_cost[group] < np.inf else np.inf


@inlined
def write_column(
    tables: Tables, rules: Rules, group: int, desks: Desks, work: Work, stays: bool, column: IntArray
) -> float:
    """Write a group's home, if it stays, or the path found in `work` to `column` [4, seat]; returns its cost.

    The rows are step, class, start and length in order of time: one seat for each desk that a step takes at once.
    """
    moves, shape = moves_of(tables, group), tables.shape[group]
    if stays:
        home_classes(tables, group, desks, column[1])
        for n in range(tables.seats[shape]):
            step = tables.home_step[group, n]
            column[0, n], column[2, n], column[3, n] = step, tables.home_start[group, n], moves.lengths[step]
        return float(tables.home_cost[group])
    seat = 0
    for n in range(moves.steps):
        step, first = work.path[n, 0], seat
        if tables.desks[shape, step] == 1:
            column[1, seat] = cheapest_class(tables, group, desks, work.path, n)
        else:
            _write_several(tables, group, desks, work.path[n], column[1, seat:])
        seat += tables.desks[shape, step]
        for k in range(first, seat):
            column[0, k], column[2, k], column[3, k] = step, work.path[n, 3], moves.lengths[step]
    return float(path_cost(moves, rules, work.path) + tables.move[group])


@compiled
def _write_several(tables: Tables, group: int, desks: Desks, visit: IntArray, classes: IntArray) -> None:
    """Write the classes that serve a visit, a row of a path, at the least price to the first of `classes`."""
    step, shape = visit[0], tables.shape[group]
    options = eligible_classes(tables, tables.kinds[group, step], tables.first_day[group] + visit[1], visit[2])
    taken = classes[: tables.desks[shape, step]]
    cheapest_classes(desks, options, visit[3], tables.lengths[shape, step], taken)


@compiled
def price_groups(
    tables: Tables, rules: Rules, late: float, groups: IntArray, desks: Desks, work: Work, pricing: Pricing
) -> None:
    """Write what the cheapest itineraries of some `groups` are worth and take to a pricing.

    Values are bounds also where an order is not kept. Those who had better be late take no desk.
    """
    column = np.empty((4, tables.home_step.shape[1]), dtype=np.int64)
    for group in groups:
        value = cheapest_value(tables, rules, group, desks, work) + tables.move[group]
        home = home_value(tables, group, desks)
        pricing.values[group] = min(value, home)
        if pricing.values[group] < late + tables.move[group]:
            write_column(tables, rules, group, desks, work, home <= value, column)
            for n in range(tables.seats[tables.shape[group]]):
                cls, slot = column[1, n], column[2, n]
                pricing.usage[cls, slot : slot + column[3, n]] += tables.size[group]


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
        classes = merged_classes(instance)
        return cls(classes, group_arrivals(instance, classes))

    @cached_property
    def late_costs(self) -> FloatArray:
        """[arrival] what being late costs: the price of lateness, and of losing what is held."""
        costs = np.full(len(self.classes.instance.arrivals), float(self.objective.late))
        for group, move in zip(self.groups.groups, self.tables.move.tolist(), strict=True):
            costs[list(group.members)] += move
        return costs

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
            pricing = Pricing(np.zeros(len(self.groups.groups)), np.zeros(prices.shape))
            price_groups(self.tables, self.rules, limit, groups, desks, self.work(), pricing)
            return pricing

        share, groups = threads or Threads(), np.arange(len(self.groups.groups))
        parts = list(share.map(some, np.array_split(groups, share.count)))
        return Pricing(*(sum(fields[1:], start=fields[0]) for fields in zip(*parts, strict=True)))

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
