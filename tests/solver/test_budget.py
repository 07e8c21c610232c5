"""Budgets of seconds and rounds."""

import pytest

from solver import budget
from solver.budget import CHUNK, Budget


@pytest.fixture(name="clock")
def clock_fixture(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that goes only when told to."""
    now = [0.0]
    monkeypatch.setattr(budget, "monotonic", lambda: now[0])
    return now


def test_chunks_go_on_for_their_share_of_the_seconds(clock: list[float]) -> None:
    """Each tells how much of the share is over; never beyond what remains for searching."""
    chunks = Budget(100.0, None).chunks(0.1)
    for now, expected in ((0.0, 0.0), (5.0, 0.5), (9.9, 0.99)):
        clock[0] = now
        assert next(chunks) == pytest.approx(expected)
    clock[0] = 10.1
    assert next(chunks, None) is None


def test_with_a_limit_in_rounds_chunks_are_counted_not_timed(clock: list[float]) -> None:
    """As long as the seconds last."""
    some = Budget(100.0, 10 * CHUNK)
    assert list(some.chunks(0.3)) == pytest.approx([0, 1 / 3, 2 / 3])
    again = some.chunks(1.0)
    clock[0] = 96.0
    assert next(again, None) is None


def test_a_pace_learns_how_many_rounds_the_time_left_holds(clock: list[float]) -> None:
    """From what the pieces before have taken; at least a few each."""
    pace = Budget(100.0, None).pace(0.5, 10)
    first = pace.rounds(10)
    clock[0] = 4.75
    assert pace.rounds(9) == pytest.approx(first, abs=1)
    clock[0] = 47.5
    assert pace.rounds(1) == 100


def test_a_pace_of_rounds_is_even() -> None:
    """Nothing depends on the clock."""
    pace = Budget(100.0, 100_000).pace(0.5, 10)
    assert [pace.rounds(left) for left in (10, 9, 1)] == [5_000] * 3
