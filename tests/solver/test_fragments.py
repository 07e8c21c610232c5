"""What breaking up a free stretch costs."""

import numpy as np
import pytest

from solver.fragments import fragment_prices

ONE = 0.1  # of the price of a slot, one slot from the end


def test_a_slot_costs_more_the_farther_it_lies_from_the_ends_of_its_stretch() -> None:
    """Up to a distance; taken slots and both ends cost nothing."""
    free = np.array([[1] * 12, [1, 1, 1, 0, 2, 2, 2, 2, 2, 0, 1, 0]])
    found = fragment_prices(free, np.full(free.shape, 10.0)) / (10 * ONE)
    assert found.tolist() == [
        pytest.approx([0, 1, 2, 3, 4, 4, 4, 4, 3, 2, 1, 0]),
        pytest.approx([0, 1, 0, 0, 0, 1, 2, 1, 0, 0, 0, 0]),
    ]


def test_it_is_a_share_of_what_the_free_slots_of_the_class_are_worth() -> None:
    """Where time costs nothing, a broken stretch is no worse; taken time does not count."""
    free = np.array([[1, 1, 1, 0], [1, 1, 1, 0]])
    prices = np.array([[3.0, 6.0, 9.0, 99.0], [0.0, 0.0, 0.0, 99.0]])
    assert fragment_prices(free, prices).tolist() == [pytest.approx([0, 6 * ONE, 0, 0]), [0, 0, 0, 0]]
    assert not fragment_prices(np.zeros((1, 4), dtype=np.int64), prices[:1]).any()
