"""Capacity as a decision: shift patterns that desks can be bought with, and the roster that is bought."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from solver.instance import Instance, Resource
from solver.plan import Plan

RosterStatus = Literal["optimal", "feasible", "infeasible", "unknown"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Desks like `desk`, each at a `cost`, `most` of them at most (as many as anybody could use, if None).

    The id of the desk is the pattern's; a desk of a roster has it with a number behind.
    """

    desk: Resource
    cost: float
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A demand with the desks of a roster, its verified plan, and how many of its arrivals are late at least."""

    instance: Instance
    plan: Plan
    least_late: int


@dataclass(frozen=True, slots=True)
class Roster:
    """Desks of each pattern, `counts`, at the least cost found; `bound` holds for every roster that keeps the share.

    The status is `optimal` where cost and bound meet, `infeasible` where every roster is proven to leave more than
    `allowed` late (the bound is infinite), `unknown` where none was found that does not; with these two the counts
    are all patterns at their most.
    """

    status: RosterStatus
    counts: tuple[int, ...]
    cost: float
    bound: float
    allowed: int
    seconds: float
    samples: tuple[Sample, ...]

    @property
    def late(self) -> int:
        """How many the plans of all samples leave late."""
        return sum(len(sample.plan.late) for sample in self.samples)

    @property
    def gap(self) -> float:
        """Cost beyond the bound as a share of it; 0 when both are 0."""
        return (self.cost - self.bound) / max(self.bound, 1e-9) if self.cost > self.bound else 0.0


def with_desks(demand: Instance, patterns: Sequence[Pattern], counts: Sequence[int]) -> Instance:
    """A demand with so many desks of each pattern, beside those it has."""
    bought = (
        replace(pattern.desk, id=desk_id(pattern, number))
        for pattern, count in zip(patterns, counts, strict=True)
        for number in range(count)
    )
    return replace(demand, resources=(*demand.resources, *bought))


def desk_id(pattern: Pattern, number: int) -> str:
    """The id of a pattern's desk, counted from 0."""
    return f"{pattern.desk.id}-{number + 1}"
