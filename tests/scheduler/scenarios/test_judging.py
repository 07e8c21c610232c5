"""How answers judge what a scenario comes to."""

from dataclasses import replace

import pytest

from scheduler.scenarios.judging import share_in_time, surely
from scheduler.scenarios.result import Result
from tests.scheduler.scenarios.imagined import SCENARIO, imagined


def _result(*within: int) -> Result:
    """A replication of a thousand arrivals for each number of those in time."""
    told = {n: replace(imagined(SCENARIO, n), arrivals=1000, within=each) for n, each in enumerate(within)}
    return Result(SCENARIO, told)


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ((980, 981, 982), True),
        ((910, 911, 912), False),
        ((900, 950, 990), None),
        ((948, 950, 953), None),
        ((1000, 1000), True),
        ((0, 0), False),
    ],
)
def test_a_level_is_surely_kept_or_missed_beyond_chance_alone(within: tuple[int, ...], expected: bool | None) -> None:
    """Where the interval holds the level, either may be."""
    assert surely(_result(*within), 0.95) is expected


def test_nobody_is_late_where_nobody_comes() -> None:
    """But nothing is sure of it."""
    assert share_in_time(Result(SCENARIO, {})).mean == 1.0
    assert surely(Result(SCENARIO, {}), 0.99) is None
