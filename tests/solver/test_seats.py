"""Which desks serve a step."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from solver.classes import FloatArray
from solver.occupancy import refresh
from solver.seats import EVERY_DAY, Desks, cheapest_classes, summed

_WIDTH = 6


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(1, 3), st.integers(1, 3))
def test_desks_at_once_are_the_cheapest_that_are_free_throughout(
    data: st.DataObject, classes: int, length: int, wanted: int
) -> None:
    """Each its own; infinite where there are not as many."""
    counts = st.lists(st.integers(0, 2), min_size=_WIDTH, max_size=_WIDTH)
    free = np.array([data.draw(counts) for _ in range(classes)], dtype=np.int64)
    prices = np.array([data.draw(counts) for _ in range(classes)], dtype=float)
    start = data.draw(st.integers(0, _WIDTH - length))
    room = np.zeros((classes + 1, _WIDTH), dtype=np.int64)
    for cls in range(classes):
        refresh(free[cls], room[cls], 0, _WIDTH)
    desks = Desks(summed(prices), room, free, 0, EVERY_DAY, EVERY_DAY, 1.0, 0)
    taken = np.empty(wanted, dtype=np.int64)
    found = cheapest_classes(desks, np.arange(classes), start, length, taken)
    span = slice(start, start + length)
    each = [float(prices[cls, span].sum()) for cls in range(classes) for _ in range(int(free[cls, span].min()))]
    assert found == min((sum(some) for some in combinations(each, wanted)), default=np.inf)


@settings(max_examples=30, deadline=None)
@given(arrays(float, array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.integers(0, 9)))
def test_sums_begin_at_nothing_and_end_with_everything(prices: FloatArray) -> None:
    """Those of an empty class too."""
    total = summed(prices)
    assert total.shape == (prices.shape[0] + 1, prices.shape[1] + 1)
    assert (np.diff(total[:-1], axis=1) == prices).all()
    assert (total[:, 0] == 0).all()
    assert (total[-1] == 0).all()
