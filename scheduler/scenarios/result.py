"""What came of the replications of a scenario."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.scenarios.figures import Figures
from scheduler.scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Failure:
    """A replication without figures: its number and the scenario's `seed` make it happen again."""

    number: int
    seed: int
    reason: str

    def __str__(self) -> str:
        return f"replication {self.number} of seed {self.seed} failed: {self.reason}"


@dataclass(frozen=True, slots=True)
class Result:
    """Figures by the number of their replication, in its order; `failures` are of others."""

    scenario: Scenario
    figures: Mapping[int, Figures]
    failures: tuple[Failure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every replication was tried: it was not stopped before."""
        return len(self.figures) + len(self.failures) == self.scenario.replications


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` and `failed` of `total` replications after `seconds`; about `left` seconds more, None while unknown."""

    done: int
    total: int
    failed: int
    seconds: float
    left: float | None
