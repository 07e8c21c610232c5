"""Who receives people and where: regions, agencies, locations, and the desks (resources) with their shifts."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from calendars.opening import Closure, OpeningException, WeeklyPattern
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Region:
    """Agencies that link their services, with one promise, one time zone and one grid; `email` signs invitations."""

    id: str
    name: str
    timezone: str
    email: str
    promise: Promise
    prices: Prices
    pace: Pace

    def day(self, instant: datetime) -> date:
        """Which day it is there at an instant."""
        return instant.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class Location:
    """A building people come to."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An organisation of a region that holds some of the steps."""

    id: str
    region: str
    name: Text


@dataclass(frozen=True, slots=True)
class Resource:
    """A desk or a member of staff: one appointment at a time, on the wall times of its own pattern."""

    id: str
    agency: str
    location: str
    services: frozenset[str]
    languages: frozenset[str]
    pattern: WeeklyPattern
    exceptions: tuple[OpeningException, ...] = ()


@dataclass(frozen=True, slots=True)
class AgencyClosure:
    """Days on which a region, or only one of its agencies, receives nobody."""

    region: str
    agency: str | None
    closure: Closure
