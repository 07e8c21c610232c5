"""A service with customers all around it, and the check once they are gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from time import monotonic

from benchmarks.booking.check import violations
from benchmarks.booking.customers import Customers
from benchmarks.booking.desk import Tally, desk
from benchmarks.booking.service import Service
from benchmarks.booking.sql import opened
from benchmarks.booking.timetable import open_days

_CLIENTS = 12
_LEASE_SECONDS = 420.0  # a mail that a killed worker had in hand waits until its lease is over: five minutes
_PENDING = "SELECT id FROM outbox WHERE status = 'pending' LIMIT 1"


@asynccontextmanager
async def besieged(service: Service, token: str) -> AsyncIterator[Customers]:
    """The customers, who want bookings until this ends."""
    days = list(islice(open_days(datetime.now(UTC).date() + timedelta(days=7), 1), 200))
    async with desk(service.address, token, Tally(), 20 * _CLIENTS) as front:
        customers = Customers(front, days, Random())  # noqa: S311 -- what they want needs no secrecy
        clients = [asyncio.create_task(customers.come()) for _ in range(_CLIENTS)]
        try:
            yield customers
        finally:
            customers.stopped = True
            await asyncio.gather(*clients)


async def settled(service: Service, tally: Tally) -> tuple[float, list[str]]:
    """The seconds until every mail was sent, or waited for in vain, and the violations then."""
    began = monotonic()
    while monotonic() - began < _LEASE_SECONDS and _is_pending(service.database_url):
        await asyncio.sleep(1)  # no oftener, for it must not be what the worker waits for
    return monotonic() - began, check(service, tally, mails=True)


def check(service: Service, tally: Tally, *, mails: bool = False) -> list[str]:
    """Violations now: no client hears anything meanwhile, so what they were told is no newer than the database."""
    acknowledged = tally.acknowledged(service.folder / "acknowledged")
    spool, received = (service.spool, service.received) if mails else (None, None)
    return list(violations(service.database_url, acknowledged, None if received else spool, received))


def _is_pending(url: str) -> bool:
    with opened(url) as query:
        return bool(list(query(_PENDING)))
