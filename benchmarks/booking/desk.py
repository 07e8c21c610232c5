"""A front desk as a client of the API, and the tally of what it is answered."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx

_REGION = "zuid-limburg"
_SECONDS = 120.0


@dataclass
class Tally:
    """Answers by call and status, the seconds of each call, and what clients were told last of each booking."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: dict[tuple[str, int], list[float]] = field(default_factory=dict)
    bookings: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    unanswered: int = 0

    def note(self, call: str, response: httpx.Response, seconds: float) -> None:
        """Count an answer; one that is a fault of the service is kept."""
        self.answers[call, response.status_code] += 1
        self.seconds.setdefault((call, response.status_code), []).append(seconds)
        if response.status_code >= 500:
            self.broken.append(f"{call}: {response.status_code} after {seconds:.1f} s: {response.text}")

    def by_status(self) -> Counter[int]:
        """Answers by status alone."""
        counts: Counter[int] = Counter()
        for (_, status), count in self.answers.items():
            counts[status] += count
        return counts

    def acknowledged(self, path: Path) -> Path:
        """A file of the bookings that clients know of, for the checker."""
        path.write_text("".join(f"{booking} {status}\n" for booking, status in self.bookings.items()), encoding="utf-8")
        return path


class Desk:
    """Calls of the API; each is counted in the tally."""

    def __init__(self, client: httpx.AsyncClient, tally: Tally) -> None:
        self._client, self.tally = client, tally
        self.address = str(client.base_url)

    async def register(self, journey: str, day: date) -> str:
        """A new arrival on a day; its id."""
        body = {
            "journey": journey,
            "region": _REGION,
            "arrivesOn": day.isoformat(),
            "party": [{"role": "applicant", "languages": ["en"]}],
            "contact": {"name": "Ada Example", "email": "ada@onestop.example", "language": "en"},
        }
        answer = await self.post("register", "/v1/arrivals", body)
        name: str = answer.raise_for_status().json()["id"]
        return name

    async def offers(self, arrival: str, *, due: float | None = None, **wanted: Any) -> httpx.Response:
        """What is offered to an arrival."""
        return await self.post("offers", f"/v1/arrivals/{arrival}/offers", wanted, due=due)

    async def hold(self, offer: str, key: str) -> httpx.Response:
        """Hold an offer."""
        return await self.post("hold", "/v1/holds", {"offerId": offer}, key)

    async def book(self, key: str, *, due: float | None = None, **what: str) -> httpx.Response:
        """Book a holdId or an offerId; the tally remembers a booking that is confirmed."""
        response = await self.post("book", "/v1/bookings", what, key, due=due)
        if response.status_code == 201:
            self.tally.bookings[response.json()["id"]] = "confirmed"
        return response

    async def cancel(self, booking: str) -> httpx.Response:
        """Cancel a booking; until that is answered nobody knows whether it stands."""
        self.tally.bookings[booking] = "unknown"
        response = await self.post("cancel", f"/v1/bookings/{booking}/cancel", {"reason": "another plan"})
        if response.status_code == 200:
            self.tally.bookings[booking] = "cancelled"
        return response

    async def post(
        self, call: str, path: str, body: object, key: str | None = None, *, due: float | None = None
    ) -> httpx.Response:
        """The answer to a POST, timed from when it was due; raises httpx.TransportError where there is none."""
        began = perf_counter() if due is None else due
        headers = {"Idempotency-Key": key} if key else {}
        try:
            response = await self._client.post(path, json=body, headers=headers)
        except httpx.TransportError as error:
            # One that found no server there was never under way.
            self.tally.unanswered += not isinstance(error, httpx.ConnectError)
            raise
        self.tally.note(call, response, perf_counter() - began)
        return response


def new_key() -> str:
    """An idempotency key that was never used."""
    return uuid4().hex


@asynccontextmanager
async def desk(address: str, token: str, tally: Tally, connections: int) -> AsyncIterator[Desk]:
    """A desk with so many connections to the service."""
    # The server lets go of a connection that nobody uses for five seconds; not to be late, the client does before.
    limits = httpx.Limits(max_connections=connections, keepalive_expiry=2.0)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, limits=limits, timeout=_SECONDS) as client:
        yield Desk(client, tally)
