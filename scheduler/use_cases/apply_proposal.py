"""Moves the bookings of a proposal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.booking import Booking
from scheduler.domain.errors import ProposalClosed, ProposalStale
from scheduler.domain.proposal import Proposal, ProposedMove
from scheduler.exchanging import exchange
from scheduler.expiry import release_expired
from scheduler.invitations import queue_invitation
from scheduler.proposing import protected_until
from scheduler.rearranging import rearranged, to_be_told
from scheduler.store.capacity import ClaimLostError
from scheduler.store.unit_of_work import UnitOfWork

_Changes = Sequence[tuple[ProposedMove, Booking, Booking]]


def apply_proposal(app: Application, actor: str, proposal_id: str) -> Proposal:
    """Move every booking of a proposal and invite whose times change: all of them or, when anything changed, none.

    One that is applied stays so. Raises NotFound, ProposalClosed or ProposalStale.
    """
    release_expired(app)
    try:
        with app.writing() as uow:
            uow.proposals.lock(proposal_id)
            proposal = uow.proposals.get(proposal_id)
            if proposal.status != "applied":
                _apply(app, uow, actor, proposal)
                uow.commit()
    except ClaimLostError:
        raise ProposalStale(proposal_id, "a slot it uses was taken meanwhile") from None
    return replace(proposal, status="applied")


def _apply(app: Application, uow: UnitOfWork, actor: str, proposal: Proposal) -> None:
    if proposal.status != "open":
        raise ProposalClosed(proposal.id, proposal.status)
    uow.arrivals.lock(*(move.arrival_id for move in proposal.moves))
    now = app.clock()
    changes = [(move, *_change(app, uow, proposal, move, now)) for move in proposal.moves]
    exchange(uow, uow.configuration.region(proposal.region), [(before, after) for _, before, after in changes])
    _tell(app, uow, actor, proposal, changes)
    uow.proposals.close(proposal.id, "applied")
    write_audit(app, uow, actor, "apply", ("proposal", proposal.id), bookings=len(changes))


def _change(
    app: Application, uow: UnitOfWork, proposal: Proposal, move: ProposedMove, now: datetime
) -> tuple[Booking, Booking]:
    """A booking before and after, if it is what the proposal was made for; raises ProposalStale."""
    before = uow.bookings.get(move.booking_id)
    if before.version != move.version or before.appointments != move.before:
        raise ProposalStale(proposal.id, f"booking {before.id} was changed meanwhile")
    if any(each.start < protected_until(app, now) for each in (*move.before, *move.after)):
        hours = app.settings.protected_hours
        raise ProposalStale(proposal.id, f"booking {before.id} is, or would be, less than {hours} hours ahead")
    after = rearranged(uow, uow.arrivals.get(move.arrival_id), before, move.after, now)
    if not after.keeps_promise_of(before):
        raise ProposalStale(proposal.id, f"booking {before.id} would be late")
    return before, to_be_told(uow, after, app.settings.lead_days) if move.told else after


def _tell(app: Application, uow: UnitOfWork, actor: str, proposal: Proposal, changes: _Changes) -> None:
    """Invite to the new times, and leave an audit line for each booking."""
    for move, before, after in changes:
        if move.told:
            queue_invitation(uow, uow.arrivals.get(move.arrival_id), after)
        details = {"from": before.appointments, "to": after.appointments, "proposal": proposal.id}
        write_audit(app, uow, actor, "move", ("booking", after.id), **details)
