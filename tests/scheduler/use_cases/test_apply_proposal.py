"""A planner applies what a night proposes, whole, or declines it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, update

from scheduler.application import Application
from scheduler.auditing import SERVICE
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import ProposalClosed, ProposalStale
from scheduler.domain.proposal import Proposal, ProposalStatus
from scheduler.outbox import deliver_due
from scheduler.store import tables as t
from scheduler.use_cases.apply_proposal import apply_proposal
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.decline_proposal import decline_proposal
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.propose import propose
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.stage import (
    ACTOR,
    REGION,
    Clock,
    Mailbox,
    counts,
    once,
)
from tests.scheduler.use_cases.test_propose import cheap_visits_fixture, of_status, poor, proposed  # noqa: F401 -- a fixture


def test_applying_moves_and_tells_once(app: Application, mailbox: Mailbox) -> None:
    """The new invitation has the next number, each slot one owner; applying again changes nothing."""
    booking = poor(app)
    deliver_due(app)
    proposal = proposed(app)
    applied = apply_proposal(app, ACTOR, proposal.id)
    assert applied == replace(proposal, status="applied")
    after = get_booking(app, booking.id)
    assert after.appointments == proposal.moves[0].after
    assert (after.times, after.version, after.sequence) == ("firm", 2, 1)
    assert after.meets_deadline
    assert deliver_due(app) == 1
    before = counts(app)
    assert apply_proposal(app, ACTOR, proposal.id) == applied
    assert counts(app) == before
    assert propose(app, REGION) is None
    with app.database.reading() as connection:
        lines = connection.execute(select(t.audit.c.actor, t.audit.c.action).order_by(t.audit.c.id)).all()
    assert [tuple(line) for line in lines[-3:]] == [(SERVICE, "propose"), (ACTOR, "move"), (ACTOR, "apply")]


def _is_cancelled(app: Application, proposal: Proposal, clock: Clock) -> None:
    cancel(app, ACTOR, proposal.moves[0].booking_id, "changed plans")


def _has_lost_its_slot(app: Application, proposal: Proposal, clock: Clock) -> None:
    first = proposal.moves[0].after[0]
    disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), "a colleague is ill", once())


def _is_near(app: Application, proposal: Proposal, clock: Clock) -> None:
    clock.now = proposal.moves[0].after[0].start - timedelta(hours=47)


def _is_promised_less(app: Application, proposal: Proposal, clock: Clock) -> None:
    with app.database.writing() as connection:
        earlier = proposal.moves[0].after[0].start
        wanted = t.arrivals.c.id == proposal.moves[0].arrival_id
        connection.execute(update(t.arrivals).where(wanted).values(deadline=earlier))
        connection.commit()


@pytest.mark.parametrize("happens", [_is_cancelled, _has_lost_its_slot, _is_near, _is_promised_less])
def test_a_proposal_that_was_overtaken_moves_nobody(
    app: Application, clock: Clock, happens: Callable[[Application, Proposal, Clock], None]
) -> None:
    """Where one booking of it cannot move any more, the others stay too, nobody is written to, and it is open still."""
    first, second = poor(app), poor(app)
    proposal = proposed(app)
    assert {move.booking_id for move in proposal.moves} == {first.id, second.id}
    happens(app, proposal, clock)
    before, standing = counts(app), [get_booking(app, each.id) for each in (first, second)]
    with pytest.raises(ProposalStale):
        apply_proposal(app, ACTOR, proposal.id)
    assert counts(app) == before
    assert [get_booking(app, each.id) for each in (first, second)] == standing
    assert of_status(app, "open") == [proposal.id]


def test_a_proposal_is_declined(app: Application) -> None:
    """Once or twice; then it is not applied, and one that was applied is not declined."""
    booking = poor(app)
    declined = proposed(app)
    assert [decline_proposal(app, ACTOR, declined.id).status for _ in range(2)] == ["declined"] * 2
    with pytest.raises(ProposalClosed):
        apply_proposal(app, ACTOR, declined.id)
    assert get_booking(app, booking.id) == booking
    applied = apply_proposal(app, ACTOR, proposed(app).id)
    with pytest.raises(ProposalClosed):
        decline_proposal(app, ACTOR, applied.id)


def test_of_two_planners_one_applies(app: Application) -> None:
    """Both hear that it is applied; the people are told once."""
    poor(app)
    deliver_due(app)
    proposal, start = proposed(app), Barrier(2)

    def apply(_: int) -> ProposalStatus:
        start.wait(timeout=30)
        return apply_proposal(app, ACTOR, proposal.id).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(apply, range(2))) == ["applied"] * 2
    assert deliver_due(app) == 1
