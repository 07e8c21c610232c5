"""A steady pace: 50 requests a second, offers and confirmations by turns, whether or not the last ones were answered.

The time of a call counts from the moment it was due, so that a service that falls behind cannot hide it.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.booking import population
from benchmarks.booking.check import violations
from benchmarks.booking.desk import Desk, Tally, desk, new_key
from benchmarks.booking.figures import milliseconds
from benchmarks.booking.rows import Rows
from benchmarks.booking.service import Service, prepare
from benchmarks.booking.timetable import open_days
from benchmarks.record import Table
from scheduler.store.database import Database

PER_SECOND, SECONDS = 50, 60
_WARMING = 100  # arrivals whose offers are asked for before it counts: every month is asked for once
_DAYS = 240
_LAG = 50  # a choice takes its time: two seconds
_JOURNEYS = ("knowledge-migrant", "eu-citizen", "first-permit")


def pace(
    url: str, folder: Path, *, past: int = population.PAST, open_: int = population.OPEN, seconds: int = SECONDS
) -> Table:
    """How long offers and confirmations take, and the longest wait for an offer right after a start."""
    token = prepare(url)
    database = Database(url)
    population.fill(database, past, open_)
    arrivals = register(database, seconds * PER_SECOND // 2 + _WARMING)
    database.close()
    return run(url, folder, token, arrivals)


def run(url: str, folder: Path, token: str, arrivals: Sequence[str]) -> Table:
    """The same on a database that is filled already."""
    service = Service(url, folder)
    service.start("run", "worker")
    cold, warm = Tally(), Tally()
    try:
        asyncio.run(_run(service.address, token, cold, warm, arrivals))
    finally:
        service.stop()
    found = list(violations(url, warm.acknowledged(folder / "acknowledged")))
    for told in [*warm.broken[:5], *found[:20]]:
        print(told)  # noqa: T201
    return _table(cold, warm, found)


def _table(cold: Tally, warm: Tally, found: list[str]) -> Table:
    columns = ("call", "answer", "number", "median ms", "99th percentile ms", "longest ms")
    table = Table(f"{PER_SECOND} requests a second", columns)
    for name, tally in (("right after the start, one by one: ", cold), ("", warm)):
        for (call, status), seconds in sorted(tally.seconds.items()):
            table.add(f"{name}{call}", status, len(seconds), *milliseconds(seconds))
    table.add("violations", "", len(found), "", "", "")
    return table


def register(database: Database, count: int) -> list[str]:
    """Arrivals on the open days to come, in no order of days."""
    random = Random(1)  # noqa: S311 -- invented people need no secrecy
    days = list(islice(open_days(datetime.now(UTC).date() + timedelta(days=7), 1), _DAYS * 5 // 7))
    now, rows = datetime.now(UTC), Rows()
    arrivals = [rows.arrival(random.choice(_JOURNEYS), _noon(random.choice(days)), now) for _ in range(count)]
    with database.writing() as connection:
        rows.write(connection)
        connection.commit()
    return arrivals


def _noon(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=11)


async def _run(address: str, token: str, cold: Tally, warm: Tally, arrivals: Sequence[str]) -> None:
    async with desk(address, token, cold, PER_SECOND) as front:
        for arrival in arrivals[:_WARMING]:
            await front.offers(arrival)
    async with desk(address, token, warm, 10 * PER_SECOND) as front:
        await _keep_pace(front, arrivals[_WARMING:])


async def _keep_pace(front: Desk, arrivals: Sequence[str]) -> None:
    """At each beat offers for an arrival, or a booking of one of those to an earlier arrival."""
    random = Random(1)  # noqa: S311 -- a choice needs no secrecy
    began = perf_counter()
    found: list[asyncio.Task[str | None]] = []
    bookings: list[asyncio.Task[None]] = []
    for number, arrival in enumerate(arrivals):
        due = began + 2 * number / PER_SECOND
        found.append(asyncio.create_task(_offer(front, arrival, due, random)))
        if number >= _LAG:
            bookings.append(asyncio.create_task(_book(front, found[number - _LAG], due + 1 / PER_SECOND)))
        await asyncio.sleep(max(0.0, due + 2 / PER_SECOND - perf_counter()))
    await asyncio.gather(*found, *bookings)


async def _offer(front: Desk, arrival: str, due: float, random: Random) -> str | None:
    answer = await front.offers(arrival, due=due)
    offers = answer.json().get("offers")
    return random.choice(offers)["id"] if offers else None


async def _book(front: Desk, offer: asyncio.Task[str | None], due: float) -> None:
    await asyncio.sleep(max(0.0, due - perf_counter()))
    chosen = await offer
    if chosen is not None:
        await front.book(new_key(), due=due, offerId=chosen)
