"""Bodies about scenarios that were asked for, and what they came to."""

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from api.schemas.base import MailLanguage, Received, Sent, Stamp
from scheduler.domain.imagined import ScenarioJob, ScenarioStatus
from scheduler.scenarios.assumptions import changes
from scheduler.scenarios.comparison import Verdict, compare
from scheduler.scenarios.measures import Better, Unit, measures
from scheduler.scenarios.result import Result
from scheduler.scenarios.statistics import Estimate

ReportFormat = Literal["html", "json", "csv"]


class ScenariosQuery(Received):
    """Which page of the scenarios."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ReportQuery(Received):
    """How a report is wanted; by `format`, or else as the Accept header says."""

    format: Annotated[ReportFormat | None, Query()] = None
    language: MailLanguage = "en"


class EstimateOut(Sent):
    """A mean over `count` replications and its 95% interval, whose ends are null where one says nothing of it."""

    mean: float
    low: float | None
    high: float | None
    count: int


class MeasureOut(Sent):
    """A measure of the scenario; `better` says which way is good, null where neither is.

    With a base: `base` is the same of it, `change` how much more this scenario has, the same people in both, and
    `verdict` whether that is better.
    """

    key: str
    title: str
    unit: Unit
    better: Better | None
    value: EstimateOut | None
    base: EstimateOut | None = None
    change: EstimateOut | None = None
    verdict: Verdict | None = None


class ChangeOut(Sent):
    """What the base assumes of something, and what this scenario does instead."""

    label: str
    before: str
    after: str


class FailedOut(Sent):
    """A replication without figures; with its seed it happens again."""

    number: int
    seed: int
    reason: str


class ProgressOut(Sent):
    """How many replications have figures, how many failed, and how many there are to be."""

    done: int
    failed: int
    total: int


class ScenarioOut(Sent):
    """A scenario that was asked for and how far it is."""

    id: str
    name: str
    base: str | None
    status: ScenarioStatus
    created_at: Stamp
    progress: ProgressOut
    failures: list[FailedOut]
    error: str | None

    @classmethod
    def of(cls, job: ScenarioJob) -> "ScenarioOut":
        """The body for a job."""
        return cls.model_validate(_told(job))


class ScenarioResultOut(ScenarioOut):
    """The same with its measures so far, and in what it differs from its base."""

    differences: list[ChangeOut]
    measures: list[MeasureOut]

    @classmethod
    def with_result(
        cls, job: ScenarioJob, result: Result, base: Result | None, language: MailLanguage = "en"
    ) -> "ScenarioResultOut":
        """The body for a job, what it came to, and what its base did."""
        told = () if base is None else changes(base.scenario, result.scenario, language)
        differences = [ChangeOut.model_validate(each) for each in told]
        found = {"differences": differences, "measures": _measures(result, base, language)}
        return cls.model_validate(_told(job) | found)


def _told(job: ScenarioJob) -> dict[str, object]:
    return {
        "id": job.id,
        "name": job.name,
        "base": job.base,
        "status": job.status,
        "created_at": job.created_at,
        "progress": ProgressOut(done=job.done, failed=len(job.failures), total=job.replications),
        "failures": [FailedOut.model_validate(each) for each in job.failures],
        "error": job.error,
    }


def _measures(result: Result, base: Result | None, language: MailLanguage) -> list[MeasureOut]:
    if base is not None:
        return [
            MeasureOut(
                key=each.measure.key,
                title=each.measure.title.in_language(language),
                unit=each.measure.unit,
                better=each.measure.better,
                value=_estimate(each.b),
                base=_estimate(each.a),
                change=_estimate(each.change),
                verdict=each.verdict,
            )
            for each in compare(base, result)
        ]
    found = ((measure, measure.estimate(result.figures)) for measure in measures(result.scenario.capacity.agencies))
    return [
        MeasureOut(
            key=measure.key,
            title=measure.title.in_language(language),
            unit=measure.unit,
            better=measure.better,
            value=_estimate(estimate),
        )
        for measure, estimate in found
        if estimate is not None
    ]


def _estimate(estimate: Estimate | None) -> EstimateOut | None:
    return None if estimate is None else EstimateOut.model_validate(estimate)
