"""The desks day by day: who asks is served at once, and by night provisional times are planned anew.

The same cheapest itinerary that makes the offers of the service serves each request, on arrays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.scenarios.policy import Policy
from scheduler.scenarios.requests import Requests
from solver.assignment import Assignment
from solver.bid_prices import BidPrices
from solver.classes import FloatArray, IntArray
from solver.fragments import fragment_prices
from solver.instance import Instance
from solver.online import Online
from solver.pricing import Pricer

_ROUNDS_BY_NIGHT, _ROUNDS_AT_ONCE = 10_000, 3_000  # of ruin and recreate


@dataclass(frozen=True)
class Outcome:
    """What became of the requests.

    `late`: positions of those not served in time. `cost`: of the plan in the end. `moves`: times that were changed
    before they were firm. `assignment`: the plan itself.
    """

    late: tuple[int, ...]
    cost: float
    moves: int
    assignment: Assignment


def simulate(
    desks: Instance, requests: Requests, policy: Policy, futures: Sequence[Requests] = (), seed: int = 0
) -> Outcome:
    """Serve requests at the desks of an instance, whose own arrivals are not looked at.

    `futures`: samples of the requests expected, for bid prices; none of them need come true.
    """
    return _Simulation(desks, requests, policy, futures, seed).run()


class _Simulation:
    def __init__(
        self, desks: Instance, requests: Requests, policy: Policy, futures: Sequence[Requests], seed: int
    ) -> None:
        pricer = Pricer.of(replace(desks, arrivals=requests.arrivals))
        self._requests, self._policy, self._futures = requests, policy, futures
        self._per_day, self._days = desks.slots_per_day, len(desks.days)
        self._online, self._random = Online(pricer), np.random.default_rng(seed)
        self._bids = BidPrices(pricer.classes)
        self._prices = np.zeros(pricer.classes.free.shape)
        self._last_days = np.array([arrival.deadline_day for arrival in requests.arrivals], dtype=np.int64)
        self._known = np.zeros(len(requests.arrivals), dtype=bool)
        self._firm = self._known.copy()
        self._moves = 0

    def run(self) -> Outcome:
        """All days, from that of the first request on."""
        day_asked = self._requests.asked // self._per_day
        for day in range(int(day_asked.min(initial=0)), self._days):
            self._night(day)
            for arrival in self._requests.order[day_asked[self._requests.order] == day].tolist():
                self._answer(arrival, day)
        assignment = self._online.assignment
        return Outcome(tuple(assignment.late), assignment.cost, self._moves, assignment)

    def _night(self, day: int) -> None:
        """Before a day: new prices, better provisional times, and those that become firm."""
        if self._policy.priced:
            futures = [future.still_to_ask(day * self._per_day) for future in self._futures]
            self._prices = self._bids.follow(self._online.assignment.occupancy.free, futures)
        if self._policy.provisional:
            self._better(day)
            self._firm |= self._known & (self._online.first_days <= day + self._policy.lead_days)

    def _better(self, day: int) -> None:
        """Planned anew: those who may move, from the first day that leaves the lead."""
        first = max(0, day + self._policy.lead_days)
        arrivals = self._movable(first)
        if self._policy.priced:
            self._moves += self._online.make_room(arrivals, first, _ROUNDS_BY_NIGHT, self._seed())
            order = self._random.permutation(arrivals).tolist()
            self._moves += self._online.move(order, self._prices, first, self._policy.move_price)
        else:
            self._moves += self._online.tidy(arrivals, first, _ROUNDS_BY_NIGHT, self._seed())
        for arrival in np.flatnonzero(self._known & self._online.waiting).tolist():
            self._online.serve(arrival, self._prices_now(), max(0, day))

    def _answer(self, arrival: int, day: int) -> None:
        """Serve who asks, if need be by making room among those who may move."""
        self._known[arrival] = True
        served = self._online.serve(arrival, self._prices_now(), max(0, day))
        firm_until = day + self._policy.lead_days
        if not served and self._policy.provisional:
            movable = self._movable(max(0, firm_until + 1))
            self._moves += self._online.make_room(movable, max(0, firm_until + 1), _ROUNDS_AT_ONCE, self._seed())
        self._firm[arrival] = not self._policy.provisional or self._online.first_day(arrival) <= firm_until

    def _prices_now(self) -> FloatArray:
        """What slots cost who asks at this moment."""
        if not self._policy.priced:
            return self._prices
        return self._prices + fragment_prices(self._online.assignment.occupancy.free, self._prices)

    def _movable(self, first: int) -> IntArray:
        """Who is known, not firm, holds nothing before a day, and can still come from it on."""
        may = self._known & ~self._firm & (self._last_days >= first)
        return np.flatnonzero(may & (self._online.first_days >= first))

    def _seed(self) -> int:
        return int(self._random.integers(1 << 31))
