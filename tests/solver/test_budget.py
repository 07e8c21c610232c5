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


def test_a_pace_shares_what_is_left_among_the_days_left(clock: list[float]) -> None:
    """What a day takes beyond its share is missing from the others."""
    pace = Budget(100.0).pace(0.8, 4)
    day = pace.day(4).rounds()
    for now, expected in ((0.0, 0.0), (9.5, 0.5), (18.9, 0.995)):
        clock[0] = now
        assert next(day)[0] == pytest.approx(expected, abs=0.001)
    clock[0] = 40.0
    assert next(day, None) is None
    day = pace.day(1).rounds()
    assert next(day)[0] == 0.0
    clock[0] = 58.0
    assert next(day)[0] == pytest.approx(0.5)
    clock[0] = 80.0
    assert next(day, None) is None
    assert len(list(pace.day(1).rounds())) == 1


def test_days_planned_together_get_the_time_of_each(clock: list[float]) -> None:
    """And know when it is over, or all of it."""
    pace = Budget(100.0).pace(0.8, 4)
    days = pace.day(4, 2)
    assert days.seconds == pytest.approx(38.0)
    for now, expected in ((37.9, False), (38.1, True)):
        clock[0] = now
        assert days.over() is expected
    last = pace.day(1)
    clock[0] = 80.0
    assert last.over()


def test_a_pace_learns_how_many_rounds_the_time_left_holds(clock: list[float]) -> None:
    """Few at first, then all that fit, but never so many that they could not be stopped for long."""
    day = Budget(20.0).pace(1.0, 1).day(1).rounds()
    sizes = []
    for _ in range(3):
        sizes.append(next(day)[1])
        clock[0] += sizes[-1] / 1_000
    assert sizes == [CHUNK, 8_000, 8_000]
    assert next(day)[1] == pytest.approx(19_000 - 16_400, abs=1)


@pytest.mark.parametrize("rounds", [1, 400, 8_000, 8_001, 50_000])
def test_a_pace_of_rounds_is_even(rounds: int) -> None:
    """Nothing depends on the clock."""
    pace = Budget(100.0, rounds * 10).pace(1.0, 10)
    days = [list(pace.day(left).rounds()) for left in (10, 9, 1)]
    assert days[0] == days[1] == days[2]
    assert rounds <= sum(size for _, size in days[0]) < rounds + len(days[0])
    assert max(size for _, size in days[0]) <= 8_000


def test_once_stopped_nothing_is_left() -> None:
    """But the one chunk without which a day would not be planned at all."""
    budget = Budget(100.0, stopped=lambda: True)
    assert list(budget.chunks(0.5)) == []
    assert list(budget.pace(0.5, 2).day(2).rounds()) == [(0.0, CHUNK)]
