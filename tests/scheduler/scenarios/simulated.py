"""How tests simulate what answers ask for."""

from dataclasses import replace

from scheduler.scenarios.pools import here
from scheduler.scenarios.replication import replicate
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.sweep import sweep


def simulated(some: Scenario) -> Result:
    """Two replications in this process."""
    with here() as pool:
        return sweep(replace(some, replications=2), pool, replicate=replicate)
