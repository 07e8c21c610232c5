"""Looks for better times of firm bookings at night, and proposes them; nobody is moved unless settings say so."""

import logging
from collections.abc import Sequence
from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import SERVICE, write_audit
from scheduler.domain.errors import ProposalStale
from scheduler.domain.proposal import Proposal, ProposedMove
from scheduler.identity import new_id
from scheduler.proposing import Change, protected_until, worthwhile
from scheduler.replanning import Surroundings, improved, moved_to, surroundings
from scheduler.standing import Found, Standing
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.use_cases.apply_proposal import apply_proposal

_log = logging.getLogger(__name__)


def propose(app: Application, region_id: str) -> Proposal | None:
    """The moves of firm bookings of a region that gain more than they cost, each promise kept; None without any.

    They start from what stands now, so what was proposed before is outdated. Applied at once where settings say so.
    """
    proposal = _propose(app, region_id)
    if proposal is None or not app.settings.apply_proposals:
        return proposal
    try:
        return apply_proposal(app, SERVICE, proposal.id)
    except ProposalStale as error:
        _log.warning("not applied by itself: %s", error)
        return proposal


def _propose(app: Application, region_id: str) -> Proposal | None:
    now = app.clock()
    with app.reading() as uow:
        standing = _standing(uow, region_id, protected_until(app, now))
        # The solver counts from the end of what is protected: it moves nothing before it, and nothing to there.
        around = surroundings(uow, region_id, standing, protected_until(app, now))
    price = around.frame.setup.region.prices.visit
    found = improved(app, around, standing, app.settings.night_seconds, price) if standing else {}
    # Front desks book meanwhile: what is proposed is checked when it is applied.
    with app.reading() as uow:
        proposal = _found(uow, around, standing, found, now)
    with app.writing() as uow:
        uow.proposals.outdate(region_id)
        if proposal is not None:
            if not uow.proposals.add(proposal):
                return None
            write_audit(app, uow, SERVICE, "propose", ("proposal", proposal.id), bookings=len(proposal.moves))
        uow.commit()
    return proposal


def _standing(uow: UnitOfWork, region_id: str, protected: datetime) -> list[Standing]:
    """Who may move: nothing is near, has begun, or is where staff wanted it."""
    bookings = uow.bookings.firm(region_id, protected)
    free = (each for each in bookings if not each.overrides and all(a.status == "booked" for a in each.appointments))
    standing = (Standing(uow.arrivals.get(booking.arrival_id), booking) for booking in free)
    return [one for one in standing if not one.begun(protected)]


def _found(
    uow: UnitOfWork, around: Surroundings, standing: Sequence[Standing], found: Found, now: datetime
) -> Proposal | None:
    """What is worth to be proposed."""
    moving = [one for one in standing if not one.is_kept_by(found, now)]
    changes, gain = worthwhile(around, [_change(uow, one, found, now) for one in moving])
    if not changes:
        return None
    moves = tuple(_move(change) for change in changes)
    return Proposal(new_id("proposal"), around.frame.setup.region.id, now, "open", moves, gain)


def _change(uow: UnitOfWork, one: Standing, found: Found, now: datetime) -> Change:
    """What was found for a booking; it stays where that is nothing, or loses its promise."""
    before = one.booking
    if one.arrival.id not in found or uow.bookings.get(before.id) != before:
        return Change(one.arrival, before, None)
    after = moved_to(uow, one, found[one.arrival.id], now)
    return Change(one.arrival, before, after if after.keeps_promise_of(before) else None)


def _move(change: Change) -> ProposedMove:
    before, after = change.before, change.after or change.before
    return ProposedMove(before.id, before.arrival_id, before.version, before.appointments, after.appointments)
