"""The linear programme of itineraries on the desks of some days."""

import numpy as np
import pytest

from solver.packing import Packing


def _packing() -> Packing:
    """Two slots of one desk each, two groups of one; each alone takes a slot, or one of them both."""
    packing = Packing(2, 2)
    packing.limit(np.array([1, 1]), np.array([1, 1]))
    rows, column = np.array([0, 1, 0, 1]), np.array([0, 1, 2, 2])
    packing.add(np.array([-3.0, -4.0, -9.0]), np.array([0, 1, 1]), rows, column)
    return packing


def test_desks_and_groups_are_limits() -> None:
    """The dearest pair of slots goes to who saves most with it; duals are what one more would save."""
    packed = _packing().solve()
    assert packed.value == pytest.approx(-9.0)
    assert packed.use.tolist() == pytest.approx([0.0, 0.0, 1.0])
    assert packed.prices.sum() + packed.worth.sum() == pytest.approx(9.0)


def test_less_that_is_left_and_new_columns_change_the_solution() -> None:
    """From the basis that there was."""
    packing = _packing()
    packing.solve()
    packing.limit(np.array([1, 0]), np.array([1, 1]))
    assert packing.solve(tightened=True).value == pytest.approx(-3.0)
    packing.add(np.array([-5.0]), np.array([1]), np.array([0]), np.array([0]))
    assert packing.solve().value == pytest.approx(-5.0)
    packing.limit(np.array([0, 0]), np.array([1, 1]))
    assert packing.solve(tightened=True).value == pytest.approx(0.0)


def test_columns_may_be_none() -> None:
    """Nothing is asked for, nothing is found."""
    packing = Packing(1, 1)
    packing.limit(np.array([1]), np.array([1]))
    packing.add(np.zeros(0), *(np.zeros(0, dtype=np.int64) for _ in range(3)))
    assert packing.solve().value == 0.0
