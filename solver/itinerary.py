"""The cheapest itinerary under prices: a dynamic programme over (steps to do, time).

Backwards in time, with D the steps to do, t the slot at which a party at location l ends an appointment:

    Q[D, m, s] = min over steps i in D of start_cost[i, m, s] + V[D - i, m, s + length_i]
    V[D, l, t] = min(H[D, next day], min over m, s >= t + gap(l, m) of wait * (s - t - gap(l, m)) + Q[D, m, s])
    H[D, d]    = min(H[D, d + 1], visit + min over m, s of Q[D, m, s])

Q, V and H are `begin`, `value` and `fresh` below. The wait branch is a suffix minimum.
"""

from typing import NamedTuple

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.compiled import compiled, inlined
from solver.instance import Objective
from solver.shape import Moves, Shape

NOWHERE = -1


class Rules(NamedTuple):
    """What an itinerary pays and keeps to, whatever the arrival: prices, and `gap` [location, location] in slots."""

    visit: float
    wait_slot: float
    day: float
    gap: IntArray


class Values(NamedTuple):
    """The tables of the recursion, Q, V and H.

    `begin`: [state, day, location, width]. `value`: [state, day, location, width + 1]. `fresh`: [state, day + 1].
    """

    begin: FloatArray
    value: FloatArray
    fresh: FloatArray


def rules_of(objective: Objective, gap: IntArray) -> Rules:
    """The rules of an objective and gaps."""
    return Rules(float(objective.visit), float(objective.wait_slot), float(objective.day), gap)


def empty_values(states: tuple[int, ...], days: int, places: int, width: int) -> Values:
    """Room for the tables of a recursion over so many (groups and) states, days and locations."""
    starts, ends, mornings = (*states, days, places, width), (*states, days, places, width + 1), (*states, days + 1)
    return Values(np.full(starts, np.inf), np.full(ends, np.inf), np.full(mornings, np.inf))


@compiled
def fill(moves: Moves, rules: Rules, start_cost: FloatArray, days: int, values: Values) -> float:
    """Fill the tables for a window of `days`; returns the value of the cheapest itinerary, infinite if there is none.

    `start_cost`: [step, day, location, width] price of starting a step there, infinite where that is impossible.
    """
    values.fresh[: moves.full + 1, days] = np.inf
    return fill_days(moves, rules, start_cost, 0, days, values)


@inlined
def fill_days(moves: Moves, rules: Rules, start_cost: FloatArray, first: int, stop: int, values: Values) -> float:
    """Fill the tables of days `first` to `stop` - 1, given those from then on; nobody comes before."""
    for day in range(stop - 1, first - 1, -1):
        fill_day(moves, rules, start_cost, day, values)
    for day in range(first):
        values.begin[moves.full, day] = np.inf
        values.fresh[moves.full, day] = values.fresh[moves.full, first]
    return float(values.fresh[moves.full, 0])


@inlined
def fill_day(moves: Moves, rules: Rules, start_cost: FloatArray, day: int, values: Values) -> None:
    """Fill the tables of one day from `fresh` of the next."""
    for state in range(moves.full + 1):
        value = values.value[state, day]
        if moves.done[state] >= 0:
            value[:] = rules.day * (day + moves.done[state])
            values.fresh[state, day] = np.inf
            continue
        begin = values.begin[state, day]
        begin[:] = np.inf
        for step in range(moves.steps):
            after = moves.next_state[state, step]
            if after >= 0:
                _hold(start_cost[step, day], values.value[after, day], moves.lengths[step], begin)
        later = values.fresh[moves.tomorrow[state], day + 1]
        values.fresh[state, day] = min(later, rules.visit + least(begin))
        if state != moves.full:
            _go_on(rules, begin, later, value)


@inlined
def come_later(moves: Moves, rules: Rules, entry: int, values: Values) -> None:
    """Make the tables those of who comes at slot `entry` of the first day or later: only what begins there changes."""
    begin = values.begin[moves.full, 0]
    begin[:, :entry] = np.inf
    values.fresh[moves.full, 0] = min(values.fresh[moves.full, 1], rules.visit + least(begin))


@inlined
def least(table: FloatArray) -> float:
    """The least of a table [location, slot]."""
    best = np.inf
    for place in range(table.shape[0]):
        row = table[place]
        for slot in range(len(row)):
            best = min(best, row[slot])
    return best


@inlined
def _hold(start_cost: FloatArray, value: FloatArray, length: int, begin: FloatArray) -> None:
    """Lower Q [location, slot] to what holding a step costs, given V after it."""
    later = np.uint64(length)  # unsigned, it is known not to count from the end, and several slots go at a time
    for place in range(begin.shape[0]):
        row, costs, ahead = begin[place], start_cost[place], value[place]
        for slot in range(np.uint64(max(0, len(ahead) - length))):
            candidate = costs[slot] + ahead[slot + later]
            row[slot] = min(row[slot], candidate)


