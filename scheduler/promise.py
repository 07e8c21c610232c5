"""When an arrival can first come, and by when it must be done."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from calendars.deadlines import deadline
from calendars.grid import Grid
from scheduler.domain.agency import Region
from scheduler.domain.errors import InvalidInput
from scheduler.store.configuration import RegionSetup
from scheduler.translation import Frame

_EARLIEST = timedelta(days=31)
_LATEST = timedelta(days=366)
_END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True, slots=True)
class Term:
    """From when on an arrival can come, until when, and how the end came about in words."""

    available_from: datetime
    deadline: datetime
    reason: str


def promised_term(setup: RegionSetup, arrives_on: date, available_from: datetime | None, now: datetime) -> Term:
    """The term of an arrival; it can first come at the opening on its day, or now if that is later.

    Raises InvalidInput.
    """
    region = setup.region
    zone = Grid(region.timezone, region.pace.slot_minutes).zone
    _check_day(arrives_on, now.astimezone(zone).date())
    ends = deadline(region.promise.policy, arrives_on, region.promise.days, region.promise.extra_holidays)
    end = datetime.combine(ends.day, _END_OF_DAY, zone)
    opening = _opening(setup, arrives_on)
    start = max(opening, now.astimezone(zone)) if available_from is None else available_from.astimezone(zone)
    if available_from is not None:
        _check_start(region, start, arrives_on, end)
    return Term(start, end, ends.reason)


def _check_day(arrives_on: date, today: date) -> None:
    if not today - _EARLIEST <= arrives_on <= today + _LATEST:
        expected = f"a day from {today - _EARLIEST} to {today + _LATEST}"
        raise InvalidInput("/arrivesOn", arrives_on.isoformat(), expected)


def _check_start(region: Region, start: datetime, arrives_on: date, end: datetime) -> None:
    if not (arrives_on <= start.date() and start < end):
        expected = f"an instant from {arrives_on} to the deadline {end.isoformat()}, in {region.timezone}"
        raise InvalidInput("/availableFrom", start.isoformat(), expected)


def _opening(setup: RegionSetup, day: date) -> datetime:
    """When the first desk opens on a day; its midnight if none does."""
    frame = Frame(setup, day, day)
    minutes = [span.start_minute for hours in frame.hours.values() for spans in hours.values() for span in spans]
    midnight = datetime.combine(day, time.min)
    return (midnight + timedelta(minutes=min(minutes, default=0))).replace(tzinfo=frame.grid.zone)
