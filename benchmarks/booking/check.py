"""`python -m benchmarks.booking.check URL`: judges a database that people have booked in.

Plain SQL, and nothing of onestop, so that a fault of the service cannot hide itself here. Every violation is printed,
and the exit code is 1 if there is any.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from benchmarks.booking.history import Fact, fact, told
from benchmarks.booking.mails import wrong_mails
from benchmarks.booking.sql import Query, document, instant, opened

# What staff have put over others says so itself; two of which neither does never share a desk.
_EXCEEDS = """COALESCE(CAST(a.overrides AS TEXT), '') LIKE '%"rule": "capacity"%'"""
_OVERLAPS = f"""
SELECT id, resource_id, before FROM (
    SELECT id, resource_id, "start", MAX("end") OVER (
        PARTITION BY resource_id ORDER BY "start", id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS before
    FROM appointments a WHERE cancelled_at IS NULL AND NOT {_EXCEEDS}
) AS ordered WHERE "start" < before"""  # noqa: S608 -- our own words
_CLAIMED = """
SELECT a.id, a.resource_id, a.beside, a."start", a."end", a.cancelled_at, a.missed_at, r.slot_minutes,
    c.resource_id, c.slot
FROM appointments a JOIN regions r ON r.id = a.region_id LEFT JOIN claims c ON c.appointment_id = a.id
ORDER BY a.id"""
_ORPHANS = """
SELECT c.resource_id, c.slot FROM claims c LEFT JOIN appointments a ON a.id = c.appointment_id
WHERE c.appointment_id IS NOT NULL AND a.id IS NULL"""
_OVER_NOTHING = """
SELECT c.resource_id, c.slot FROM claims c LEFT JOIN claims b
ON b.resource_id = c.resource_id AND b.slot = c.slot AND b.layer = c.layer - 1
WHERE c.layer <> 0 AND b.layer IS NULL"""
_OVER_OTHERS = f"""
SELECT a.id, c.resource_id, c.slot FROM claims c JOIN appointments a ON a.id = c.appointment_id
WHERE c.layer > 0 AND NOT {_EXCEEDS}"""  # noqa: S608 -- our own words
_HOMELESS = "SELECT id FROM appointments WHERE (booking_id IS NULL) = (hold_id IS NULL)"
_BOOKED = """
SELECT booking_id, id, step, resource_id, "start", "end" FROM appointments
WHERE booking_id IS NOT NULL AND cancelled_at IS NULL"""
_HISTORIES = """
SELECT b.id, b.status, b.arrival_id, b.active_arrival_id, j.steps, l.action, l.details
FROM bookings b JOIN arrivals v ON v.id = b.arrival_id JOIN journeys j ON j.id = v.journey_id
LEFT JOIN audit l ON l.entity = 'booking' AND l.entity_id = b.id
ORDER BY b.id, l.id"""
_QUEUED = "SELECT booking_id, method, COUNT(*) FROM outbox GROUP BY booking_id, method"
_UNANSWERED = "SELECT token, key FROM idempotency WHERE answer IS NULL OR CAST(answer AS TEXT) = 'null'"


def violations(
    url: str, acknowledged: Path | None = None, spool: Path | None = None, received: Path | None = None
) -> Iterator[str]:
    """Everything that is wrong in a database; `acknowledged` holds what clients were told.

    `spool` holds the mails that were sent to a folder, `received` those that a server was given by SMTP.
    """
    with opened(url) as query:
        yield from _overlaps(query)
        yield from _wrong_claims(query)
        yield from _wrong_bookings(query)
        yield from (f"key {key} of {token}: taken without an answer" for token, key in query(_UNANSWERED))
        if acknowledged is not None:
            yield from _lost(query, acknowledged.read_text(encoding="utf-8").splitlines())
        if spool is not None:
            yield from wrong_mails(query, spool)
        if received is not None:
            yield from wrong_mails(query, received, by_smtp=True)


def _overlaps(query: Query) -> Iterator[str]:
    for name, resource, before in query(_OVERLAPS):
        yield f"{name}: overlaps another appointment of {resource}, which ends at {instant(before)}"
    yield from (f"{name}: not of one hold or booking" for (name,) in query(_HOMELESS))


def _wrong_claims(query: Query) -> Iterator[str]:
    """Every appointment that stands claims exactly its slots, until it was missed; one that is cancelled, none."""
    for _, group in groupby(query(_CLAIMED), key=lambda row: row[0]):
        rows = list(group)
        name, resource, beside, start, end, cancelled_at, missed_at, minutes, *_ = rows[0]
        desks = (resource, *(document(beside) or ()))
        kept_until = min(instant(end), instant(missed_at or end))
        slots = 0 if cancelled_at else (kept_until - instant(start)) // timedelta(minutes=minutes)
        starts = [instant(start) + timedelta(minutes=minutes * n) for n in range(slots)]
        wanted = {(desk, at) for desk in desks for at in starts}
        found = {(desk, instant(slot)) for *_, desk, slot in rows if desk is not None}
        yield from (f"{name}: misses its claim on {desk} at {slot}" for desk, slot in sorted(wanted - found))
        yield from (f"{name}: has a claim too many on {desk} at {slot}" for desk, slot in sorted(found - wanted))
    for resource, slot in query(_ORPHANS):
        yield f"claim on {resource} at {slot}: of no appointment"
    for resource, slot in query(_OVER_NOTHING):
        yield f"claim on {resource} at {slot}: lies over none"
    for name, resource, slot in query(_OVER_OTHERS):
        yield f"{name}: its claim on {resource} at {slot} lies over another, which nobody has allowed"


def _wrong_bookings(query: Query) -> Iterator[str]:
    """Every booking is as its audit lines tell, and has a mail queued for each of them."""
    standing: dict[str, set[Fact]] = {}
    for booking, *columns in query(_BOOKED):
        standing.setdefault(booking, set()).add(fact(*columns))
    queued = {(booking, method): count for booking, method, count in query(_QUEUED)}
    for name, group in groupby(query(_HISTORIES), key=lambda row: row[0]):
        rows = list(group)
        _, status, arrival, active, steps, *_ = rows[0]
        lines = [(row[5], document(row[6])) for row in rows if row[5] is not None]
        journey = {step["id"] for step in document(steps)}
        yield from (f"{name}: {fault}" for fault in _faults(status, journey, lines, standing.get(name, set())))
        if (active == arrival) != (status == "confirmed"):
            yield f"{name}: {status}, but does not keep its arrival from booking twice as it should"
        mails = {method: queued.get((name, method), 0) for method in ("REQUEST", "CANCEL")}
        yield from (f"{name}: {fault}" for fault in _wrong_queue(Counter(action for action, _ in lines), mails))


def _faults(
    status: str, journey: set[str], lines: Sequence[tuple[str, dict[str, object]]], standing: set[Fact]
) -> Iterator[str]:
    actions = Counter(action for action, _ in lines)
    if actions["book"] != 1:
        yield f"{actions['book']} audit lines say that it was booked"
        return
    expected = told(lines)
    if status == "confirmed" and not expected:
        yield "confirmed, but its audit lines say that nothing is left"
    if status != "confirmed" and not actions["cancel"]:
        yield f"{status}, but no audit line says that it was cancelled"
    if {each.step for each in told(lines[:1])} != journey:
        yield "booked other steps than those of its journey"
    yield from (f"misses its appointment {each.id} for {each.step}" for each in sorted(expected - standing))
    yield from (f"has appointment {each.id}, which no audit line tells of" for each in sorted(standing - expected))


def _wrong_queue(actions: Counter[str], mails: dict[str, int]) -> Iterator[str]:
    wanted = {"REQUEST": actions["book"] + actions["reschedule"], "CANCEL": actions["cancel"]}
    for method, count in wanted.items():
        if mails[method] != count:
            yield f"{mails[method]} mails of kind {method} queued; expected {count}"


def _lost(query: Query, lines: Sequence[str]) -> Iterator[str]:
    """What clients were told last, a booking and its status on each line, is what stands; `unknown` is any status."""
    statuses: dict[str, str] = dict(query("SELECT id, status FROM bookings"))
    for booking, status in dict(line.split() for line in lines if line).items():
        found = statuses.get(booking)
        if found is None:
            yield f"{booking}: acknowledged, but lost"
        elif status not in ("unknown", found):
            yield f"{booking}: acknowledged as {status}, but it is {found}"


def main() -> None:
    """Print each violation, and how many there are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.booking.check", description=__doc__)
    parser.add_argument("url", help="sqlite:///FILE or postgresql://...")
    parser.add_argument(
        "--acknowledged", type=Path, help="a file with a booking and its last known status on each line"
    )
    parser.add_argument("--spool", type=Path, help="the folder of the mails, once all of them are sent")
    chosen = parser.parse_args()
    found = list(violations(chosen.url, chosen.acknowledged, chosen.spool))
    for violation in found:
        print(violation)  # noqa: T201
    print(f"{len(found)} violations")  # noqa: T201
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
