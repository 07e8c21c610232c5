"""Plans: many arrivals placed at once in the background, and applied when somebody says so."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scheduler.domain.itinerary import Appointment

PlanStatus = Literal["queued", "running", "done", "failed", "applied"]
MAX_TIME_LIMIT = 600


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """How far the solver is: the best cost so far, the proven bound, and how many arrivals would be late."""

    cost: float
    bound: float
    late: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PlannedItinerary:
    """What the plan gives one arrival."""

    arrival_id: str
    appointments: tuple[Appointment, ...]
    completes_on: date


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A verified plan; `late` are the arrivals it could not serve in time."""

    cost: float
    bound: float
    gap: float
    seconds: float
    late: tuple[str, ...]
    itineraries: tuple[PlannedItinerary, ...]


@dataclass(frozen=True, slots=True)
class PlanJob:
    """A request for a plan of the unbooked arrivals of `first` to `last`, and what came of it."""

    id: str
    region: str
    first: date
    last: date
    time_limit: float
    status: PlanStatus
    created_at: datetime
    started_at: datetime | None = None
    progress: PlanProgress | None = None
    result: PlanResult | None = None
    error: str | None = None
