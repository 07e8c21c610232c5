"""kill -9 of server and worker at random points under load, again and again, and a check after each restart."""

import asyncio
from pathlib import Path

from benchmarks.booking.customers import Customers
from benchmarks.booking.mails import copies
from benchmarks.booking.postbox import postbox
from benchmarks.booking.service import Service, prepare
from benchmarks.booking.siege import besieged, check, settled
from benchmarks.record import Table

ROUNDS = 100
_VICTIMS = (("run",), ("worker",), ("run", "worker"))


def kill(url: str, folder: Path, rounds: int = ROUNDS) -> Table:
    """What was done, and what was found wrong after all of it; mails go to a folder."""
    return _killed(Service(url, folder, poll_seconds="0.1"), rounds)


def kill_smtp(url: str, folder: Path, rounds: int = ROUNDS) -> Table:
    """The same with mails that go to a server, which nobody kills; how many it was given more than once."""
    received = folder / "received"
    with postbox(received) as port:
        service = Service(
            url,
            folder,
            received=received,
            poll_seconds="0.1",
            smtp_host="127.0.0.1",
            smtp_port=str(port),
            smtp_starttls="false",
        )
        table = _killed(service, rounds)
    table.add("mails received", len(list(received.glob("*.eml"))))
    table.add("of them a copy, known by its Message-ID", copies(received))
    return table


def _killed(service: Service, rounds: int) -> Table:
    token = prepare(service.database_url)
    service.start("run", "worker")
    table = Table(f"kill -9, {rounds} times", ("what", "number"))
    try:
        customers, waited, found = asyncio.run(_suffer(service, token, rounds))
    finally:
        service.stop()
    for told in [*found[:20], *customers.wrong[:20], *customers.tally.broken[:5]]:
        print(told)  # noqa: T201
    _report(table, customers, found, waited)
    return table


async def _suffer(service: Service, token: str, rounds: int) -> tuple[Customers, float, list[str]]:
    found: list[str] = []
    async with besieged(service, token) as customers:
        for number in range(rounds):
            victims = customers.random.choice(_VICTIMS)
            await asyncio.sleep(customers.random.uniform(0.1, 2.0))
            await asyncio.to_thread(service.kill, *victims)
            await asyncio.to_thread(service.start, *victims)
            found += [f"round {number}: {each}" for each in check(service, customers.tally)]
    waited, after = await settled(service, customers.tally)
    return customers, waited, found + after


def _report(table: Table, customers: Customers, found: list[str], waited: float) -> None:
    statuses = list(customers.tally.bookings.values())
    table.add("requests that lost their answer, made again", customers.tally.unanswered)
    table.add("bookings confirmed", statuses.count("confirmed"))
    table.add("bookings cancelled", statuses.count("cancelled"))
    table.add("seconds until the last mail was sent", f"{waited:.0f}")
    table.add("answers 500 and above", len(customers.tally.broken))
    table.add("answers that cannot be right", len(customers.wrong))
    table.add("violations", len(found))
