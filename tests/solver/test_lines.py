"""Waiting lines at desks that are alike."""

from heapq import heapify, heapreplace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.lines import turns
from tests.queueing import constant_wait, erlang_c, exponential_wait

_CUSTOMERS = 400_000


def line(comes: list[float], takes: list[float], desks: int, opens: float = 0.0) -> list[float]:
    """When everybody's turn is in one line."""
    one = np.zeros(len(comes), dtype=np.int64)
    found = turns(one, np.array(comes), np.array(takes), np.array([desks]), np.array([opens]))
    return [float(each) for each in found]


def test_whoever_comes_to_a_free_desk_does_not_wait() -> None:
    """The third takes the desk that is free first; nobody is served before it opens."""
    assert line([0, 1, 2], [9, 4, 1], desks=2) == [0, 1, 5]
    assert line([0, 1], [2, 2], desks=1, opens=3) == [3, 5]
    assert line([], [], desks=1) == []


def test_lines_do_not_share_desks_and_are_told_in_any_order() -> None:
    """Each by its own desks and opening."""
    found = turns(
        np.array([1, 0, 1, 0]),
        np.array([5.0, 2.0, 0.0, 1.0]),
        np.array([1.0, 1.0, 9.0, 3.0]),
        np.array([1, 1]),
        np.array([0.0, 0.0]),
    )
    assert found.tolist() == [9, 4, 0, 1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=30), st.integers(1, 4))
def test_it_is_what_a_clerk_at_the_door_would_do(told: list[tuple[int, int]], desks: int) -> None:
    """Who is next goes to the desk that is free first."""
    told.sort(key=lambda pair: pair[0])
    free = [0.0] * desks
    heapify(free)
    expected = []
    for comes, takes in told:
        start = max(float(comes), free[0])
        heapreplace(free, start + takes)
        expected.append(start)
    assert line([float(comes) for comes, _ in told], [float(takes) for _, takes in told], desks) == expected


@pytest.mark.parametrize(("desks", "load"), [(1, 0.7), (2, 1.6), (5, 4.0)])
def test_exponential_times_wait_as_long_as_erlang_says(desks: int, load: float) -> None:
    """M/M/c: the mean waiting time is C / (c - load), in mean service times."""
    random = np.random.default_rng(desks)
    comes = np.cumsum(random.exponential(1 / load, _CUSTOMERS))
    waits = np.array(line(comes.tolist(), random.exponential(1.0, _CUSTOMERS).tolist(), desks)) - comes
    assert waits.mean() == pytest.approx(exponential_wait(desks, load), rel=0.05)
    assert (waits > 0).mean() == pytest.approx(erlang_c(desks, load), rel=0.02)


def test_constant_times_wait_half_as_long_at_one_desk() -> None:
    """M/D/1 by Pollaczek and Khinchine: load / (2 (1 - load)), in service times."""
    comes = np.cumsum(np.random.default_rng(7).exponential(1 / 0.8, _CUSTOMERS))
    waits = np.array(line(comes.tolist(), [1.0] * _CUSTOMERS, desks=1)) - comes
    assert waits.mean() == pytest.approx(constant_wait(1, 0.8), rel=0.03)


def test_constant_times_at_several_desks_wait_as_crommelin_says() -> None:
    """M/D/2: a little more than half of what exponential times would."""
    comes = np.cumsum(np.random.default_rng(8).exponential(1 / 1.6, _CUSTOMERS))
    waits = np.array(line(comes.tolist(), [1.0] * _CUSTOMERS, desks=2)) - comes
    assert waits.mean() == pytest.approx(constant_wait(2, 1.6), rel=0.03)
