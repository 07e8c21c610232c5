"""Bodies about the waiting list."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.schemas.base import Id, Instant, Received, Sent, Stamp
from api.schemas.offers import HoldOut
from scheduler.domain.page import MAX_PAGE
from scheduler.domain.waiting import WaitingEntry, Wish


class WaitIn(Received):
    """Until when to wait, and between which instants the appointments would better be."""

    until: Instant | None = None
    earliest: Instant | None = None
    latest: Instant | None = None

    def wish(self) -> Wish:
        """The same in the domain."""
        return Wish(self.until, self.earliest, self.latest)


class WaitingQuery(Received):
    """Of which region to list who waits, and from where on."""

    region: Id | None = None
    cursor: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50


class WaitingOut(Sent):
    """An arrival that waits; `hold` keeps free what is offered to it now, and is null where nothing is."""

    arrival_id: str
    region: str
    until: datetime
    earliest: datetime | None
    latest: datetime | None
    created_at: Stamp
    hold: HoldOut | None

    @classmethod
    def of(cls, entry: WaitingEntry) -> "WaitingOut":
        """The body for an entry."""
        return cls.model_validate(entry)
