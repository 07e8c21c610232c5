"""Desks chosen one after the other, against all ways to choose them."""

from collections import Counter
from itertools import combinations_with_replacement

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.chains import END, START, Chain, chain_nodes, chain_of, spare_desks

_ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=0, max_size=4)


def _every_way(chain: Chain) -> list[tuple[tuple[int, ...], float]]:
    """Classes and price of each path through a chain whose links have room."""

    def onward(node: int, classes: tuple[int, ...], paid: float) -> list[tuple[tuple[int, ...], float]]:
        if node == END:
            return [(classes, paid)]
        links = [link for link in chain.links if link.tail == node and np.isfinite(link.price[0])]
        return [way for link in links for way in onward(link.head, (*classes, link.cls), paid + float(link.price[0]))]

    return onward(START, (), 0.0)


@given(_ROWS, st.integers(1, 4))
def test_each_way_to_choose_desks_is_one_path(rows: list[tuple[int, int]], desks: int) -> None:
    """As many of a class as it has to spare, whatever the order; the least of them all is known from both ends."""
    prices, spare = np.array([[float(p)] for p, _ in rows]), np.array([[s] for _, s in rows])
    chain = chain_of(prices.reshape(-1, 1), spare.reshape(-1, 1), desks)
    chosen = [
        (way, float(sum(rows[cls][0] for cls in way)))
        for way in combinations_with_replacement(range(len(rows)), desks)
        if all(count <= rows[cls][1] for cls, count in Counter(way).items())
    ]
    assert sorted(_every_way(chain)) == sorted(chosen)
    assert chain.best[0] == min((paid for _, paid in chosen), default=np.inf)
    assert len(chain.rest) == chain_nodes(len(rows), desks)
    for node in range(len(chain.rest)):
        through = chain.so_far[node][0] + chain.rest[node][0]
        assert through >= chain.best[0]


def test_desks_are_spared_for_all_of_a_span() -> None:
    """The fewest of its slots count, and a span past the end finds none."""
    free = np.array([[2, 1, 3, 3]])
    assert spare_desks(free, 1).tolist() == [[2, 1, 3, 3]]
    assert spare_desks(free, 2).tolist() == [[1, 1, 3, 0]]
    assert spare_desks(free, 5).tolist() == [[0, 0, 0, 0]]


def test_several_desks_of_one_class_are_as_many_links() -> None:
    """Two of three desks at 4 each cost 8."""
    chain = chain_of(np.array([[4.0]]), np.array([[3]]), 2)
    assert [(link.tail, link.head) for link in chain.links] == [(START, 0), (0, END)]
    assert (chain.best[0], chain.rest[0, 0]) == (pytest.approx(8.0), pytest.approx(4.0))
