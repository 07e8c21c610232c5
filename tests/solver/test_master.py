"""The programme over rosters, against all of them."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.master import Master, Wanted
from solver.shortage import Cut

COSTS, MOST = np.array([3.0, 5.0]), np.array([4, 3])
CUTS = (Cut(0, 4.0, np.array([0.0, 1.0, 1.5])), Cut(1, 2.5, np.array([0.5, 0.0, 1.0])))


def _master(cuts: tuple[Cut, ...] = CUTS, allowed: int = 1) -> Master:
    master = Master(COSTS, MOST, [5, 5], allowed)
    for cut in cuts:
        master.add(cut)
    return master


def _rosters() -> list[tuple[int, ...]]:
    return list(itertools.product(range(5), range(4)))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, 8), st.integers(0, 4), st.integers(0, 4)), max_size=4),
    st.integers(0, 4),
    st.sampled_from((0.0, 0.25)),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=2),
)
def test_it_is_the_cheapest_roster_that_cuts_margin_and_failures_allow(
    given_cuts: list[tuple[int, int, int, int]], allowed: int, margin: float, tried: list[tuple[int, int]]
) -> None:
    """By trying all."""
    cuts = tuple(Cut(sample, late / 2, np.array([0.25, a / 2, b / 2])) for sample, late, a, b in given_cuts)
    master = _master(cuts, allowed)
    left = [
        roster
        for roster in _rosters()
        if master.late_in_all((1 - margin) * np.append(1.0, roster)) <= allowed
        and all(any(n > m for n, m in zip(roster, other, strict=True)) for other in tried)
    ]
    counts, bound = master.best(30, Wanted(margin=margin, tried=tuple(np.array(roster) for roster in tried)))
    if not left:
        assert (counts, bound) == (None, np.inf)
        return
    assert counts is not None
    assert tuple(counts.tolist()) in left
    assert COSTS @ counts == pytest.approx(min(COSTS @ np.array(roster) for roster in left))
    assert bound == pytest.approx(COSTS @ counts)


def test_late_arrivals_are_whole() -> None:
    """One and a half late is two."""
    assert _master().late(np.array([1.0, 2.5, 0.0])) == [2, 2]
    assert _master().late_in_all(np.array([1.0, 4.0, 3.0])) == 0


def test_only_what_is_cheaper_is_found() -> None:
    """Until nothing is."""
    cheapest = _master().best(30, Wanted())[1]
    assert _master().best(30, Wanted(below=cheapest + 1))[1] == pytest.approx(cheapest)
    assert _master().best(30, Wanted(below=cheapest))[0] is None


def test_of_rosters_that_cost_no_more_one_leaves_the_fewest_late() -> None:
    """By trying all."""
    master = _master()
    counts, _ = master.best(30, Wanted())
    assert counts is not None
    safest, late = master.best(30, Wanted(below=master.above(counts), fewest_late=True))
    assert safest is not None
    affordable = [roster for roster in _rosters() if COSTS @ np.array(roster) <= COSTS @ counts]
    assert late == min(master.late_in_all(np.append(1.0, roster)) for roster in affordable)
    assert master.late_in_all(np.append(1.0, safest)) == late


def test_without_cuts_nothing_is_bought() -> None:
    """No desk is needed as far as is known."""
    counts, bound = _master(()).best(30, Wanted())
    assert counts is not None
    assert (counts.tolist(), bound) == ([0, 0], 0.0)
