"""The cheapest itinerary of a group under prices of (class, slot), on the desks that are left; compiled."""

from typing import NamedTuple

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.itinerary import Rules, Values, come_later, fill_days, path_cost, path_keeps_order, trace
from solver.seats import (
    EVERY_DAY,
    Desks,
    cheapest_class,
    cheapest_classes,
    eligible_classes,
    home_classes,
    home_value,
)
from solver.tables import Tables, moves_of


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


@inlined
def start_costs(tables: Tables, group: int, desks: Desks, first: int, stop: int, costs: FloatArray) -> None:
    """Write what starts cost a group to `costs` [step, day, location, width]: the cheapest class with room each.

    Days `first` to `stop` - 1, counted from the group's own first.
    """
    shape, days, width = tables.shape[group], tables.days[group], costs.shape[3]
    for step in range(tables.steps[shape]):
        if tables.desks[shape, step] > 1:
            _costs_of_several(tables, desks, group, step, first, stop, costs[step])
            continue
        length, kind = tables.lengths[shape, step], tables.kinds[group, step]
        for day in range(first, stop):
            window = tables.window[group] + (step * days + day) * width
            today = tables.first_day[group] + day
            costs[step, day] = np.inf
            for place in range(costs.shape[2]):
                for n in range(tables.eligible_at[kind, today, place, 0], tables.eligible_at[kind, today, place, 1]):
                    _class_costs(tables, desks, tables.eligible[n], length, window, costs[step, day, place])


@compiled
def _costs_of_several(
    tables: Tables, desks: Desks, group: int, step: int, first: int, stop: int, costs: FloatArray
) -> None:
    """Write what starts of a step that takes several desks at once cost to `costs` [day, location, width]."""
    shape, kind, width = tables.shape[group], tables.kinds[group, step], costs.shape[2]
    length, taken = tables.lengths[shape, step], np.empty(tables.desks[shape, step], dtype=np.int64)
    costs[first:stop] = np.inf
    for day in range(first, stop):
        window = tables.window[group] + (step * tables.days[group] + day) * width
        for place in range(costs.shape[1]):
            options = eligible_classes(tables, kind, tables.first_day[group] + day, place)
            for slot in range(width - length + 1):
                passed_over = desks.salt > 0 and (slot * 40503 + desks.salt) & 127 == 0
                if tables.allowed[window + slot] and not passed_over:
                    price = cheapest_classes(desks, options, slot, length, taken)
                    if price < np.inf:
                        costs[day, place, slot] = desks.factor * price


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
    first, stop = _days_of(tables, group, desks)
    if desks.until == EVERY_DAY:
        values.fresh[: moves.full + 1, max(stop, 0)] = np.inf
    if first > stop or stop < 0:
        return np.inf
    start_costs(tables, group, desks, first, stop, start_cost)
    value = float(fill_days(moves, rules, start_cost, first, stop, values))
    if value < np.inf:
        trace(moves, rules, start_cost, values, work.path)
    return value


@inlined
def _days_of(tables: Tables, group: int, desks: Desks) -> tuple[int, int]:
    """From and to which of its own days a group may begin."""
    own = tables.first_day[group]
    return max(0, desks.first - own), min(min(desks.last, desks.until) - own, tables.days[group])


@inlined
def cheapest_value_after(tables: Tables, rules: Rules, group: int, before: int, desks: Desks, work: Work) -> float:
    """`cheapest_value` where `work` holds the tables and itinerary of another group under the same prices, -1 of none.

    Those of a group that differs from it only in coming later on its first day are a part of them.
    """
    if before < 0 or tables.alike[before] != tables.alike[group] or tables.entry[before] > tables.entry[group]:
        return cheapest_value(tables, rules, group, desks, work)
    moves = moves_of(tables, group)
    start_cost, values = work_of(work, group)
    first, stop = _days_of(tables, group, desks)
    if first > stop or stop < 0:
        return np.inf
    if first == 0 and stop > 0:
        come_later(moves, rules, tables.entry[group], values)
    value = float(values.fresh[moves.full, 0])
    if value < np.inf and work.path[0, 1] == 0 and work.path[0, 3] < tables.entry[group]:
        trace(moves, rules, start_cost, values, work.path)
    return value


@inlined
def cheapest_path(tables: Tables, rules: Rules, group: int, desks: Desks, work: Work) -> float:
    """Value of the cheapest itinerary of a group, left in `work.path`; infinite if there is none.

    Where the way over a third location is shorter than the direct one, the longest gap is left everywhere instead.
    """
    return cheapest_path_after(tables, rules, group, -1, desks, work)[0]


@inlined
def cheapest_path_after(
    tables: Tables, rules: Rules, group: int, before: int, desks: Desks, work: Work
) -> tuple[float, int]:
    """`cheapest_path` as in `cheapest_value_after`; and the group whose tables and itinerary `work` holds then."""
    value = cheapest_value_after(tables, rules, group, before, desks, work)
    if value == np.inf or path_keeps_order(moves_of(tables, group), rules, work.path):
        return value, group
    return (np.inf if desks.until < EVERY_DAY else _careful_value(tables, rules, group, desks, work)), -1


@compiled
def _careful_value(tables: Tables, rules: Rules, group: int, desks: Desks, work: Work) -> float:
    careful = Rules(rules.visit, rules.wait_slot, rules.day, np.full_like(rules.gap, rules.gap.max()))
    return cheapest_value(tables, careful, group, desks, work)


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
    if tables.seats[shape] > moves.steps:
        _write_seats(tables, group, desks, work.path, column)
    else:
        for n in range(moves.steps):
            step = work.path[n, 0]
            column[0, n], column[1, n] = step, cheapest_class(tables, group, desks, work.path, n)
            column[2, n], column[3, n] = work.path[n, 3], moves.lengths[step]
    return float(path_cost(moves, rules, work.path) + tables.move[group])


@compiled
def _write_seats(tables: Tables, group: int, desks: Desks, path: IntArray, column: IntArray) -> None:
    """Write a path to a column where some of its steps take several desks at once."""
    shape, seat = tables.shape[group], 0
    for n in range(tables.steps[shape]):
        step, slot, today = path[n, 0], path[n, 3], tables.first_day[group] + path[n, 1]
        options = eligible_classes(tables, tables.kinds[group, step], today, path[n, 2])
        last = seat + tables.desks[shape, step]
        cheapest_classes(desks, options, slot, tables.lengths[shape, step], column[1, seat:last])
        column[0, seat:last], column[2, seat:last], column[3, seat:last] = step, slot, tables.lengths[shape, step]
        seat = last


@compiled
def price_groups(
    tables: Tables, rules: Rules, late: float, groups: IntArray, desks: Desks, work: Work, pricing: Pricing
) -> None:
    """Write what the cheapest itineraries of some `groups` are worth and take to a pricing.

    Each is priced on from the one before it where that is alike. Values are bounds also where an order is not kept.
    Those who had better be late take no desk.
    """
    column, before = np.empty((4, tables.home_step.shape[1]), dtype=np.int64), -1
    for group in groups:
        value = cheapest_value_after(tables, rules, group, before, desks, work) + tables.move[group]
        before = group
        home = home_value(tables, group, desks)
        pricing.values[group] = min(value, home)
        if pricing.values[group] < late + tables.move[group]:
            write_column(tables, rules, group, desks, work, home <= value, column)
            for n in range(tables.seats[tables.shape[group]]):
                cls, slot = column[1, n], column[2, n]
                pricing.usage[cls, slot : slot + column[3, n]] += tables.size[group]
