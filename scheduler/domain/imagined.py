"""Scenarios that were asked for: what becomes of each in the background."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

ScenarioStatus = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class FailedReplication:
    """A replication without figures; with the scenario's seed it happens again."""

    number: int
    seed: int
    reason: str


@dataclass(frozen=True, slots=True)
class ScenarioJob:
    """A scenario to be run, as `scenario` in the words of the store; `base` is one that it is told apart from.

    `done` of its `replications` have figures. Whoever runs it has it until `leased_until`.
    """

    id: str
    name: str
    base: str | None
    scenario: Mapping[str, Any]
    replications: int
    status: ScenarioStatus
    created_at: datetime
    leased_until: datetime | None = None
    done: int = 0
    failures: tuple[FailedReplication, ...] = ()
    error: str | None = None
