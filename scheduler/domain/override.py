"""Overrides: rules of scheduling that a member of staff breaks on purpose, and says why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Rule = Literal["opening-hours", "capacity", "deadline", "availability", "language", "gap"]


@dataclass(frozen=True, slots=True)
class Override:
    """A rule that an appointment breaks, in which way, and the reason for which that was allowed.

    `detail` and `reason` stay when people are erased, so neither says anything of them.
    """

    rule: Rule
    step: str
    detail: str
    reason: str


@dataclass(frozen=True, slots=True)
class WantedAppointment:
    """A step at a desk, and at others `beside` it, from an instant on; for how long is for the journey to say."""

    step: str
    resource: str
    start: datetime
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OverrideRequest:
    """What is to be booked for an arrival whatever the rules say, and why."""

    arrival_id: str
    appointments: tuple[WantedAppointment, ...]
    reason: str
