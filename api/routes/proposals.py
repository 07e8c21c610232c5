"""Proposals: better times for bookings that are firm, found at night, applied by a planner."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth.bearer import Planner
from api.openapi import responses
from api.problems import NOT_FOUND, PROPOSAL_CLOSED, PROPOSAL_STALE
from api.schemas.base import Listing, PathId
from api.schemas.proposals import ProposalOut, ProposalsQuery
from api.service import Service
from scheduler.use_cases.apply_proposal import apply_proposal
from scheduler.use_cases.decline_proposal import decline_proposal
from scheduler.use_cases.read_proposals import get_proposal, list_proposals

router = APIRouter(prefix="/proposals", tags=["proposals"])


@router.get("", responses=responses())
def find(service: Service, _actor: Planner, query: Annotated[ProposalsQuery, Query()]) -> Listing[ProposalOut]:
    """The proposals of a region, those of a status if one is given; a page at a time."""
    page = list_proposals(service, query.wanted(), cursor=query.cursor, limit=query.limit)
    return Listing[ProposalOut](items=[ProposalOut.of(proposal) for proposal in page.items], next=page.next)


@router.get("/{proposal_id}", responses=responses(NOT_FOUND))
def read(service: Service, _actor: Planner, proposal_id: PathId) -> ProposalOut:
    """A proposal: who would move from when to when, and what became of it."""
    return ProposalOut.of(get_proposal(service, proposal_id))


@router.post("/{proposal_id}/apply", responses=responses(NOT_FOUND, PROPOSAL_CLOSED, PROPOSAL_STALE))
def apply(service: Service, actor: Planner, proposal_id: PathId) -> ProposalOut:
    """Move all its bookings or none; the invitations are on their way. Doing so again changes nothing."""
    return ProposalOut.of(apply_proposal(service, actor, proposal_id))


@router.post("/{proposal_id}/decline", responses=responses(NOT_FOUND, PROPOSAL_CLOSED))
def decline(service: Service, actor: Planner, proposal_id: PathId) -> ProposalOut:
    """Put a proposal aside; nobody moves. Doing so again changes nothing."""
    return ProposalOut.of(decline_proposal(service, actor, proposal_id))
