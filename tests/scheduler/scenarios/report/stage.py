"""Results to report of, made in no time."""

from dataclasses import replace

from scheduler.scenarios.result import Failure, Result
from scheduler.scenarios.scenario import Scenario
from tests.scheduler.scenarios.imagined import SCENARIO, busier, imagined


def result(scenario: Scenario, replications: int, *failed: int) -> Result:
    """The result of some replications, a few of which failed."""
    numbers = [number for number in range(replications) if number not in failed]
    failures = tuple(Failure(number, scenario.seed, "no desk is open") for number in failed)
    told = replace(scenario, replications=replications)
    return Result(told, {number: imagined(scenario, number) for number in numbers}, failures)


BASE = result(SCENARIO, 6)
BUSIER = result(busier(75), 6, 4)
SINGLE = result(SCENARIO, 1)
EMPTY = Result(SCENARIO, {})
