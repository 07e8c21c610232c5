"""Faults under load, one by one: a client that hangs up, the database away, a full disk, a clock that steps."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import psycopg

from benchmarks.booking.customers import Customers
from benchmarks.booking.databases import NAME, postgresql
from benchmarks.booking.desk import new_key
from benchmarks.booking.disks import fill, fill_its_log, small_disk
from benchmarks.booking.service import Service, prepare
from benchmarks.booking.siege import besieged, settled
from benchmarks.booking.stepping import SteppedClock
from benchmarks.record import Table

_AWAY_SECONDS = 30.0
_STEP_SECONDS = 12.0  # longer than the service goes without asking what time it is
_STEPS = (-7_200, 7_200)  # back first: a mail queued by a clock that is ahead waits until it is its time
_HANG_UPS = 200
_MEGABYTES = {"sqlite": 64, "postgresql": 256}  # of the small disk
Fault = Callable[[Customers], Awaitable[None]]


def faults(url: str, folder: Path) -> Table:
    """What clients were answered during each fault, and what was found wrong after it."""
    columns = ("fault", "done", "503", "500", "without answer", "seconds until served", "wrong answers", "violations")
    table = Table("Faults", columns)
    token = prepare(url)
    _measure(table, "a client hangs up", Service(url, folder), token, _hang_up(token))
    _measure(table, f"the database away for {_AWAY_SECONDS:g} s", Service(url, folder), token, lambda _: _away(url))
    clock = SteppedClock(folder)
    stepped = Service(url, folder, variables=clock.variables)
    _measure(table, "the clock steps 2 h back, then 4 h ahead", stepped, token, lambda _: _step(clock), expiring=True)
    _measure_full(table, folder / "disk", is_sqlite=url.startswith("sqlite:"))
    return table


def _measure_full(table: Table, folder: Path, *, is_sqlite: bool) -> None:
    """The same on a small disk that holds the database, the mails and what is logged."""
    with small_disk(folder, _MEGABYTES["sqlite" if is_sqlite else "postgresql"]) as disk:
        if is_sqlite:
            small = f"sqlite:///{disk}/onestop.db"
            _measure(table, "the disk full", Service(small, disk), prepare(small), lambda _: fill(disk))
            return
        with postgresql(disk / "data") as server:
            small = server.get_uri(database=NAME)
            token = prepare(small)
            _measure(table, "the disk full", Service(small, disk), token, lambda _: fill(disk))
            its_log = "the disk full for its log: PostgreSQL shuts down"
            _measure(table, its_log, Service(small, disk), token, lambda _: fill_its_log(disk, server))


def _measure(table: Table, name: str, service: Service, token: str, fault: Fault, *, expiring: bool = False) -> None:
    service.start("run", "worker")
    try:
        customers, seconds, found = asyncio.run(_suffer(service, token, fault, expiring=expiring))
    finally:
        service.stop()
    for told in [*found[:10], *customers.wrong[:5]]:
        print(told)  # noqa: T201
    answers = customers.tally.by_status()
    done, wrong = answers[200] + answers[201], len(customers.wrong)
    table.add(name, done, answers[503], answers[500], customers.tally.unanswered, f"{seconds:.1f}", wrong, len(found))


async def _suffer(service: Service, token: str, fault: Fault, *, expiring: bool) -> tuple[Customers, float, list[str]]:
    """A fault in the midst of business; the seconds from its end until somebody is served again."""
    async with besieged(service, token) as customers:
        customers.may_expire = expiring
        await asyncio.sleep(2)
        await fault(customers)
        ended = monotonic()
        done = customers.tally.by_status()[201]
        while customers.tally.by_status()[201] == done:
            await asyncio.sleep(0.01)
        seconds = monotonic() - ended
        await asyncio.sleep(2)
    _, found = await settled(service, customers.tally)
    return customers, seconds, found


def _hang_up(token: str) -> Fault:
    async def fault(customers: Customers) -> None:
        await asyncio.gather(*(_leave(customers, token) for _ in range(_HANG_UPS)))

    return fault


async def _leave(customers: Customers, token: str) -> None:
    """Ask for a booking and hang up before the answer; then ask again, with the same key."""
    offer = await customers.offer()
    if offer is None:
        return
    key, body = new_key(), json.dumps({"offerId": offer})
    lines = (
        "POST /v1/bookings HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {token}",
        f"Idempotency-Key: {key}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )
    address = urlsplit(customers.front.address)
    _, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write("\r\n".join([*lines, "", body]).encode())
    await writer.drain()
    await asyncio.sleep(customers.random.uniform(0, 0.05))
    writer.transport.abort()
    await customers.book(offer, key)


async def _away(url: str) -> None:
    async with _locked(url) if url.startswith("sqlite:") else _shut(url):
        await asyncio.sleep(_AWAY_SECONDS)


@asynccontextmanager
async def _locked(url: str) -> AsyncIterator[None]:
    """A file of SQLite that another program keeps for itself."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@asynccontextmanager
async def _shut(url: str) -> AsyncIterator[None]:
    """A database of PostgreSQL that throws everybody out and lets nobody in."""
    with psycopg.connect(url, dbname="postgres", autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {NAME} WITH ALLOW_CONNECTIONS false".encode())
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (NAME,))
        yield
        admin.execute(f"ALTER DATABASE {NAME} WITH ALLOW_CONNECTIONS true".encode())


async def _step(clock: SteppedClock) -> None:
    for seconds in _STEPS:
        clock.step(seconds)
        await asyncio.sleep(_STEP_SECONDS)
