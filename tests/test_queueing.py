"""The closed forms that simulations are compared with."""

import pytest

from tests.queueing import constant_wait, erlang_b, exponential_wait


def test_they_agree_with_what_is_known_of_one_desk() -> None:
    """M/M/1: load / (1 - load); M/D/1: half of it (Pollaczek and Khinchine); load / (1 + load) turned away."""
    assert exponential_wait(1, 0.8) == pytest.approx(4.0)
    assert constant_wait(1, 0.8) == pytest.approx(2.0, rel=1e-4)
    assert erlang_b(1, 0.8) == pytest.approx(0.8 / 1.8)


def test_they_agree_with_tables() -> None:
    """Two desks at a load of 1.6, and Erlang's own example of blocking."""
    assert exponential_wait(2, 1.6) == pytest.approx(1.7778, abs=1e-4)
    assert erlang_b(10, 5.0) == pytest.approx(0.0184, abs=1e-4)
