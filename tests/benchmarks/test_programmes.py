"""What one solve asks of a simplex is asked of others, and answered alike."""

import numpy as np
import pytest

from benchmarks.instances import Family
from benchmarks.programmes import Programme, Wrapped, recorded, replayed
from solver.packing import Packing


@pytest.fixture(scope="module")
def programmes() -> list[Programme]:
    """Those of a small region whose desks are crowded, with rounds for one dive a day."""
    return recorded(Family(60, 3), 7, 300.0, rounds=40_000)


@pytest.mark.parametrize("kind", ["GLOP", "CLP"])
def test_every_simplex_finds_the_same_values(programmes: list[Programme], kind: str) -> None:
    """Each of them solves each programme to its optimum, after new columns and after new limits."""
    solves = 0
    for programme in programmes:
        ours, theirs = Packing(programme.slots, programme.groups), Wrapped(kind, programme.slots, programme.groups)
        for name, given in programme.calls:
            found, expected = getattr(theirs, name)(**given), getattr(ours, name)(**given)
            if name == "solve":
                assert found.value == pytest.approx(expected.value, rel=1e-5, abs=1e-5)
                solves += 1
    assert solves > len(programmes)


@pytest.mark.parametrize("kind", ["GLOP", "CLP"])
def test_a_column_takes_a_row_as_often_as_it_has_it(kind: str) -> None:
    """Of five desks one that takes two leaves room for itself twice and a half, also for other simplexes."""
    for programme in (Packing(1, 1, several=True), Wrapped(kind, 1, 1)):
        programme.limit(np.array([5.0]), np.array([9]))
        programme.add(np.array([-1.0]), np.array([0]), np.array([0, 0]), np.array([0, 0]))
        assert programme.solve().use == pytest.approx([2.5])


def test_every_solve_is_timed(programmes: list[Programme]) -> None:
    """After new columns and after new limits, as often as it was asked for."""
    columns, limits, everything = replayed(programmes, Packing)
    asked = [given["tightened"] for each in programmes for name, given in each.calls if name == "solve"]
    assert (len(columns), len(limits)) == (asked.count(False), asked.count(True))
    assert 0 < sum(columns) + sum(limits) <= everything
