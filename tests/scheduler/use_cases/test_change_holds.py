"""Giving a hold up and renewing it: at once, and not for ever."""

from datetime import timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.booking import BookRequest
from scheduler.domain.errors import HoldEnded, HoldExpired, NotFound, RenewedOut
from scheduler.use_cases.book import book
from scheduler.use_cases.hold import hold
from scheduler.use_cases.release import release
from scheduler.use_cases.renew import renew
from tests.scheduler.stage import ACTOR, Clock, count, counts, offered, once, registered


def test_a_released_hold_frees_its_times(app: Application) -> None:
    """What was held is offered to others, and cannot be booked by its id any more."""
    offer = offered(app, registered(app))[0]
    held = hold(app, ACTOR, offer.id, once())
    release(app, ACTOR, held.id)
    assert count(app, "claims") == 0
    assert offered(app, registered(app))[0].appointments == offer.appointments
    with pytest.raises(HoldEnded, match="was given up, replaced or used before; ask for new offers"):
        book(app, ACTOR, BookRequest(hold_id=held.id), once())


def test_releasing_again_changes_nothing(app: Application) -> None:
    """A hold that has ended or became a booking is left as it is."""
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    release(app, ACTOR, held.id)
    kept = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    book(app, ACTOR, BookRequest(hold_id=kept.id), once())
    before = counts(app)
    release(app, ACTOR, held.id)
    release(app, ACTOR, kept.id)
    assert counts(app) == before


def test_a_renewed_hold_has_its_full_time_again(app: Application, clock: Clock) -> None:
    """The ten minutes begin anew, and the hold can be booked in the last of them."""
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    clock.forward(minutes=8)
    renewed = renew(app, ACTOR, held.id, once())
    assert renewed.expires_at == clock.now + timedelta(minutes=10)
    assert [each.start for each in renewed.appointments] == [each.start for each in held.appointments]
    clock.forward(minutes=9)
    assert book(app, ACTOR, BookRequest(hold_id=held.id), once()).status == "confirmed"


def test_a_hold_is_renewed_three_times_at_most(app: Application) -> None:
    """Nobody keeps desks from others for ever: the fourth time is refused and stores nothing."""
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    for _ in range(3):
        renew(app, ACTOR, held.id, once())
    before = counts(app)
    with pytest.raises(RenewedOut, match="renewed 3 times, the most there is; book it before"):
        renew(app, ACTOR, held.id, once())
    assert counts(app) == before


def test_what_is_over_cannot_be_renewed(app: Application, clock: Clock) -> None:
    """A hold that was given up says so; past its time it has expired, whatever became of it before."""
    given_up = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    release(app, ACTOR, given_up.id)
    with pytest.raises(HoldEnded):
        renew(app, ACTOR, given_up.id, once())
    kept = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    clock.forward(minutes=10)
    for over in (given_up, kept):
        with pytest.raises(HoldExpired, match=r"expired at 2026-09-04T08:10:00\+00:00"):
            renew(app, ACTOR, over.id, once())


def test_a_renewal_that_is_sent_again_is_one(app: Application, clock: Clock) -> None:
    """The same key has the first answer and costs no second renewal."""
    held, key = hold(app, ACTOR, offered(app, registered(app))[0].id, once()), once()
    renewed = renew(app, ACTOR, held.id, key)
    clock.forward(minutes=5)
    assert renew(app, ACTOR, held.id, key) == renewed
    with app.reading() as uow:
        assert uow.holds.get(held.id).renewals == 1


def test_both_leave_an_audit_line(app: Application) -> None:
    """Who renewed and who gave up is on record."""
    held = hold(app, ACTOR, offered(app, registered(app))[0].id, once())
    renew(app, ACTOR, held.id, once())
    release(app, ACTOR, held.id)
    with app.reading() as uow:
        lines = uow.audit.of("hold", held.id)
    assert [(line.actor, line.action) for line in lines] == [(ACTOR, verb) for verb in ("hold", "renew", "release")]


def test_what_is_not_there_is_not_found(app: Application) -> None:
    """An id that no hold has is refused."""
    for change in (lambda: release(app, ACTOR, "nothing"), lambda: renew(app, ACTOR, "nothing", once())):
        with pytest.raises(NotFound, match="there is no hold 'nothing'"):
            change()
