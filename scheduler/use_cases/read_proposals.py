"""Reads proposals, one or a page of them."""

from scheduler.application import Application
from scheduler.domain.page import Page
from scheduler.domain.proposal import Proposal, ProposalFilter
from scheduler.paging import check_limit, page_of, read_cursor
from scheduler.regions import check_region


def get_proposal(app: Application, proposal_id: str) -> Proposal:
    """The proposal; raises NotFound."""
    with app.reading() as uow:
        return uow.proposals.get(proposal_id)


def list_proposals(
    app: Application, wanted: ProposalFilter, *, cursor: str | None = None, limit: int = 50
) -> Page[Proposal]:
    """Proposals of a region in the order they were made; raises InvalidInput."""
    check_limit(limit)
    after = read_cursor(cursor)
    with app.reading() as uow:
        check_region(uow, "region", wanted.region)
        return page_of(uow.proposals.page(wanted, after, limit + 1), limit)
