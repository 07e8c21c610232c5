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
    """Both slots go to who saves most with them; a price is what one more desk saves, or more."""
    packing = _packing()
    packed = packing.solve()
    assert packed.value == pytest.approx(-9.0)
    assert packed.use.tolist() == pytest.approx([0.0, 0.0, 1.0])
    for free in ([2, 1], [1, 2]):
        packing.limit(np.array(free), np.array([1, 1]))
        assert packing.solve().value >= packed.value - packed.prices @ (np.array(free) - 1) - 1e-9
    packing.limit(np.array([2, 1]), np.array([1, 1]))
    assert packing.solve().value == pytest.approx(-12.0)
    assert packed.prices[0] >= 3.0 - 1e-9


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


def test_a_column_may_take_several_desks_of_a_slot() -> None:
    """Two desks serve one such column; half of another fits on three."""
    packing = Packing(2, 1, several=True)
    packing.limit(np.array([2, 2]), np.array([9]))
    packing.add(np.array([-4.0]), np.array([0]), np.array([0, 1, 0, 1]), np.zeros(4, dtype=np.int64))
    assert packing.solve().value == pytest.approx(-4.0)
    packing.limit(np.array([3, 4]), np.array([9]))
    assert packing.solve().value == pytest.approx(-6.0)


def test_columns_may_be_none() -> None:
    """Nothing is asked for, nothing is found."""
    packing = Packing(1, 1)
    packing.limit(np.array([1]), np.array([1]))
    packing.add(np.zeros(0), *(np.zeros(0, dtype=np.int64) for _ in range(3)))
    assert packing.solve().value == 0.0
