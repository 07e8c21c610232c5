"""The documents of the exchange formats: shapes and types only.

What relates one field to another (unknown ids, cycles, times off the grid) is checked where a document
becomes an `Instance`, in `solver.checks`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(min_length=1, max_length=200)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Price = Annotated[float, Field(ge=0, allow_inf_nan=False, le=1e12)]


class Document(BaseModel):
    """A part of a document: no unknown fields, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True, serialize_by_alias=True)


class SpanDocument(Document):
    """A stretch of local wall time."""

    start: str
    end: str


class TravelDocument(Document):
    """Travel between two locations, in slots, the same both ways."""

    from_: Name = Field(alias="from")
    to: Name
    slots: Count


class ObjectiveDocument(Document):
    """Prices of a plan."""

    late: Price
    visit: Price
    wait_slot: Price
    day: Price


class ResourceDocument(Document):
    """A desk."""

    id: Name
    agency: Name
    location: Name
    services: list[Name]
    languages: list[Name]
    shifts: list[SpanDocument]


class StepDocument(Document):
    """A step of a journey."""

    id: Name
    service: Name
    slots: Annotated[list[Annotated[int, Field(ge=1, le=100_000)]], Field(min_length=1)]
    desks: Annotated[list[Annotated[int, Field(ge=1, le=100)]], Field(min_length=1)] = [1]
    after: list[Name] = []
    result_days: Count = 0


class JourneyDocument(Document):
    """A journey; twelve steps are the most the subset recursion takes."""

    steps: Annotated[list[StepDocument], Field(min_length=1, max_length=12)]


class ArrivalDocument(Document):
    """A party and its window."""

    id: Name
    journey: Name
    party: Annotated[int, Field(ge=1, le=100_000)]
    available_from: str
    deadline: str
    languages: list[Name] = []
    unavailable: list[SpanDocument] = []
    ready_from: dict[str, str] = {}


class BookedDocument(Document):
    """Time given away before planning."""

    resource: Name
    start: str
    end: str


class InstanceDocument(Document):
    """An `onestop-instance/1` file."""

    format: Literal["onestop-instance/1"]
    timezone: Name
    slot_minutes: Annotated[int, Field(ge=1, le=1440)]
    days: Annotated[list[str], Field(min_length=1)]
    min_gap_slots: Count
    travel_slots: list[TravelDocument] = []
    objective: ObjectiveDocument
    resources: list[ResourceDocument]
    journeys: dict[Name, JourneyDocument]
    arrivals: list[ArrivalDocument]
    booked: list[BookedDocument] = []


class AppointmentDocument(Document):
    """One step of an arrival on one resource; one of several, where the step takes more desks at once."""

    step: Name
    resource: Name
    start: str
    end: str


class ItineraryDocument(Document):
    """The appointments of a served arrival."""

    arrival: Name
    appointments: list[AppointmentDocument]


class PlanDocument(Document):
    """An `onestop-plan/1` file."""

    format: Literal["onestop-plan/1"]
    status: Literal["optimal", "feasible", "infeasible"]
    cost: Annotated[float, Field(allow_inf_nan=False)]
    bound: Annotated[float, Field(allow_inf_nan=False)]
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    late: list[Name]
    itineraries: list[ItineraryDocument]


class PatternDocument(ResourceDocument):
    """A desk that can be had, at a cost each."""

    cost: Price
    most: Count | None = None


class PatternsDocument(Document):
    """An `onestop-patterns/1` file."""

    format: Literal["onestop-patterns/1"]
    patterns: Annotated[list[PatternDocument], Field(min_length=1)]


class DesksDocument(Document):
    """How many desks of a pattern a roster has."""

    pattern: Name
    desks: Count


class SampleDocument(Document):
    """How many arrivals of a demand are late with a roster: at least, by proof, and which ones in a plan."""

    arrivals: Count
    least_late: Count
    late: list[Name]


class RosterDocument(Document):
    """An `onestop-roster/1` file."""

    format: Literal["onestop-roster/1"]
    status: Literal["optimal", "feasible", "infeasible", "unknown"]
    cost: Annotated[float, Field(allow_inf_nan=False)]
    bound: Annotated[float, Field(allow_inf_nan=False)] | None
    allowed: Count
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    roster: list[DesksDocument]
    samples: list[SampleDocument]
