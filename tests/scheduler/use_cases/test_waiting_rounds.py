"""The waiting list is gone through once, whoever does it, whatever happens meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import ArrivalChanges
from scheduler.gaining import Gain, best_gain
from scheduler.outbox import deliver_due
from scheduler.use_cases import offer_freed as module
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.offer_freed import offer_freed
from tests.scheduler.stage import (
    ACTOR,
    REGION,
    THURSDAY,
    Clock,
    booked,
    count,
    counts,
    offered,
    registered,
)
from tests.scheduler.waiting_room import entries, full_week, give_up, holders, joined


def test_workers_share_a_round(app: Application) -> None:
    """However many look at the same moment, each thing is offered once, and told once."""
    booking = full_week(app)
    for _ in range(3):
        joined(app, registered(app))
    give_up(app, booking)
    deliver_due(app)
    start = Barrier(4)

    def look(_: int) -> int:
        start.wait(timeout=30)
        return offer_freed(app)

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 1
    assert len(holders(app)) == 1
    assert deliver_due(app) == 1


def test_a_round_that_was_broken_off_is_made_by_another(app: Application, clock: Clock) -> None:
    """Once the lease of the worker that was killed is over, and not before."""
    booking = full_week(app)
    joined(app, registered(app))
    give_up(app, booking)
    with app.writing() as uow:
        assert uow.rounds.lease(REGION, clock.now, clock.now + timedelta(minutes=5))
        uow.commit()
    assert offer_freed(app) == 0
    clock.forward(minutes=5)
    assert offer_freed(app) == 1


def test_a_worker_that_was_taken_over_from_ends_nothing(app: Application, clock: Clock) -> None:
    """Its round is another's now; what is freed during a round is for the next one."""
    booking = full_week(app)
    joined(app, registered(app))
    with app.writing() as uow:
        first, second = (clock.now + timedelta(minutes=minutes) for minutes in (5, 10))
        assert uow.rounds.lease(REGION, clock.now, first)
        assert not uow.rounds.lease(REGION, clock.now, second)
        assert uow.rounds.lease(REGION, first, second)
        uow.rounds.end(REGION, first)
        assert not uow.rounds.is_due(REGION, first)
        uow.rounds.end(REGION, second)
        assert not uow.rounds.is_due(REGION, first)
        uow.commit()
    give_up(app, booking)
    assert offer_freed(app) == 1


def test_a_crash_leaves_all_of_an_offer_or_nothing(
    app: Application, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who is killed before the end of it has held nothing and told nobody."""
    booking = full_week(app)
    joined(app, registered(app))
    give_up(app, booking)
    before = counts(app)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module, "queue_waiting_offer", killed)
        with pytest.raises(KeyboardInterrupt):
            offer_freed(app)
    assert {name for name, rows in counts(app).items() if rows != before[name]} <= {"waiting_rounds"}
    clock.forward(minutes=5)
    assert offer_freed(app) == 1


def test_who_loses_a_race_is_offered_something_else(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """A front desk may take what a round has found: the round looks again."""
    arrival, rival = registered(app), registered(app)
    joined(app, arrival)
    wanted = offered(app, rival)[0]
    turns = iter(range(10))

    def slow(*given: Any) -> Gain | None:
        gain = best_gain(*given)
        if next(turns) == 1:  # after all were looked at, when the first one's turn has come
            booked(app, wanted)
        return gain

    monkeypatch.setattr(module, "best_gain", slow)
    assert offer_freed(app) == 1
    assert count(app, "bookings") == 1


def test_who_changes_meanwhile_is_looked_at_again(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found for it as it was is not offered; what suits it now is."""
    arrival = registered(app)
    joined(app, arrival)
    turns = iter(range(10))

    def slow(*given: Any) -> Gain | None:
        gain = best_gain(*given)
        if next(turns) == 1:
            amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(ready_from={"permit": THURSDAY}))
        return gain

    monkeypatch.setattr(module, "best_gain", slow)
    assert offer_freed(app) == 1
    hold = entries(app)[arrival.id].hold
    assert hold is not None
    assert {each.start.date() for each in hold.appointments} == {THURSDAY}


def test_logs_name_nobody(app: Application, caplog: pytest.LogCaptureFixture) -> None:
    """They hold the region and counts; the audit line says who was offered what, by ids."""
    caplog.set_level("INFO")
    booking, waiting = full_week(app), registered(app)
    joined(app, waiting)
    give_up(app, booking)
    offer_freed(app)
    assert f"region {REGION}: 1 offers to 1 who wait" in caplog.text
    assert "ada" not in caplog.text.lower()
    with app.reading() as uow:
        line = uow.audit.of("arrival", waiting.id)[-1]
    assert (line.actor, line.action) == ("onestop", "offer-waiting")
    assert line.details["gain"] == 10_000 - 110
