"""Puts a proposal aside."""

from dataclasses import replace

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.errors import ProposalClosed
from scheduler.domain.proposal import Proposal


def decline_proposal(app: Application, actor: str, proposal_id: str) -> Proposal:
    """The proposal, declined: nobody is moved. One that is declined stays so. Raises NotFound or ProposalClosed."""
    with app.writing() as uow:
        uow.proposals.lock(proposal_id)
        proposal = uow.proposals.get(proposal_id)
        if proposal.status == "declined":
            return proposal
        if proposal.status != "open":
            raise ProposalClosed(proposal_id, proposal.status)
        uow.proposals.close(proposal_id, "declined")
        write_audit(app, uow, actor, "decline", ("proposal", proposal_id))
        uow.commit()
    return replace(proposal, status="declined")
