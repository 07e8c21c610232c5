"""How answers judge a scenario: by the share of arrivals done in time when it is simulated."""

from collections.abc import Callable

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.measures import WITHIN
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.statistics import Estimate

Simulate = Callable[[Scenario], Result]
_NOBODY = Estimate(1.0, None, None, 0)  # is late, where nobody comes


def share_in_time(result: Result) -> Estimate:
    """Of all arrivals, who is done in time, over the replications of a result."""
    return WITHIN.estimate(result.figures) or _NOBODY


def surely(result: Result, service_level: float) -> bool | None:
    """Whether a level is kept or missed beyond what chance explains at 95%; None where either may be."""
    share = share_in_time(result)
    if share.low is None or share.high is None or share.low < service_level <= share.high:
        return None
    return share.low >= service_level


def check_level(service_level: float) -> None:
    """Raises InvalidInput for what is no share of arrivals to be done in time."""
    if not 0 < service_level <= 1:
        raise InvalidInput("/serviceLevel", service_level, "a share above 0, at most 1, such as 0.99")
