"""Requests in the order in which they come."""

import numpy as np
import pytest

from scheduler.scenarios.requests import NEVER, Requests
from tests.solver.stage import party

ARRIVALS = tuple(party(name, deadline=90, available_from=48) for name in "abc")


def test_they_are_told_day_by_day_in_the_order_in_which_they_ask() -> None:
    """Those of the same slot stay in their order; whoever cancels in it comes after them."""
    requests = Requests(ARRIVALS, np.array([40, -5, 40]), np.array([NEVER, 40, NEVER]))
    found = {day: (events.arrival.tolist(), events.cancels.tolist()) for day, events in requests.by_day(24)}
    assert found == {-1: ([1], [False]), 1: ([0, 2, 1], [False, False, True])}


def test_as_a_sample_of_the_future_they_ask_on_days() -> None:
    """Those before the first day below 0."""
    future = Requests(ARRIVALS, np.array([40, -5, 41])).as_future(24)
    assert (future.arrivals, future.asks.tolist()) == (ARRIVALS, [1, -1, 1])


def test_nobody_asks_after_it_could_come() -> None:
    """The arrival and its slots are named."""
    with pytest.raises(ValueError, match="arrival b asks in slot 49; expected 48 at most"):
        Requests(ARRIVALS, np.array([48, 49, 0]))
