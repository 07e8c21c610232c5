"""The cheapest itinerary under prices: a dynamic programme over (steps to do, time), vectorised over arrivals.

Backwards in time, with D the steps to do, t the slot at which a party at location l ends an appointment:

    Q[D, m, s] = min over steps i in D of start_cost[i, m, s] + V[D - i, m, s + length_i]
    V[D, l, t] = min(H[D, next day], min over m, s >= t + gap(l, m) of wait * (s - t - gap(l, m)) + Q[D, m, s])
    H[D, d]    = min(H[D, d + 1], visit + min over m, s of Q[D, m, s])

The wait branch is a suffix minimum, so loops run over days and states, never over slots or arrivals.
"""

from dataclasses import dataclass

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.instance import Objective
from solver.shape import Shape


@dataclass(frozen=True)
class Rules:
    """What an itinerary pays and keeps to, whatever the arrival: the objective and `gap` [location, location]."""

    objective: Objective
    gap: IntArray


@dataclass(frozen=True)
class Itineraries:
    """One itinerary for each arrival of a batch that has one, steps in order of time.

    `arrival`: [n] index in the batch; `value`: [n] cost and prices together; `step`, `day` (relative to the
    arrival's first), `location`, `start` (slot of the day): [n, steps].
    """

    arrival: IntArray
    value: FloatArray
    step: IntArray
    day: IntArray
    location: IntArray
    start: IntArray


