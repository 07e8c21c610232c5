"""The desks day by day: who asks is served at once, and by night provisional times are planned anew.

In the morning some desks stay shut, and whoever has an appointment there is planned anew. The same cheapest itinerary
that makes the offers of the service serves each request, on arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scheduler.scenarios.afterwards import Afterwards, pricer_for
from scheduler.scenarios.displacing import Displacing
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.remainders import completed, done_before
from scheduler.scenarios.requests import Requests
from solver.assignment import Assignment
from solver.bid_prices import BidPrices, Futures
from solver.classes import BoolArray, FloatArray, IntArray, ResourceClasses
from solver.fragments import fragment_prices
from solver.online import Events, Online, Worth
from solver.pricing import Column

ABSENCE = "absence"  # what is missing where a desk stayed shut that an appointment was at
_ROUNDS_BY_NIGHT, _ROUNDS_AT_ONCE = 10_000, 3_000  # of ruin and recreate


@dataclass(frozen=True)
class Outcome:
    """What became of the requests.

    `in_time`, `cost`: [arrival] who is served in time, and what each costs the plan in the end. `short`: which agency's
    desks each of the late missed, see `Online.shortage`, or ABSENCE. `moves`: times that were changed before they were
    firm. `displaced`: [arrival] how often a desk stayed shut that it was to come to; `absent`: [class] such desks.
    `late`: positions of who is late, and did not cancel. `assignment`: the plan itself; `afterwards`: what those hold
    who were served after the deadline, None if nobody was.
    """

    in_time: BoolArray
    cost: FloatArray
    late: tuple[int, ...]
    short: Mapping[int, str]
    moves: int
    displaced: IntArray
    absent: IntArray
    assignment: Assignment
    afterwards: Assignment | None


def simulate(
    desks: ResourceClasses,
    requests: Requests,
    policy: Policy,
    expected: Futures | None = None,
    *,
    absent: IntArray | None = None,
    patience: int = 0,
    seed: int = 0,
) -> Outcome:
    """Serve requests at the desks of an instance, whose own arrivals are not looked at.

    `expected`: samples of the requests that are expected, for bid prices; none of them need come true. `absent`:
    [class] desks that stay shut on their day, nobody knows before. `patience`: open days after the deadline on which
    whoever is late is served instead.
    """
    nobody = np.zeros(desks.count, dtype=np.int64)
    absences = nobody if absent is None else absent
    return _Simulation(desks, requests, policy, expected or Futures(desks, ()), absences, patience, seed).run()


class _Simulation:
    def __init__(
        self,
        desks: ResourceClasses,
        requests: Requests,
        policy: Policy,
        expected: Futures,
        absent: IntArray,
        patience: int,
        seed: int,
    ) -> None:
        self._desks, self._absent = desks, absent
        self._requests, self._policy = requests, policy
        self._per_day, self._days = desks.instance.slots_per_day, len(desks.instance.days)
        self._online = Online(pricer_for(desks, requests.arrivals))
        self._afterwards = Afterwards(desks, requests.arrivals, patience, self._online.assignment.occupancy)
        self._displacing = Displacing(desks, absent, self._online.assignment, self._afterwards)
        self._random = np.random.default_rng(seed)
        self._bids = BidPrices(expected) if policy.priced else None
        self._prices: FloatArray | None = None
        self._last_days = np.array([arrival.deadline_day for arrival in requests.arrivals], dtype=np.int64)
        self._known = np.zeros(len(requests.arrivals), dtype=bool)
        self._firm, self._begun = self._known.copy(), self._known.copy()
        self._displaced = np.zeros(len(requests.arrivals), dtype=np.int64)
        self._short: dict[int, str] = {}
        self._moves = 0

    def run(self) -> Outcome:
        """All days, from that of the first request on."""
        happens = dict(self._requests.by_day(self._per_day))
        # Whoever asks after the last open day is heard too.
        for day in range(min(happens, default=0), max([self._days - 1, *happens]) + 1):
            self._night(day)
            self._morning(day)
            if day in happens:
                self._serve(happens[day], day)
        plan, late = self._online.assignment, np.flatnonzero(self._online.waiting & self._known)
        cost = np.where(self._known, plan.held.cost, 0.0)
        afterwards = self._afterwards.plan
        return Outcome(
            in_time=~self._online.waiting,
            cost=cost,
            late=tuple(late.tolist()),
            short=self._short,
            moves=self._moves,
            displaced=self._displaced,
            absent=self._absent,
            assignment=plan,
            afterwards=afterwards,
        )

    def _night(self, day: int) -> None:
        """Before a day: new prices, better provisional times, and those that become firm."""
        self._begun |= (self._online.first_days < day) | self._afterwards.begun(day)
        if self._bids is not None:
            self._prices = self._bids.before(day, self._online.assignment.occupancy)
        if self._policy.provisional:
            if self._policy.nightly:
                self._better(day)
            self._firm |= self._known & (self._online.first_days <= day + self._policy.lead_days)

    def _better(self, day: int) -> None:
        """Planned anew: those who may move, from the first day that leaves the lead."""
        first = max(0, day + self._policy.lead_days)
        arrivals = self._movable(first)
        if self._prices is not None:
            self._moves += self._online.make_room(arrivals, first, _ROUNDS_BY_NIGHT, self._seed(), self._worth)
            order = self._random.permutation(arrivals).tolist()
            self._moves += self._online.move(order, self._prices, first, self._policy.move_price)
        else:
            self._moves += self._online.tidy(arrivals, first, _ROUNDS_BY_NIGHT, self._seed())
        for arrival in np.flatnonzero(self._known & self._online.waiting & ~self._begun).tolist():
            self._online.serve(arrival, self._prices_now(), max(0, day))
        waiting = self._online.waiting
        for arrival in [arrival for arrival in self._short if not waiting[arrival]]:
            self._in_time_after_all(arrival)

    def _morning(self, day: int) -> None:
        """Desks stay shut: whoever does not fit any more is planned anew from today on, but for what is done."""
        if not 0 <= day < self._days:
            return
        for arrival, held in self._displacing.shut(day).items():
            self._displaced[arrival] += 1
            cause = self._short.get(arrival, ABSENCE)
            if done_before(self._desks, held, day).any():
                self._complete(arrival, held, day)
            elif not self._online.serve(arrival, self._prices_now(), day):
                self._firm[arrival] = False
                self._cannot_serve(arrival, day)
            if self._online.waiting[arrival]:
                self._short[arrival] = cause
            else:
                self._in_time_after_all(arrival)

    def _complete(self, arrival: int, held: Column, day: int) -> None:
        """Plan the rest of what has begun: in time if that can be, or else afterwards."""
        plan, prices = self._online.assignment, self._prices_now()
        in_time, afterwards = self._requests.arrivals[arrival], self._afterwards.arrival(arrival)
        for windowed, hold in ((in_time, plan.serve), (afterwards, self._afterwards.hold)):
            column = completed(self._desks, windowed, held, day, plan.occupancy, prices)
            if column is not None:
                hold(arrival, column)
                return

    def _in_time_after_all(self, arrival: int) -> None:
        if self._short.pop(arrival, None) is not None:
            self._afterwards.give_back((arrival,))

    def _serve(self, events: Events, day: int) -> None:
        """Serve who asks, if need be by making room among those who may move, or after the deadline."""
        begin = 0
        while begin < len(events.arrival):
            end = self._online.answer(events, begin, self._prices)
            self._note(events, range(begin, end), day)
            if end < len(events.arrival):
                self._cannot_serve(int(events.arrival[end]), day)
            begin = end + 1

    def _note(self, events: Events, chosen: range, day: int) -> None:
        """Who asked is known from now on, and who cancelled no longer."""
        some, cancels = events.arrival[chosen.start : chosen.stop], events.cancels[chosen.start : chosen.stop]
        self._known[some] = ~cancels
        self._firm[some] = not self._policy.provisional
        if self._policy.provisional:
            self._firm[some] = self._online.first_days[some] <= day + self._policy.lead_days
        self._afterwards.give_back(some[cancels].tolist())

    def _cannot_serve(self, arrival: int, day: int) -> None:
        self._known[arrival] = True
        firm_until = day + self._policy.lead_days
        if self._policy.provisional:
            first = max(0, firm_until + 1)
            room = self._movable(first), first, _ROUNDS_AT_ONCE, self._seed()
            self._moves += self._online.make_room(*room, self._worth)
        self._firm[arrival] = not self._policy.provisional or self._online.first_day(arrival) <= firm_until
        if self._online.waiting[arrival]:
            self._short[arrival] = self._online.shortage(arrival)
            self._afterwards.serve(arrival, self._prices_now(), max(0, day))

    def _prices_now(self) -> FloatArray:
        """What slots cost who asks at this moment."""
        free = self._online.assignment.occupancy.free
        if self._prices is None:
            return np.zeros(free.shape)
        return self._prices + fragment_prices(free, self._prices)

    @property
    def _worth(self) -> Worth | None:
        """What making room must be worth it against."""
        return None if self._prices is None else Worth(self._prices, self._policy.move_price)

    def _movable(self, first: int) -> IntArray:
        """Who is known, not firm, has not begun, holds nothing before a day, and can still come from it on."""
        may = self._known & ~self._firm & ~self._begun & (self._last_days >= first)
        return np.flatnonzero(may & (self._online.first_days >= first))

    def _seed(self) -> int:
        return int(self._random.integers(1 << 31))
