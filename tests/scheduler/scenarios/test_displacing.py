"""Desks that stay shut, and whose appointments then find no desk."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scheduler.scenarios.afterwards import Afterwards, pricer_for
from scheduler.scenarios.displacing import Displacing, excess
from solver.classes import IntArray, merged_classes
from solver.online import Online
from tests.solver.stage import PER_DAY, desk, instance_of, party

MORNING = (9, 13)  # holds two talks of two hours
STRETCHES = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 4)), max_size=7)


def fits(stretches: list[tuple[int, int]], desks: int) -> bool:
    """Whether no more than so many are held in any slot."""
    return all(sum(start <= slot < start + length for start, length in stretches) <= desks for slot in range(12))


@given(STRETCHES, st.integers(0, 3))
def test_as_few_have_to_go_as_can_be(stretches: list[tuple[int, int]], desks: int) -> None:
    """By trying every choice of fewer."""
    start, length = (np.array([each[n] for each in stretches], dtype=np.int64) for n in range(2))
    gone = excess(start, start + length, desks)
    assert len(set(gone)) == len(gone)
    assert fits([each for n, each in enumerate(stretches) if n not in gone], desks)
    assert not any(fits(list(kept), desks) for kept in combinations(stretches, len(stretches) - len(gone) + 1))


def test_of_those_that_end_together_the_last_one_goes() -> None:
    """Whoever asked first stays."""
    together: IntArray = np.zeros(3, dtype=np.int64)
    assert excess(together, together + 2, 1) == [1, 2]


def office(absent: int) -> tuple[Online, Displacing]:
    """Two mornings of two desks that four parties fill on the first and one comes to on the second."""
    shifts = (MORNING, (PER_DAY + 9, PER_DAY + 13))
    deadlines = [PER_DAY - 1] * 4 + [2 * PER_DAY - 1]
    parties = tuple(party(f"a-{n}", deadline) for n, deadline in enumerate(deadlines))
    classes = merged_classes(instance_of((desk("one", *shifts), desk("two", *shifts)), parties, days=2))
    online = Online(pricer_for(classes, parties))
    none = np.zeros(classes.free.shape)
    for arrival in range(len(parties)):
        assert online.serve(arrival, none, 0)
    afterwards = Afterwards(classes, parties, 0, online.assignment.occupancy)
    shut = np.array([absent, 0], dtype=np.int64)
    return online, Displacing(classes, shut, online.assignment, afterwards)


def test_who_does_not_fit_gives_back_everything_and_nobody_gets_the_desk() -> None:
    """One desk of two leaves half of them; nothing is shut on another day."""
    online, displacing = office(absent=1)
    assert displacing.shut(1) == {}
    displaced = displacing.shut(0)
    assert len(displaced) == 2
    assert online.assignment.late == sorted(displaced)
    assert all(column.cls.tolist() == [0] for column in displaced.values())
    assert online.assignment.occupancy.free[0].max() == 0
    assert not any(online.serve(arrival, np.zeros((2, 4)), 0) for arrival in displaced)


def test_nobody_is_seen_where_all_are_absent() -> None:
    """Though some are given away beyond those there are."""
    online, displacing = office(absent=2)
    assert len(displacing.shut(0)) == 4
    assert (online.assignment.occupancy.free >= 0).all()
    shut = merged_classes(instance_of((desk("one", MORNING),), (party("a"),)))
    overbooked = shut.with_free(2 * shut.free)
    online = Online(pricer_for(overbooked, (party("a"), party("b"))))
    assert all(online.serve(arrival, np.zeros(shut.free.shape), 0) for arrival in range(2))
    afterwards = Afterwards(overbooked, (party("a"), party("b")), 0, online.assignment.occupancy)
    everybody = Displacing(overbooked, np.array([1]), online.assignment, afterwards).shut(0)
    assert sorted(everybody) == [0, 1]
    assert online.assignment.occupancy.free.max() == 0
