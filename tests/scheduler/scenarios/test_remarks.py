"""What a planner is told before trusting figures."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from scheduler.scenarios.remarks import remarks, unsteady
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from tests.scheduler.scenarios.imagined import SCENARIO, imagined

Weeks = Sequence[tuple[int, int]]


def _result(*weeks: Weeks, scenario: Scenario = SCENARIO) -> Result:
    figures = {n: replace(imagined(scenario, n), weeks=tuple(each)) for n, each in enumerate(weeks)}
    return Result(scenario, figures)


def test_a_queue_that_grows_is_told_with_both_halves() -> None:
    """In every replication fewer are done in time towards the end, in whichever language."""
    result = _result(*3 * [[(10, 9), (10, 9), (10, 6), (10, 5)], [(10, 10), (10, 9), (10, 5), (10, 5)]])
    assert unsteady(result.figures) == pytest.approx((0.925, 0.525))
    (told,) = remarks(result, "en")
    assert "first half of the weeks 92.5% are done" in told
    assert "52.5%" in told
    (told,) = remarks(result, "nl")
    assert "92,5%" in told


@pytest.mark.parametrize(
    "weeks",
    [
        [[(10, 9), (10, 8), (10, 9), (10, 8)], [(10, 8), (10, 9), (10, 8), (10, 9)]],  # the same
        [[(10, 5), (10, 5), (10, 9), (10, 9)], [(10, 4), (10, 5), (10, 9), (10, 9)]],  # it gets better
        [[(10, 9), (10, 9), (10, 2), (10, 2)], [(10, 5), (10, 5), (10, 9), (10, 6)]],  # chance
        [[(10, 9), (10, 9), (10, 2), (10, 2)]],  # once
        [[(10, 9), (10, 1), (10, 1)], [(10, 9), (10, 1), (10, 1)]],  # too few weeks
        [[(0, 0), (0, 0), (10, 1), (10, 1)], [(0, 0), (0, 0), (10, 1), (10, 1)]],  # nobody came at first
        [],
    ],
)
def test_what_chance_may_do_is_not_told(weeks: list[Weeks]) -> None:
    """Nor what one replication or a few weeks cannot tell."""
    assert list(remarks(_result(*weeks), "en")) == []


def test_a_language_that_nobody_speaks_where_it_is_needed_is_told() -> None:
    """With the services; whoever speaks another one too, or never comes, is no matter."""
    spoken: dict[str, float] = {"zh": 1.0, "zh+en": 1.0, "xx": 0.0}
    languages = (*((frozenset(said.split("+")), weight) for said, weight in spoken.items()), (frozenset[str](), 1.0))
    scenario = replace(SCENARIO, demand=replace(SCENARIO.demand, languages=languages))
    (told,) = remarks(_result(scenario=scenario), "en")
    assert "does anybody speak zh:" in told
    assert "registration" in told
