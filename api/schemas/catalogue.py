"""Bodies about what is configured, and what is free."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from api.schemas.base import Day, Id, Received, Sent
from scheduler.domain.policy import DeadlinePolicy, Times

Names = Annotated[list[str], BeforeValidator(sorted)]


class TextOut(Sent):
    """A text in Dutch and in English."""

    nl: str
    en: str


class PromiseOut(Sent):
    """Within how many days everything is done, how those are counted, and the times of a booking that asks for none."""

    policy: DeadlinePolicy
    days: int
    times: Times


class RegionOut(Sent):
    """Agencies that link their services."""

    id: str
    name: str
    timezone: str
    promise: PromiseOut


class AgencyOut(Sent):
    """An organisation that holds some of the steps."""

    id: str
    region: str
    name: TextOut


class StepOut(Sent):
    """One appointment of a journey; the n-th of `slots` is its length for a party of n, the last for more.

    `desks` says likewise at how many desks at once the party is seen.
    """

    id: str
    title: TextOut
    service: str
    slots: list[int]
    desks: list[int]
    after: list[str]
    result_days: int


class JourneyOut(Sent):
    """The steps an arrival needs, in no order but the one their `after` demands."""

    id: str
    name: TextOut
    steps: list[StepOut]


class ResourcesQuery(Received):
    """Of which region to list the desks; of all of them if none is given."""

    region: Id | None = None


class ResourceOut(Sent):
    """A desk: what it does, in which languages, and where; disruptions name it by its `id`."""

    id: str
    agency: str
    location: str
    services: Names
    languages: Names


class AvailabilityQuery(Received):
    """Of which region and which days to tell what is free."""

    region: Id
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]


class FreeSlotOut(Sent):
    """How many desks of an agency are open, and how many of those are free, during one slot."""

    agency: str
    start: datetime
    end: datetime
    open: int
    free: int


class HealthOut(Sent):
    """That the service is well."""

    status: Literal["ok"] = "ok"
