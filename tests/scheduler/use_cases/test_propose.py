"""Firm times get better at night where it gains enough, as a proposal that somebody applies."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import update

from scheduler.application import Application
from scheduler.demo.region import REGION as DEMO
from scheduler.domain.booking import Booking
from scheduler.domain.errors import InvalidInput, NotFound, ProposalClosed
from scheduler.domain.proposal import Proposal, ProposalFilter, ProposalStatus
from scheduler.outbox import deliver_due
from scheduler.proposing import worthwhile
from scheduler.store import tables as t
from scheduler.store.codec import to_json
from scheduler.use_cases.apply_proposal import apply_proposal
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.improve import improve_tonight
from scheduler.use_cases.propose import propose
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.read_proposals import get_proposal, list_proposals
from solver.instance import Instance
from solver.replan import Existing, PlanRefusedError, Replanned
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    REGION,
    Clock,
    Mailbox,
    booked,
    count,
    offered,
    registered,
)
from tests.scheduler.use_cases.test_override import TUESDAY, overridden, wanted
from tests.scheduler.use_cases.test_provisional import FRIDAY, LATER, newly_promised

VISIT = 5.0
SATURDAY = date(2026, 9, 19)
NIGHT = datetime(2026, 9, 7, 0, 30, tzinfo=UTC)  # half past two in Maastricht


@pytest.fixture(autouse=True)
def cheap_visits_fixture(app: Application) -> None:
    """A region in which a move costs less than a day of waiting does."""
    with app.database.writing() as connection:
        connection.execute(update(t.regions).values(prices=to_json(replace(DEMO.prices, visit=VISIT))))
        connection.commit()


def poor(app: Application) -> Booking:
    """A firm booking a day later than its people could be served."""
    return booked(app, offered(app, registered(app, arrives_on=LATER), earliest=FRIDAY)[0])


def at_random(app: Application, choice: Random) -> Booking:
    """The firm booking of somebody who took any of many offers, of this week or the next."""
    day = choice.choice((MONDAY, TUESDAY, LATER))
    earliest = datetime.combine(day, time(7), UTC) + timedelta(days=choice.randrange(4))
    return booked(app, choice.choice(offered(app, registered(app, arrives_on=day), earliest=earliest, limit=20)))


def proposed(app: Application) -> Proposal:
    """What the night proposes."""
    proposal = propose(app, REGION)
    assert proposal is not None
    return proposal


def of_status(app: Application, status: ProposalStatus) -> list[str]:
    """The proposals of a status."""
    return [each.id for each in list_proposals(app, ProposalFilter(REGION, status)).items]


def test_a_night_proposes_and_moves_nobody(app: Application, mailbox: Mailbox) -> None:
    """The proposal says who would move, from when to when, and what that saves; the booking is as it was."""
    booking = poor(app)
    deliver_due(app)
    proposal = proposed(app)
    (move,) = proposal.moves
    assert (proposal.region, proposal.status, proposal.gain) == (REGION, "open", 10)
    assert (move.booking_id, move.arrival_id, move.before) == (booking.id, booking.arrival_id, booking.appointments)
    assert {each.start.date() for each in move.after} == {LATER + timedelta(days=1)}
    assert move.told
    assert get_booking(app, booking.id) == booking
    assert get_proposal(app, proposal.id) == proposal
    assert deliver_due(app) == 0


def test_a_move_that_gains_less_than_a_visit_costs_is_not_proposed(app: Application) -> None:
    """A day is worth ten: no reason to write to people where a visit is worth a hundred."""
    with app.database.writing() as connection:
        connection.execute(update(t.regions).values(prices=to_json(DEMO.prices)))
        connection.commit()
    poor(app)
    assert propose(app, REGION) is None
    assert count(app, "proposals") == 0


def test_what_is_near_stays(app: Application, clock: Clock) -> None:
    """Nothing that starts within 48 hours moves, and nothing moves to there."""
    booking = poor(app)
    clock.now = booking.appointments[0].start - timedelta(hours=48)
    assert propose(app, REGION) is None
    clock.now = booking.appointments[0].start - timedelta(hours=70)
    (move,) = proposed(app).moves
    assert clock.now + timedelta(hours=48) <= move.after[0].start < booking.appointments[0].start


def test_provisional_times_and_those_of_overrides_are_not_proposed(app: Application) -> None:
    """The first move by themselves, the second stay where staff wanted them."""
    newly_promised(app, poor=True)
    overridden(app, registered(app, arrives_on=LATER).id, wanted(SATURDAY))
    assert propose(app, REGION) is None


@pytest.mark.parametrize("seed", range(4))
def test_promises_are_kept_and_nothing_near_moves(app: Application, clock: Clock, seed: int) -> None:
    """Whoever has booked what: all that moves is far ahead, on time, worth its price, and in a slot of its own."""
    choice = Random(seed)  # noqa: S311 # of test cases
    bookings = [poor(app), *(at_random(app, choice) for _ in range(8))]
    clock.now = NIGHT
    proposal = proposed(app)
    apply_proposal(app, ACTOR, proposal.id)
    assert proposal.gain > VISIT * sum(move.told for move in proposal.moves)
    moved = {move.booking_id for move in proposal.moves}
    near = clock.now + timedelta(hours=48)
    for before in bookings:
        after = get_booking(app, before.id)
        assert after.keeps_promise_of(before)
        assert (after != before) == (before.id in moved)
        if after != before:
            assert min(each.start for each in (*before.appointments, *after.appointments)) >= near
    slots = sum(
        (each.end - each.start) // timedelta(minutes=15)
        for before in bookings
        for each in get_booking(app, before.id).appointments
    )
    assert slots == count(app, "claims")


def test_the_next_night_outdates_what_is_open(app: Application) -> None:
    """One is open at a time; where nothing gains any more, none is."""
    booking = poor(app)
    first, second = proposed(app), proposed(app)
    assert (of_status(app, "outdated"), of_status(app, "open")) == ([first.id], [second.id])
    with pytest.raises(ProposalClosed, match="is outdated; only one that is open"):
        apply_proposal(app, ACTOR, first.id)
    cancel(app, ACTOR, booking.id, "changed plans")
    assert propose(app, REGION) is None
    assert of_status(app, "open") == []


def test_two_workers_make_one(app: Application, clock: Clock) -> None:
    """Whoever comes first has the night, and the database allows one open proposal a region."""
    poor(app)
    clock.now, start = NIGHT, Barrier(2)

    def work(_: int) -> bool:
        start.wait(timeout=30)
        return improve_tonight(app)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [False, True]
    (proposal,) = list_proposals(app, ProposalFilter(REGION)).items
    with app.writing() as uow:
        assert not uow.proposals.add(replace(proposal, id="another"))


def test_settings_have_it_applied_by_itself(app: Application, clock: Clock) -> None:
    """The night moves people and invites them; the audit says that it was the service."""
    booking = poor(app)
    deliver_due(app)
    clock.now = NIGHT
    automatic = replace(app, settings=app.settings.model_copy(update={"apply_proposals": True}))
    assert improve_tonight(automatic)
    (proposal,) = list_proposals(app, ProposalFilter(REGION)).items
    assert proposal.status == "applied"
    assert get_booking(app, booking.id).appointments == proposal.moves[0].after
    assert deliver_due(app) == 1


def test_what_was_taken_while_it_was_planned_waits_for_a_planner(app: Application) -> None:
    """Somebody books the slot meanwhile: nothing is applied by itself, and the night goes on."""
    booking = poor(app)

    def overtaken(instance: Instance, existing: Existing, **limits: Any) -> Replanned:
        found = app.replan(instance, existing, **limits)
        booked(app, offered(app, registered(app, arrives_on=LATER))[0])
        return found

    settings = app.settings.model_copy(update={"apply_proposals": True})
    proposal = propose(replace(app, settings=settings, replan=overtaken), REGION)
    assert proposal is not None
    assert proposal.status == "open"
    assert get_booking(app, booking.id) == booking


def test_who_changes_while_it_is_planned_is_left_out(app: Application) -> None:
    """A booking that was cancelled meanwhile is in no proposal."""
    booking, other = poor(app), poor(app)

    def overtaken(instance: Instance, existing: Existing, **limits: Any) -> Replanned:
        cancel(app, ACTOR, booking.id, "changed plans")
        return app.replan(instance, existing, **limits)

    proposal = propose(replace(app, replan=overtaken), REGION)
    assert proposal is not None
    assert [move.booking_id for move in proposal.moves] == [other.id]


def test_without_the_solver_nothing_is_lost(app: Application) -> None:
    """What is planned one by one instead is proposed only where it gains as much."""
    bookings = [poor(app) for _ in range(3)]

    def away(*_: object, **__: object) -> None:
        raise PlanRefusedError("nothing passes")

    proposal = propose(replace(app, replan=away), REGION)  # type: ignore[arg-type]
    assert proposal is not None
    assert proposal.gain > VISIT * len(proposal.moves)
    assert [get_booking(app, each.id) for each in bookings] == bookings


def test_who_is_left_out_of_a_plan_stays(app: Application) -> None:
    """The others may move all the same, to where nobody is."""
    bookings = [poor(app), poor(app)]

    def forgetful(instance: Instance, existing: Existing, **limits: Any) -> Replanned:
        found = app.replan(instance, existing, **limits)
        return replace(found, plan=replace(found.plan, itineraries=found.plan.itineraries[1:]))

    proposal = propose(replace(app, replan=forgetful), REGION)
    assert proposal is not None
    (move,) = apply_proposal(app, ACTOR, proposal.id).moves
    (left_out,) = (each for each in bookings if each.id != move.booking_id)
    assert get_booking(app, left_out.id) == left_out


def test_proposals_are_listed_a_page_at_a_time(app: Application) -> None:
    """In the order they were made, of a region that there is; an unknown one is not found."""
    poor(app)
    made = [proposed(app).id for _ in range(3)]
    first = list_proposals(app, ProposalFilter(REGION), limit=2)
    rest = list_proposals(app, ProposalFilter(REGION), cursor=first.next, limit=2)
    assert sorted(each.id for each in (*first.items, *rest.items)) == sorted(made)
    assert rest.next is None
    with pytest.raises(InvalidInput, match="atlantis"):
        list_proposals(app, ProposalFilter("atlantis"))
    with pytest.raises(NotFound):
        get_proposal(app, "proposal-nobody")
    with pytest.raises(NotFound):
        apply_proposal(app, ACTOR, "proposal-nobody")


def test_front_desks_write_while_it_is_found(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever takes long is done before the proposal is stored, and keeps nobody waiting."""
    pool, whole = ThreadPoolExecutor(1), worthwhile

    def slow(*given: Any) -> Any:
        assert pool.submit(registered, app).result(timeout=30)
        return whole(*given)

    monkeypatch.setattr("scheduler.use_cases.propose.worthwhile", slow)
    propose(app, REGION)
    pool.shutdown(wait=False)
