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


def test_a_moment_lasts_for_its_share_of_the_seconds(clock: list[float]) -> None:
    """And never beyond what remains for searching."""
    goes_on = Budget(100.0, None).moment(0.1)
    for now, expected in ((0.0, True), (9.9, True), (10.1, False)):
        clock[0] = now
        assert goes_on() is expected


def test_with_a_limit_in_rounds_a_moment_is_counted_not_timed(clock: list[float]) -> None:
    """As long as the seconds last."""
    some = Budget(100.0, 10 * CHUNK)
    goes_on = some.moment(0.3)
    assert [goes_on() for _ in range(4)] == [True, True, True, False]
    again = some.moment(1.0)
    clock[0] = 96.0
    assert not again()


def test_days_share_what_is_left(clock: list[float]) -> None:
    """In seconds by the speed that was seen, in rounds evenly."""
    timed = Budget(100.0, None)
    timed.rounds_per_second = 1_000.0
    rounds = timed.day_rounds(0.5, 10)
    assert rounds(10) == 4_750
    clock[0] = 50.0
    assert rounds(10) == 200
    assert Budget(100.0, 100_000).day_rounds(0.5, 10)(3) == 5_000
