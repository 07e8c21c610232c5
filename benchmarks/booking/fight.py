"""The fight: 200 clients at once for the last slots of a day, each again and again, as often as it takes."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from httpx import Response

from benchmarks.booking import population
from benchmarks.booking.check import violations
from benchmarks.booking.desk import Desk, Tally, desk, new_key
from benchmarks.booking.figures import milliseconds
from benchmarks.booking.service import Service, prepare
from benchmarks.booking.timetable import open_days
from benchmarks.record import Table
from scheduler.store.database import Database

CLIENTS, ATTEMPTS = 200, 5_000
_LEFT = 6  # itineraries of the day that are still free
_JOURNEY = "eu-citizen"
_DAYS_AHEAD = 30
_ASKED_TWICE = 0.1  # of the attempts, by a client that hears nothing fast enough for its taste


def fight(url: str, folder: Path, clients: int = CLIENTS, attempts: int = ATTEMPTS) -> Table:
    """What came of it; raises RuntimeError for an unhandled error or a violation."""
    token = prepare(url)
    day = next(open_days(datetime.now(UTC).date() + timedelta(days=_DAYS_AHEAD), 1))
    database = Database(url)
    population.fill_day(database, day, _LEFT)
    database.close()
    service = Service(url, folder)
    service.start("run", "worker")
    tally = Tally()
    try:
        asyncio.run(_fight(service.address, token, tally, day, clients, attempts))
    finally:
        service.stop()
    found = list(violations(url, tally.acknowledged(folder / "acknowledged")))
    for told in [*tally.broken[:3], *found[:20]]:
        print(told)  # noqa: T201
    return _table(tally, found, clients)


def _table(tally: Tally, found: list[str], clients: int) -> Table:
    columns = ("call", "answer", "number", "median ms", "99th percentile ms", "longest ms")
    table = Table(f"The last slots of a day, {clients} clients", columns)
    for (call, status), seconds in sorted(tally.seconds.items()):
        table.add(call, status, len(seconds), *milliseconds(seconds))
    table.add("answers 500 and above", "", len(tally.broken), "", "", "")
    table.add("requests without an answer", "", tally.unanswered, "", "", "")
    table.add("violations", "", len(found), "", "", "")
    return table


async def _fight(address: str, token: str, tally: Tally, day: date, clients: int, attempts: int) -> None:
    async with desk(address, token, tally, 2 * clients) as front:
        ready = [await _prepared(front, day) for _ in range(clients)]
        shares = [len(range(n, attempts, clients)) for n in range(clients)]
        fighters = zip(ready, shares, strict=True)
        await asyncio.gather(*(_attempt(front, offers, share, Random(n)) for n, (offers, share) in enumerate(fighters)))  # noqa: S311 -- a fight needs no secrecy


async def _prepared(front: Desk, day: date) -> list[str]:
    """The offers to a new arrival on the day that everybody wants."""
    arrival = await front.register(_JOURNEY, day)
    tomorrow = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC)
    answer = await front.offers(arrival, limit=20, latest=tomorrow.isoformat())
    return [offer["id"] for offer in answer.raise_for_status().json()["offers"]]


async def _attempt(front: Desk, offers: list[str], attempts: int, random: Random) -> None:
    """Try for one of the offers; whoever gets one gives it up again, but for the last attempt."""
    for turn in range(attempts):
        offer, key = random.choice(offers), new_key()
        asks = 2 if random.random() < _ASKED_TWICE else 1
        answers = await asyncio.gather(*(front.book(key, offerId=offer) for _ in range(asks)), return_exceptions=True)
        bookings = {answer.json()["id"] for answer in answers if isinstance(answer, Response) and answer.is_success}
        if len(bookings) > 1:
            raise RuntimeError(f"one key was answered with bookings {', '.join(islice(bookings, 2))}")
        if bookings and turn < attempts - 1:
            await front.cancel(bookings.pop())
