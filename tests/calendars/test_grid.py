"""The grid is right on every day of the year, those of 23 and 25 hours too."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.grid import Grid, NonexistentLocalTimeError

AMSTERDAM = Grid("Europe/Amsterdam", 15)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
days = st.dates(date(2014, 1, 1), date(2037, 12, 31))
zones = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
slot_lengths = st.sampled_from([5, 10, 15, 20, 30, 60])


@settings(deadline=None)
@given(zones, slot_lengths, days, st.data())
def test_a_slot_that_exists_comes_back_from_its_instant(
    zone: str, minutes: int, day: date, data: st.DataObject
) -> None:
    """From slot to instant and back is the same slot, unless the clock skips it."""
    grid = Grid(zone, minutes)
    slot = data.draw(st.integers(0, grid.slots_per_day - 1))
    try:
        instant = grid.instant(day, slot)
    except NonexistentLocalTimeError:
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=slot * minutes)
        shift = {wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1)}
        assert len(shift) == 2
    else:
        assert grid.is_on_grid(instant)
        assert grid.slot_of(instant.astimezone(UTC)) == (day, slot)


@settings(deadline=None)
@given(zones, slot_lengths, st.datetimes(datetime(2014, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants naive bounds
def test_every_instant_lies_in_its_slot(zone: str, minutes: int, instant: datetime) -> None:
    """The wall clock of an instant lies within the slot found for it."""
    grid = Grid(zone, minutes)
    day, slot = grid.slot_of(instant)
    wall = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    start = datetime.combine(day, datetime.min.time()) + timedelta(minutes=slot * minutes)
    assert start <= wall < start + timedelta(minutes=minutes)
    assert grid.is_on_grid(instant) == (wall == start)


def test_nine_o_clock_is_nine_o_clock_in_winter_and_summer() -> None:
    """Slots follow the wall clock over both changes of the year."""
    winter, summer = AMSTERDAM.instant(date(2026, 3, 28), 36), AMSTERDAM.instant(SPRING, 36)
    assert (winter.isoformat(), summer.isoformat()) == ("2026-03-28T09:00:00+01:00", "2026-03-29T09:00:00+02:00")
    assert summer.astimezone(UTC) - winter.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize("slot", range(8, 12))
def test_the_hour_that_spring_skips_does_not_exist(slot: int) -> None:
    """From 02:00 to 03:00 there is no time on the last Sunday of March."""
    with pytest.raises(NonexistentLocalTimeError, match=r"time: 2026-03-29T02:\d\d:00 does not exist in Europe/Amst"):
        AMSTERDAM.instant(SPRING, slot)


def test_the_slots_around_the_skipped_hour_touch() -> None:
    """A quarter to two is followed by three o'clock in spring."""
    gap = AMSTERDAM.instant(SPRING, 12).astimezone(UTC) - AMSTERDAM.instant(SPRING, 7).astimezone(UTC)
    assert gap == timedelta(minutes=15)


def test_the_hour_that_autumn_repeats_means_its_first_coming() -> None:
    """Half past two comes twice on the last Sunday of October, and the first one is meant."""
    assert AMSTERDAM.instant(AUTUMN, 10).astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert AMSTERDAM.slot_of(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == (AUTUMN, 10)
    assert AMSTERDAM.slot_of(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == (AUTUMN, 10)


def test_the_slot_after_the_last_is_the_next_midnight() -> None:
    """A day ends where the next one begins."""
    assert AMSTERDAM.instant(SPRING, 96) == AMSTERDAM.instant(SPRING + timedelta(days=1), 0)


def test_an_instant_of_another_offset_is_read_by_the_local_clock() -> None:
    """Late in the evening in UTC is the next day in Amsterdam."""
    assert AMSTERDAM.slot_of(datetime(2026, 9, 7, 22, 15, tzinfo=UTC)) == (date(2026, 9, 8), 1)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "Europe", "../etc/passwd", "Europe/Amsterdam\n"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """The error names the zone and one that would be right."""
    with pytest.raises(ValueError, match=r"timezone: .* is unknown; a name such as Europe/Amsterdam is right"):
        Grid(zone, 15)


@pytest.mark.parametrize("minutes", [0, -15, 7, 1441])
def test_a_slot_that_does_not_divide_a_day_is_refused(minutes: int) -> None:
    """A day is a whole number of slots."""
    with pytest.raises(ValueError, match=f"slot_minutes: {minutes} does not divide a day"):
        Grid("Europe/Amsterdam", minutes)


@pytest.mark.parametrize("slot", [-1, 97])
def test_a_slot_beyond_the_day_is_refused(slot: int) -> None:
    """A day of quarters has slots 0 to 96."""
    with pytest.raises(ValueError, match=f"slot: {slot} is out of range; a whole number from 0 to 96 is right"):
        AMSTERDAM.instant(SPRING, slot)


def test_an_instant_without_offset_is_refused() -> None:
    """A time without offset is no instant."""
    with pytest.raises(ValueError, match="instant: 2026-09-08T09:00:00 has no offset"):
        AMSTERDAM.slot_of(datetime(2026, 9, 8, 9))  # noqa: DTZ001 - the fault under test
