"""Confirmed bookings a second, beside a bare insert of the same rows: one database, one run, by turns."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, sleep

import httpx

from benchmarks.booking.check import violations
from benchmarks.booking.desk import Desk, Tally, desk, new_key
from benchmarks.booking.population import Itinerary, free_itineraries
from benchmarks.booking.rows import Rows
from benchmarks.booking.service import Service, free_port, prepare
from benchmarks.record import Table
from scheduler.store.codec import to_json
from scheduler.store.database import Database

ROUNDS = 6
_A_ROUND = 250
_CLIENTS = 16
Order = tuple[str, str, Itinerary]  # arrival, offer and what is offered


def throughput(url: str, folder: Path, rounds: int = ROUNDS) -> Table:
    """Bookings a second of both, and onestop's as a share of the bare insert's; raises RuntimeError for a violation."""
    token = prepare(url)
    orders = _offered(url, 2 * (rounds * _A_ROUND + _CLIENTS))
    service = Service(url, folder)
    service.start("run")
    table = Table("Throughput", ("round", "onestop, bookings a second", "bare insert, bookings a second", "ratio"))
    try:
        with _bare(url) as address:
            figures = asyncio.run(_rounds(service.address, address, token, orders))
    finally:
        service.stop()
    for number, (ours, bare) in enumerate(figures, 1):
        table.add(number, f"{ours:.0f}", f"{bare:.0f}", f"{ours / bare:.2f}")
    ours, bare = (median(column) for column in zip(*figures, strict=True))
    ratio = median(one / other for one, other in figures)
    table.add("median", f"{ours:.0f}", f"{bare:.0f}", f"{ratio:.2f}")
    table.add("violations", len(list(violations(url))), "", "")
    return table


def _offered(url: str, count: int) -> Iterator[Order]:
    """Arrivals with an offer each, none in the way of another."""
    rows, now, orders = Rows(), datetime.now(UTC), []
    for itinerary in islice(free_itineraries(now.date() + timedelta(days=30)), count):
        journey, appointments = itinerary
        arrival = rows.arrival(journey, appointments[0].start, now)
        orders.append((arrival, rows.offer(arrival, appointments, now + timedelta(days=1)), itinerary))
    database = Database(url)
    with database.writing() as connection:
        rows.write(connection)
        connection.commit()
    database.close()
    return iter(orders)


@contextmanager
def _bare(url: str) -> Iterator[str]:
    """The address of the bare application while it runs."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "benchmarks.booking.bare", url, str(port)]
    with subprocess.Popen(command) as process:  # noqa: S603 # our own command
        try:
            _wait(address, process)
            yield address
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + 60
    while monotonic() < until and process.poll() is None:
        try:
            httpx.get(address)
        except httpx.TransportError:
            sleep(0.05)
        else:
            return
    raise RuntimeError("the bare application did not start")


async def _rounds(ours: str, bare: str, token: str, orders: Iterator[Order]) -> list[tuple[float, float]]:
    async with (
        desk(ours, token, Tally(), _CLIENTS) as front,
        desk(bare, token, Tally(), _CLIENTS) as plain,
    ):
        figures = []
        await _per_second(list(islice(orders, _CLIENTS)), lambda order: _book(front, order))  # connects
        await _per_second(list(islice(orders, _CLIENTS)), lambda order: _insert(plain, order))
        while first := list(islice(orders, _A_ROUND)):
            one = await _per_second(first, lambda order: _book(front, order))
            other = await _per_second(list(islice(orders, _A_ROUND)), lambda order: _insert(plain, order))
            figures.append((one, other))
        return figures


async def _per_second(orders: Sequence[Order], call: Callable[[Order], Awaitable[httpx.Response]]) -> float:
    """How many orders a second so many clients get through."""
    left, began = iter(orders), perf_counter()

    async def client() -> None:
        for order in left:
            answer = await call(order)
            if answer.status_code != 201:
                raise RuntimeError(f"{answer.status_code}: {answer.text}")

    await asyncio.gather(*(client() for _ in range(_CLIENTS)))
    return len(orders) / (perf_counter() - began)


async def _book(front: Desk, order: Order) -> httpx.Response:
    return await front.book(new_key(), offerId=order[1])


async def _insert(plain: Desk, order: Order) -> httpx.Response:
    arrival, _, (_, appointments) = order
    return await plain.post(
        "insert", "/bookings", {"arrival": arrival, "appointments": to_json(appointments)}, new_key()
    )
