"""What a region promises and how it prices an itinerary."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Times = Literal["firm", "provisional"]
DeadlinePolicy = Literal["calendar_days_atw", "calendar_days", "working_days"]


@dataclass(frozen=True, slots=True)
class Promise:
    """The service promise: everything done within `days` counted by `policy`; `extra_holidays` extend it too.

    `times`: of bookings for which neither the arrival nor the request names any.
    """

    policy: DeadlinePolicy = "calendar_days_atw"
    days: int = 3
    extra_holidays: tuple[date, ...] = ()
    times: Times = "firm"


@dataclass(frozen=True, slots=True)
class Prices:
    """What makes one itinerary dearer than another, in one currency: see the objective of the plan format."""

    late: float = 10_000
    visit: float = 100
    wait_slot: float = 1
    day: float = 10


@dataclass(frozen=True, slots=True)
class Pace:
    """The grid of a region: slot length, least gap between appointments, and travel between locations in slots."""

    slot_minutes: int
    min_gap_slots: int
    travel: Mapping[frozenset[str], int]
