"""Bodies about proposals of better times."""

from typing import Annotated

from pydantic import Field

from api.schemas.base import Id, Received, Sent, Stamp
from api.schemas.bookings import BookedAppointmentOut
from scheduler.domain.page import MAX_PAGE
from scheduler.domain.proposal import Proposal, ProposalFilter, ProposalStatus


class ProposalsQuery(Received):
    """Of which region to list the proposals, of which status, and from where on."""

    region: Id
    status: ProposalStatus | None = None
    cursor: Annotated[str | None, Field(max_length=200)] = None
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 50

    def wanted(self) -> ProposalFilter:
        """The same in the domain, without the page."""
        return ProposalFilter(self.region, self.status)


class ProposedMoveOut(Sent):
    """All appointments of a booking as they are and as they would be; `told` is false where only a desk differs."""

    booking_id: str
    arrival_id: str
    before: list[BookedAppointmentOut]
    after: list[BookedAppointmentOut]
    told: bool


class ProposalOut(Sent):
    """Moves that are made all at once or not at all; `gain` is what they save by the prices of the region."""

    id: str
    region: str
    created_at: Stamp
    status: ProposalStatus
    moves: list[ProposedMoveOut]
    gain: float

    @classmethod
    def of(cls, proposal: Proposal) -> "ProposalOut":
        """The body for a proposal."""
        return cls.model_validate(proposal)
