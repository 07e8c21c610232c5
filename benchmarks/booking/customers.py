"""Clients that want a booking whatever happens: without an answer they ask again, with the same key."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

import httpx

from benchmarks.booking.desk import Desk, Tally, new_key

_PAUSE = 0.1
_JOURNEYS = ("knowledge-migrant", "eu-citizen", "first-permit")
Call = Callable[[], Awaitable[httpx.Response]]


@dataclass
class Customers:
    """What they want, when to stop, and what none of them should ever be answered."""

    front: Desk
    days: Sequence[date]
    random: Random
    stopped: bool = False
    may_expire: bool = False  # only where time itself is at fault
    wrong: list[str] = field(default_factory=list)

    @property
    def tally(self) -> Tally:
        """What they were answered."""
        return self.front.tally

    async def come(self) -> None:
        """One after another until they are stopped."""
        while not self.stopped:
            await self._one()

    async def _one(self) -> None:
        """An arrival that is booked, some by way of a hold, and some of them call off again."""
        offer = await self.offer()
        if offer is None:
            return
        by_hold = self.random.random() < 0.5
        booking = await (self._book_by_hold(offer) if by_hold else self.book(offer, new_key()))
        if booking is not None and self.random.random() < 0.2:
            await self._call_off(booking)

    async def offer(self) -> str | None:
        """One of the offers to a new arrival."""
        arrival = await self._arrival()
        answer = await self.insist(lambda: self.front.offers(arrival, limit=5))
        offers = answer.json().get("offers")
        return self.random.choice(offers)["id"] if offers else None

    async def book(self, offer: str, key: str) -> str | None:
        """The booking of an offer, unless somebody else has its slots."""
        answer = await self.insist(lambda: self.front.book(key, offerId=offer))
        return None if self._refused("book", answer, "slot-taken", "offer-expired") else answer.json()["id"]

    async def _book_by_hold(self, offer: str) -> str | None:
        hold_key, book_key = new_key(), new_key()
        hold = await self.insist(lambda: self.front.hold(offer, hold_key))
        if self._refused("hold", hold, "slot-taken", "offer-expired"):
            return None
        answer = await self.insist(lambda: self.front.book(book_key, holdId=hold.json()["id"]))
        return None if self._refused("book of a hold", answer, "hold-expired") else answer.json()["id"]

    async def _call_off(self, booking: str) -> None:
        answer = await self.insist(lambda: self.front.cancel(booking))
        # The first request may have done it before its answer was lost; the second one then finds nothing to do.
        if not self._refused("cancel", answer, "not-booked") or answer.status_code == 409:
            self.tally.bookings[booking] = "cancelled"

    async def _arrival(self) -> str:
        journey, day = self.random.choice(_JOURNEYS), self.random.choice(self.days)
        while True:
            try:
                return await self.front.register(journey, day)
            except (httpx.TransportError, httpx.HTTPStatusError):
                await asyncio.sleep(_PAUSE)

    async def insist(self, call: Call) -> httpx.Response:
        """The answer to a call that is made again until there is one; "unavailable" is none."""
        while True:
            try:
                answer = await call()
            except httpx.TransportError:
                await asyncio.sleep(_PAUSE)
                continue
            if answer.status_code != 503:
                return answer
            await asyncio.sleep(_PAUSE)

    def _refused(self, call: str, answer: httpx.Response, *expected: str) -> bool:
        """Whether it was not done; kept if for a reason that cannot be."""
        if answer.is_success:
            return False
        kind = answer.json()["type"].rpartition(":")[2]
        if kind not in expected or (kind.endswith("expired") and not self.may_expire):
            self.wrong.append(f"{call}: {answer.status_code} {answer.text}")
        return True
