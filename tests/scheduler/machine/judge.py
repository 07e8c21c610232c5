"""Compares the database with the world as it should be, by plain SQL."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, text

from benchmarks.booking.sql import document, instant
from scheduler.application import Application
from tests.scheduler.machine.corner import AFTER, SLOT, open_slots
from tests.scheduler.machine.world import BLOCK, Slot, Time, Visit, World

_CLAIMS = "SELECT resource_id, slot, layer, appointment_id FROM claims ORDER BY layer"
_HELD = """
SELECT h.id, h.expires_at, a.id
FROM appointments a JOIN holds h ON h.id = a.hold_id WHERE h.active_arrival_id IS NOT NULL"""
_BOOKED = """
SELECT b.arrival_id, a.booking_id, a.id, a.step, a.resource_id, a."start", a."end",
    a.checked_in_at, a.started_at, a.finished_at, a.missed_at
FROM appointments a JOIN bookings b ON b.id = a.booking_id
WHERE a.cancelled_at IS NULL ORDER BY b.arrival_id, 6"""
_BOOKINGS = """
SELECT b.id, b.status, b.times, b.version, b.sequence, b.completes_on, b.meets_deadline, v.deadline
FROM bookings b JOIN arrivals v ON v.id = b.arrival_id"""
_MAILS = "SELECT COALESCE(booking_id, hold_id), COUNT(*) FROM outbox GROUP BY 1"
_HOLD_MAILS = "SELECT hold_id, status FROM outbox WHERE hold_id IS NOT NULL ORDER BY id"
_INVITED = "SELECT booking_id, invitation FROM outbox WHERE method = 'REQUEST' ORDER BY id"
_STATUSES = ("checked-in", "started", "finished", "no-show")

Rows = Sequence[Any]


def judge(app: Application, world: World, now: datetime) -> None:
    """Fails where the database and the world differ."""
    with app.database.reading() as connection:
        _judge_claims(connection, world, now)
        booked = _ask(connection, _BOOKED)
        _judge_visits(booked, world)
        _judge_people(booked, world)
        _judge_bookings(connection, world)
        _judge_telling(connection, world)
        _judge_waiting(connection, world, now)


def _ask(connection: Connection, query: str) -> Rows:
    return connection.execute(text(query)).all()


def _judge_claims(connection: Connection, world: World, now: datetime) -> None:
    """Claims are those of bookings, holds and blocks; a hold that is over has its own until they are given back."""
    held = _ask(connection, _HELD)
    over = {visit for _, expires_at, visit in held if instant(expires_at) <= now}
    assert {(hold, visit) for hold, _, visit in held if visit not in over} == {
        (name, each.name) for name, one in world.holds_now(now) for each in one.visits.values()
    }
    claims: dict[Slot, list[str]] = {}
    for desk, slot, layer, owner in _ask(connection, _CLAIMS):
        beneath = claims.setdefault((desk, instant(slot)), [])
        assert layer == len(beneath), f"a claim on {desk} at {slot} lies over none"
        beneath.append(owner or BLOCK)
    found = {slot: set(owners) - over for slot, owners in claims.items()}
    assert {slot: owners for slot, owners in found.items() if owners} == world.owners(now)
    above = {owner for owners in claims.values() for owner in owners[1:]}
    assert above <= {each.name for each in world.visits(now) if each.is_over_others}


def _judge_visits(booked: Rows, world: World) -> None:
    """Each booking has the visits that it should, as far as they should be."""
    found: dict[str, set[object]] = {}
    for _, booking, name, step, desk, start, end, *noted in booked:
        found.setdefault(booking, set()).add((name, step, desk, instant(start), instant(end), _status(noted)))
    expected = {
        name: {(each.name, each.step, each.desk, each.start, each.end, each.status) for each in one.visits.values()}
        for name, one in world.bookings.items()
        if one.visits
    }
    assert found == expected
    for one in world.bookings.values():
        assert not one.visits or one.visits.keys() | one.given_up == set(world.people[one.arrival].steps)


def _judge_people(booked: Rows, world: World) -> None:
    """Nobody is at two desks at once, nor at a desk before what it waits for, nor out of hours unless staff say so."""
    allowed = {each.name for one in world.bookings.values() for each in one.visits.values() if _may_be_out(each)}
    for first, second in pairwise(booked):
        assert first[0] != second[0] or instant(first[6]) <= instant(second[5]), (first, second)
    ends: dict[tuple[str, str], datetime] = {}
    for _, booking, name, step, _, start, end, *_ in booked:
        before = ends.get((booking, AFTER.get(step, "")))
        assert before is None or before <= instant(start), (booking, step)
        ends[booking, step] = instant(end)
        hours = set(open_slots(instant(start).date(), 1))
        assert name in allowed or {instant(start), instant(end) - SLOT} <= hours, (start, end)


def _may_be_out(visit: Visit) -> bool:
    return "opening-hours" in visit.overrides


def _judge_bookings(connection: Connection, world: World) -> None:
    """Each booking is as it should be, at the version it should be, and no promise is kept in name only."""
    found = {}
    for name, status, times, version, sequence, completes_on, in_time, deadline in _ask(connection, _BOOKINGS):
        booking = world.bookings[name]
        day = date.fromisoformat(completes_on) if isinstance(completes_on, str) else completes_on
        found[name] = (status, times, version, sequence, day)
        if status == "confirmed":
            assert bool(in_time) == booking.in_time, name
            assert not in_time or all(each.end <= instant(deadline) for each in booking.visits.values()), name
    expected = {
        name: (one.status, one.times, one.version, one.sequence, one.completes_on)
        for name, one in world.bookings.items()
    }
    assert found.items() - expected.items() == set(), (found, expected)
    assert found.keys() == expected.keys()


def _judge_telling(connection: Connection, world: World) -> None:
    """Every write has its audit line, every change that is told its mail, and whose times are firm knows them."""
    assert _ask(connection, "SELECT COUNT(*) FROM audit")[0][0] == world.audit
    assert dict(map(tuple, _ask(connection, _MAILS))) == world.mails
    invited = {booking: document(invitation) for booking, invitation in _ask(connection, _INVITED)}
    for name, one in world.bookings.items():
        times = {each.time for each in one.visits.values()}
        assert one.times != "firm" or one.told == times, (one.told, times)
        invitation = invited.get(name)
        if invitation is not None and one.visits and one.times == "firm":
            assert times <= _invited_to(invitation)


def _judge_waiting(connection: Connection, world: World, now: datetime) -> None:
    """Those wait who should, and nobody is told any more of a hold that has ended."""
    assert {arrival for (arrival,) in _ask(connection, "SELECT arrival_id FROM waiting")} == world.waiting.keys()
    statuses = dict(map(tuple, _ask(connection, _HOLD_MAILS)))  # of the last mail about each
    lasting = {name for name, _ in world.holds_now(now)}
    for hold, status in statuses.items():
        assert status != "withdrawn" or hold not in lasting, hold
        assert status != "pending" or not world.holds[hold].ended, hold


def _invited_to(invitation: Any) -> set[Time]:
    return {(each["step"], instant(each["start"]), instant(each["end"])) for each in invitation["appointments"]}


def _status(noted: Sequence[object]) -> str:
    known = [status for status, at in zip(_STATUSES, noted, strict=True) if at is not None]
    return known[-1] if known else "booked"
