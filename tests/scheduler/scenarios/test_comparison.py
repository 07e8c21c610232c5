"""What is different in one scenario from another."""

from dataclasses import replace

import pytest

from scheduler.scenarios.comparison import Difference, Verdict, compare
from scheduler.scenarios.measures import MEASURES, Measure
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.statistics import Estimate
from tests.scheduler.scenarios.imagined import SCENARIO, busier, imagined

WITHIN, UNSERVED, ARRIVALS = (next(m for m in MEASURES if m.key == key) for key in ("within", "unserved", "arrivals"))


def result(scenario: Scenario, *numbers: int) -> Result:
    """The result of some replications."""
    return Result(scenario, {number: imagined(scenario, number) for number in numbers})


def by_key(a: Result, b: Result) -> dict[str, Difference]:
    """Differences by the key of their measure."""
    return {each.measure.key: each for each in compare(a, b)}


def test_more_arrivals_do_worse() -> None:
    """The change is that of the means where both have the same replications."""
    found = by_key(result(SCENARIO, *range(6)), result(busier(90), *range(6)))
    within = found["within"]
    assert within.a is not None and within.b is not None and within.change is not None
    assert within.change.mean == pytest.approx(within.b.mean - within.a.mean)
    assert within.verdict == "worse"
    assert (found["arrivals"].verdict, found["desk_hours"].verdict) == ("changed", "same")


def test_only_replications_that_both_have_are_compared() -> None:
    """One that failed in either is left out of the change, not of the estimate."""
    found = by_key(result(SCENARIO, 0, 1, 2, 3), result(busier(90), 2, 3, 4))
    change = found["within"].change
    assert change is not None and found["within"].a is not None
    assert (change.count, found["within"].a.count) == (2, 4)


def test_with_one_replication_each_nothing_is_claimed() -> None:
    """A change is told, how sure it is not."""
    found = by_key(result(SCENARIO, 0), result(busier(90), 0))
    assert found["within"].change is not None
    assert {each.verdict for each in found.values()} == {"unclear"}


def test_with_no_replication_in_common_there_is_no_change() -> None:
    """Each side has its own estimate."""
    found = by_key(result(SCENARIO, 0, 1), result(busier(90), 2, 3))
    assert found["within"].change is None
    assert found["within"].verdict == "unclear"


def test_agencies_of_either_are_compared() -> None:
    """An agency that the base lacks has an estimate on one side."""
    fewer = replace(SCENARIO, capacity=replace(SCENARIO.capacity, agencies=SCENARIO.capacity.agencies[:1]))
    found = by_key(result(fewer, 0, 1), result(SCENARIO, 0, 1))
    assert {"utilisation.ind", "utilisation.gemeente"} <= set(found)


@pytest.mark.parametrize(
    ("measure", "low", "high", "verdict"),
    [
        (WITHIN, 0.01, 0.03, "better"),
        (WITHIN, -0.03, -0.01, "worse"),
        (UNSERVED, 0.01, 0.03, "worse"),
        (UNSERVED, -0.03, -0.01, "better"),
        (ARRIVALS, 1.0, 3.0, "changed"),
        (WITHIN, -0.01, 0.03, "unclear"),
        (WITHIN, 0.0, 0.03, "unclear"),
        (WITHIN, 0.0, 0.0, "same"),
        (WITHIN, 0.5, 0.5, "better"),
        (WITHIN, None, None, "unclear"),
    ],
)
def test_the_verdict_is_that_of_the_interval(
    measure: Measure, low: float | None, high: float | None, verdict: Verdict
) -> None:
    """It claims nothing that chance alone would explain."""
    mean = ((low or 0.0) + (high or 0.0)) / 2
    assert Difference(measure, None, None, Estimate(mean, low, high, 5)).verdict == verdict