@inlined
def _go_on(rules: Rules, begin: FloatArray, later: float, value: FloatArray) -> None:
    """V of a state from its Q: go on today after the gap and a wait, or come back another day."""
    places, width = begin.shape
    value[:] = later
    for there in range(places):
        ahead, row = np.inf, begin[there]
        for slot in range(width - 1, -1, -1):
            ahead = min(ahead + rules.wait_slot, row[slot])
            for here in range(places):
                free = slot - rules.gap[here, there]
                if free >= 0:
                    value[here, free] = min(value[here, free], ahead)


@inlined
def trace(moves: Moves, rules: Rules, start_cost: FloatArray, values: Values, path: IntArray) -> None:
    """Write the cheapest itinerary to `path` [step, 4]: step, day, location, start; there has to be one."""
    state, day, place, slot = moves.full, 0, NOWHERE, 0
    for n in range(moves.steps):
        if n > 0:
            place, slot = _next_today(moves, rules, values, state, day, path[n - 1])
            if place == NOWHERE:
                state = moves.tomorrow[state]
                day += 1
        if place == NOWHERE:
            while values.fresh[moves.tomorrow[state], day + 1] < rules.visit + least(values.begin[state, day]):
                state = moves.tomorrow[state]
                day += 1
            place, slot = divmod(values.begin[state, day].argmin(), values.begin.shape[3])
        step = _step_held(moves, start_cost, values, state, day, place, slot)
        path[n, 0], path[n, 1], path[n, 2], path[n, 3] = step, day, place, slot
        state = moves.next_state[state, step]


@inlined
def _next_today(moves: Moves, rules: Rules, values: Values, state: int, day: int, last: IntArray) -> tuple[int, int]:
    """Location and slot of the best next start today, NOWHERE if another day is better."""
    best = values.fresh[moves.tomorrow[state], day + 1]
    place, slot = NOWHERE, 0
    end = last[3] + moves.lengths[last[0]]
    begin = values.begin[state, day]
    for there in range(begin.shape[0]):
        ready = end + rules.gap[last[2], there]
        for start in range(ready, begin.shape[1]):
            value = begin[there, start] + rules.wait_slot * (start - ready)
            if value < best or (value == best and place == NOWHERE and value < np.inf):
                best, place, slot = value, there, start
    return place, slot


@inlined
def _step_held(
    moves: Moves, start_cost: FloatArray, values: Values, state: int, day: int, place: int, slot: int
) -> int:
    """The step that is best held at a start."""
    best, found = np.inf, NOWHERE
    for step in range(moves.steps):
        after = moves.next_state[state, step]
        end = slot + moves.lengths[step]
        if after >= 0 and end <= start_cost.shape[3]:
            value = start_cost[step, day, place, slot] + values.value[after, day, place, end]
            if value < best:
                best, found = value, step
    return found


@inlined
def path_cost(moves: Moves, rules: Rules, path: IntArray) -> float:
    """What the itinerary in `path` costs without prices: see `solver.cost`, which the tests hold it to."""
    cost, completes = rules.visit, 0
    for n in range(moves.steps):
        step, day, place, start = path[n]
        completes = max(completes, day + moves.lags[step])
        if n > 0:
            before = path[n - 1]
            if before[1] == day:
                ready = before[3] + moves.lengths[before[0]] + rules.gap[before[2], place]
                cost += rules.wait_slot * (start - ready)
            else:
                cost += rules.visit
    return float(cost + rules.day * completes)


@inlined
def path_keeps_order(moves: Moves, rules: Rules, path: IntArray) -> bool:
    """Whether a path leaves the gap after every step that must come first, also one not directly before.

    The recursion sees to consecutive steps; others fail only where the way over a third location is the shorter one.
    """
    for earlier in range(moves.steps):
        for later in range(earlier + 2, moves.steps):
            one, other = path[earlier], path[later]
            if one[1] == other[1] and moves.after[other[0], one[0]]:
                ready = one[3] + moves.lengths[one[0]] + rules.gap[one[2], other[2]]
                if other[3] < ready:
                    return False
    return True


class Recursion:
    """The recursion of one arrival: its input and its tables.

    `start_cost`: [step, day, location, width]; days count from the arrival's own first day.
    """

    def __init__(self, shape: Shape, rules: Rules, start_cost: FloatArray) -> None:
        self.shape, self.rules, self.start_cost = shape, rules, start_cost
        _, self.days, self.places, self.width = start_cost.shape
        self.tables = empty_values((len(shape.states),), self.days, self.places, self.width)
        fill(shape.moves, rules, start_cost, self.days, self.tables)
        self.begin, self.value, self.fresh = self.tables.begin, self.tables.value, self.tables.fresh

    def best(self) -> float:
        """Value of the cheapest itinerary, infinite if there is none."""
        return float(self.fresh[self.shape.full, 0])