class Recursion:
    """The tables of the recursion for a batch of arrivals of one shape.

    `start_cost`: [step, day, arrival, location, width] price of starting a step there, infinite where that is
    impossible; days count from the arrival's own first day.
    """

    def __init__(self, shape: Shape, rules: Rules, start_cost: FloatArray) -> None:
        self.shape, self.rules, self.start_cost = shape, rules, start_cost
        _, self.days, self.size, self.places, self.width = start_cost.shape
        states = len(shape.states)
        self.begin = np.full((states, self.days, self.size, self.places, self.width), np.inf)  # Q
        self.value = np.full((states, self.days, self.size, self.places, self.width + 1), np.inf)  # V
        self.fresh = np.full((states, self.days + 1, self.size), np.inf)  # H
        self._slots = rules.objective.wait_slot * np.arange(self.width)
        for day in reversed(range(self.days)):
            for state in range(states):
                self._fill(state, day)

    def best(self) -> FloatArray:
        """[arrival] value of the cheapest itinerary, infinite where there is none."""
        value: FloatArray = self.fresh[self.shape.full, 0]
        return value

    def best_by_first_day(self) -> FloatArray:
        """[day, arrival] value of the cheapest itinerary whose first appointment is on that day."""
        begin = self.begin[self.shape.full]
        value: FloatArray = self.rules.objective.visit + begin.min(axis=(2, 3))
        return value

    def _fill(self, state: int, day: int) -> None:
        remaining, pending = self.shape.states[state]
        if not remaining:
            done = day + pending + self.shape.base_lag
            self.value[state, day] = self.rules.objective.day * done
            return
        begin = self.begin[state, day]
        for step, after in self.shape.moves[state]:
            length = self.shape.lengths[step]
            if length <= self.width:
                starts = self.start_cost[step, day, :, :, : self.width - length + 1]
                candidate = starts + self.value[after, day, :, :, length:]
                target = begin[:, :, : self.width - length + 1]
                np.minimum(target, candidate, out=target)
        later = self.fresh[self.shape.tomorrow[state], day + 1]
        today = begin.min(axis=(1, 2)) + self.rules.objective.visit
        np.minimum(later, today, out=self.fresh[state, day])
        if state != self.shape.full:
            self._wait(begin, later, self.value[state, day])

    def _wait(self, begin: FloatArray, later: FloatArray, value: FloatArray) -> None:
        """V of a state from its Q: go on today after the gap and a wait, or come back another day."""
        ahead = np.minimum.accumulate((begin + self._slots)[:, :, ::-1], axis=2)[:, :, ::-1] - self._slots
        value[:] = later[:, None, None]
        for here in range(self.places):
            for there in range(self.places):
                gap = int(self.rules.gap[here, there])
                target = value[:, here, : max(0, self.width - gap)]
                np.minimum(target, ahead[:, there, gap:], out=target)

    def trace(self, arrivals: IntArray, first_day: IntArray | None = None) -> Itineraries:
        """The cheapest itineraries of some arrivals, starting on `first_day` where that is given.

        Each of `arrivals` (indices in the batch) must have an itinerary (on that day).
        """
        state = np.full(len(arrivals), self.shape.full)
        if first_day is None:
            value = self.fresh[self.shape.full, 0, arrivals]
            state, day = self._next_visit(arrivals, state, np.zeros(len(arrivals), dtype=np.int64))
        else:
            day = first_day
            value = self.best_by_first_day()[day, arrivals]
        found = [_Place(np.full(len(arrivals), -1), day, np.zeros_like(day), np.zeros_like(day))]
        for _ in range(self.shape.steps):
            state, place = self._advance(arrivals, state, found[-1])
            found.append(place)
        columns = (np.stack([getattr(p, name) for p in found[1:]], axis=1) for name in _Place.__slots__)
        step, day, location, start = columns
        return Itineraries(arrivals, value, step, day, location, start)

    def _next_visit(self, who: IntArray, state: IntArray, day: IntArray) -> tuple[IntArray, IntArray]:
        """The states and days at which parties that have left come back: as soon as waiting gains nothing."""
        state, day = state.copy(), day.copy()
        waiting = np.ones(len(who), dtype=bool)
        while waiting.any():
            later = self.fresh[self.shape.tomorrow[state], day + 1, who]
            today = self.begin[state, day, who].min(axis=(1, 2)) + self.rules.objective.visit
            waiting &= later < today
            state[waiting] = self.shape.tomorrow[state[waiting]]
            day[waiting] += 1
        return state, day

    def _advance(self, who: IntArray, state: IntArray, last: "_Place") -> tuple[IntArray, "_Place"]:
        """The next appointment of every party, and the state after it."""
        state, day = state.copy(), last.day.copy()
        ahead = self._ahead(who, state, last)
        best = ahead.min(axis=(1, 2))
        later = self.fresh[self.shape.tomorrow[state], day + 1, who]
        leave = (last.step >= 0) & (later < best)
        if leave.any():
            gone = who[leave]
            state[leave], day[leave] = self._next_visit(gone, self.shape.tomorrow[state[leave]], day[leave] + 1)
            ahead[leave] = self.begin[state[leave], day[leave], gone]
        location, start = np.divmod(ahead.reshape(len(who), -1).argmin(axis=1), self.width)
        step = self._step(who, state, day, location, start)
        return self.shape.next_state[state, step], _Place(step, day, location, start)

    def _ahead(self, who: IntArray, state: IntArray, last: "_Place") -> FloatArray:
        """[arrival, location, width] value of each start still possible today, waiting included."""
        begin = self.begin[state, last.day, who]
        lengths = np.append(self.shape.lengths, 0)[last.step]
        ready = last.start + lengths
        earliest = ready[:, None] + self.rules.gap[last.location]
        earliest[last.step < 0] = 0
        wait = np.arange(self.width) - earliest[:, :, None]
        idle = np.where(last.step < 0, 0.0, self.rules.objective.wait_slot)[:, None, None] * wait
        result: FloatArray = np.where(wait >= 0, begin + idle, np.inf)
        return result

    def _step(self, who: IntArray, state: IntArray, day: IntArray, place: IntArray, start: IntArray) -> IntArray:
        """The step held at the chosen starts."""
        options = np.full((self.shape.steps, len(who)), np.inf)
        for step, length in enumerate(self.shape.lengths):
            after = self.shape.next_state[state, step]
            end = np.minimum(start + length, self.width)
            value = self.start_cost[step, day, who, place, start] + self.value[after, day, who, place, end]
            options[step] = np.where((after >= 0) & (start + length <= self.width), value, np.inf)
        chosen: IntArray = options.argmin(axis=0)
        return chosen


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when each party of a batch holds a step: [arrival] each, step -1 before the first."""

    step: IntArray
    day: IntArray
    location: IntArray
    start: IntArray
