"""Which desks serve a step."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

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
