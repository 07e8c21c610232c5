"""How much more demand the promise bears."""

import pytest

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.breaking import breaking_point
from tests.scheduler.scenarios.simulated import simulated
from tests.scheduler.scenarios.stage import scenario, with_demand


@pytest.mark.parametrize("weekly", [60, 400])
def test_it_lies_between_a_multiple_that_holds_and_one_that_does_not(weekly: float) -> None:
    """Close together, whether the demand as it is holds or not."""
    found = breaking_point(with_demand(weekly=weekly), 0.9, simulated, precision=0.1)
    assert found.holds is not None
    assert found.breaks is not None
    assert found.holds < found.breaks <= 1.1 * found.holds
    assert (found.holds >= 1) == (weekly == 60)
    within = {trial.factor: trial.within.mean for trial in found.trials}
    assert within[found.holds] >= 0.9 > within[found.breaks]
    assert list(within) == sorted(within)


def test_what_is_sure_lies_outside_of_what_is_likely() -> None:
    """Beyond chance it holds at no more, and breaks at no less."""
    found = breaking_point(with_demand(weekly=60.0), 0.9, simulated, precision=0.1)
    assert found.holds is not None
    assert found.breaks is not None
    assert found.surely_holds is None or found.surely_holds <= found.holds
    assert found.surely_breaks is None or found.surely_breaks >= found.breaks
    ends = {trial.factor: trial.within for trial in found.trials}
    for factor, within in ends.items():
        if within.low is not None and within.low >= 0.9:
            assert found.surely_holds is not None
            assert found.surely_holds >= factor


def test_nobody_never_breaks_it() -> None:
    """Whatever the multiple."""
    found = breaking_point(with_demand(weekly=0.0), 0.99, simulated)
    assert (found.holds, found.breaks) == (16.0, None)


def test_a_level_that_cannot_be_is_refused() -> None:
    """It is a share."""
    with pytest.raises(InvalidInput, match="/serviceLevel"):
        breaking_point(scenario(), 2.0, simulated)
