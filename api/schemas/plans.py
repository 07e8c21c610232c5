"""Bodies about plans."""

from datetime import date
from typing import Annotated

from pydantic import Field

from api.schemas.base import Day, Id, Received, Sent, Stamp
from api.schemas.offers import AppointmentOut
from scheduler.domain.planning import MAX_TIME_LIMIT, PlanJob, PlanStatus


class PlanIn(Received):
    """A plan that is wanted: of the arrivals of a region that come on `from` to `to` and are not booked."""

    region: Id
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]
    time_limit: Annotated[float, Field(strict=True, ge=1, le=MAX_TIME_LIMIT)] = 20.0


class ProgressOut(Sent):
    """How far the plan is."""

    cost: float
    bound: float
    late: int
    seconds: float


class PlannedOut(Sent):
    """What the plan gives one arrival."""

    arrival_id: str
    appointments: list[AppointmentOut]


class ResultOut(Sent):
    """A verified plan: no plan can cost less than `bound`; `gap` is the distance to it relative to the cost."""

    cost: float
    bound: float
    gap: float
    seconds: float
    late: list[str]
    itineraries: list[PlannedOut]


class PlanOut(Sent):
    """A plan that was asked for, and what came of it."""

    id: str
    region: str
    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]
    time_limit: float
    status: PlanStatus
    created_at: Stamp
    progress: ProgressOut | None
    result: ResultOut | None
    error: str | None

    @classmethod
    def of(cls, job: PlanJob) -> "PlanOut":
        """The body for a plan."""
        return cls.model_validate(job)
