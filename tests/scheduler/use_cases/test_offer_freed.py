"""What comes free is offered to those who wait: to whoever gains most, then to the next, until nobody gains."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import ArrivalChanges, Contact
from scheduler.domain.booking import Booking
from scheduler.domain.itinerary import Appointment
from scheduler.expiry import release_expired
from scheduler.gaining import Gain, best_gain
from scheduler.outbox import deliver_due
from scheduler.use_cases import offer_freed as module
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.miss import miss
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.release import release
from scheduler.use_cases.reschedule import reschedule
from scheduler.worker import Worker
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    REGION,
    THURSDAY,
    Clock,
    Mailbox,
    booked,
    count,
    counts,
    fill,
    offered,
    registered,
)
from tests.scheduler.waiting_room import entries, full_week, give_up, holders, joined
from tests.stored import everything

TUESDAY = date(2026, 9, 8)
TUESDAY_MORNING = datetime(2026, 9, 8, 8, 15, tzinfo=UTC)
WEDNESDAY = datetime(2026, 9, 8, 22, tzinfo=UTC)  # its midnight in Maastricht


def times(appointments: Sequence[Appointment]) -> list[tuple[str, datetime, datetime]]:
    """Steps and times, whatever the desk."""
    return [(each.step, each.start, each.end) for each in appointments]


def test_what_is_cancelled_is_held_for_who_waits(app: Application) -> None:
    """For four hours, and nobody else is offered it; nothing is offered before."""
    booking, waiting = full_week(app), registered(app)
    assert joined(app, waiting).hold is None
    assert offer_freed(app) == 0
    give_up(app, booking)
    assert [offer_freed(app), offer_freed(app)] == [1, 0]
    held = entries(app)[waiting.id].hold
    assert held is not None
    assert times(held.appointments) == times(booking.appointments)
    assert held.expires_at == app.clock() + timedelta(hours=4)
    assert not any(offer.meets_deadline for offer in offered(app, registered(app)))


def test_nobody_waits_beside_a_free_desk(app: Application) -> None:
    """Who begins to wait while something better is free is offered it, although nothing was freed since."""
    arrival = registered(app)
    offer_freed(app)
    joined(app, arrival)
    assert offer_freed(app) == 1


def late_booking(app: Application) -> Booking:
    """A booking after the deadline, since the week is full."""
    booking = booked(app, offered(app, registered(app))[0])
    assert not booking.meets_deadline
    return booking


def test_who_gains_most_is_first(app: Application) -> None:
    """Whoever is late saves the late price and later days, who has nothing the late price, who is in time a day."""
    in_time = booked(app, offered(app, registered(app), earliest=datetime(2026, 9, 9, 22, tzinfo=UTC))[0])
    leaving = full_week(app)
    late, none = late_booking(app), registered(app)
    with app.reading() as uow:
        joined(app, uow.arrivals.get(in_time.arrival_id), latest=datetime(2026, 9, 9, 22, tzinfo=UTC))
        joined(app, none)
        joined(app, uow.arrivals.get(late.arrival_id))
    offer_freed(app)
    order = []
    give_up(app, leaving)
    while offer_freed(app):
        (holder,) = holders(app)
        order.append(holder)
        erase_arrival(app, ACTOR, holder)  # which frees it for the next
    assert order[:3] == [late.arrival_id, none.id, in_time.arrival_id]


def test_as_many_are_offered_as_there_is_room_for(app: Application, clock: Clock) -> None:
    """One round goes on until nobody gains, each from what the others leave; of equals the first to wait is first."""
    leaving = [booked(app, offered(app, registered(app))[0]) for _ in range(2)]
    leaving.append(full_week(app))
    waiting = [registered(app) for _ in range(4)]
    for arrival in waiting:
        joined(app, arrival)
        clock.forward(seconds=1)
    for booking in leaving:
        give_up(app, booking)
    assert offer_freed(app) == 3
    assert holders(app) == [arrival.id for arrival in waiting[:3]]


def test_what_lapses_is_offered_to_the_next(app: Application, clock: Clock) -> None:
    """The same is not offered to the same arrival again, and nobody is asked twice a day."""
    booking, first, second = full_week(app), registered(app), registered(app)
    joined(app, first)
    give_up(app, booking)
    offer_freed(app)
    joined(app, second)
    assert offer_freed(app) == 0
    clock.forward(hours=4)
    release_expired(app)
    assert offer_freed(app) == 1
    assert holders(app) == [second.id]
    clock.forward(hours=21)
    release_expired(app)
    assert offer_freed(app) == 0
    assert holders(app) == []


def test_who_let_it_lapse_is_offered_something_else(app: Application, clock: Clock) -> None:
    """A day later, if another time is free then."""
    booking, kept = (booked(app, offered(app, registered(app), limit=20)[limit]) for limit in (0, -1))
    full_week(app)
    waiting = registered(app)
    joined(app, waiting)
    give_up(app, booking)
    offer_freed(app)
    hold = entries(app)[waiting.id].hold
    assert hold is not None
    release(app, ACTOR, hold.id)
    give_up(app, kept)
    assert offer_freed(app) == 0
    clock.forward(hours=24)
    with app.writing() as uow:
        uow.rounds.ask_for(REGION)
        uow.commit()
    assert offer_freed(app) == 1
    other = entries(app)[waiting.id].hold
    assert other is not None
    assert other.appointments[0].start >= hold.appointments[0].end


def test_a_later_time_that_is_no_better_is_not_offered(app: Application) -> None:
    """Who is in time gains by more than the price of a visit only; less is not worth a change."""
    day_later = booked(app, offered(app, registered(app), earliest=WEDNESDAY)[0])
    with app.reading() as uow:
        joined(app, uow.arrivals.get(day_later.arrival_id))
    assert offer_freed(app) == 0


def test_a_visit_less_is_worth_it(app: Application) -> None:
    """Who comes on two days, in time, is offered to come on one that is also earlier."""
    arrival = registered(app)
    fill(app, "expat-centre", THURSDAY, THURSDAY)
    two_days = offered(app, arrival, earliest=WEDNESDAY)[0]
    assert (two_days.visits, two_days.meets_deadline) == (2, True)
    booked(app, two_days)
    joined(app, arrival)
    assert offer_freed(app) == 1


def test_what_stays_as_it_is_need_not_come_free(app: Application) -> None:
    """Who lacks one good time is offered that, and what it has already stays its own until it answers."""
    leaving = booked(app, offered(app, registered(app, journey="eu-citizen"), earliest=TUESDAY_MORNING)[0])
    arrival = registered(app)
    fill(app, "expat-centre", MONDAY, TUESDAY)
    fill(app, "ind", THURSDAY, THURSDAY)
    booking = booked(app, offered(app, arrival)[0])
    fill(app, "ind", TUESDAY, TUESDAY)
    joined(app, arrival)
    assert offer_freed(app) == 0
    give_up(app, leaving)
    assert offer_freed(app) == 1
    hold = entries(app)[arrival.id].hold
    assert hold is not None
    with app.reading() as uow:
        assert [each.step for each in uow.appointments.of_hold(hold.id)] == ["advice"]
    moved = reschedule(app, ACTOR, booking.id, hold.offer_id)
    assert times(moved.appointments) == times(hold.appointments)
    assert {each.start.date() for each in moved.appointments} == {TUESDAY}


def test_only_what_is_in_time_is_offered(app: Application) -> None:
    """A late booking is not bettered by one that is a little less late."""
    full_week(app)
    late = registered(app)
    booked(app, offered(app, late, earliest=datetime(2026, 9, 17, tzinfo=UTC))[0])
    joined(app, late)
    assert offer_freed(app) == 0


def test_a_wish_is_kept(app: Application) -> None:
    """What lies outside the times that somebody wishes for is not offered to them."""
    booking, waiting = full_week(app), registered(app)
    joined(app, waiting, earliest=booking.appointments[0].start + timedelta(minutes=15))
    give_up(app, booking)
    assert offer_freed(app) == 0
    joined(app, waiting)
    assert offer_freed(app) == 1


def test_an_offer_ends_before_the_first_appointment(app: Application, clock: Clock) -> None:
    """However long offers are kept, and what begins within the hour is not offered: a mail takes time to be read."""
    booking, waiting = full_week(app), registered(app)
    joined(app, waiting)
    clock.now = booking.appointments[0].start - timedelta(minutes=90)
    give_up(app, booking)
    assert offer_freed(app) == 1
    hold = entries(app)[waiting.id].hold
    assert hold is not None
    assert hold.expires_at == booking.appointments[0].start


def test_an_offer_ends_with_the_waiting(app: Application) -> None:
    """Who waits for an hour has an hour to answer."""
    booking, waiting = full_week(app), registered(app)
    until = app.clock() + timedelta(hours=1)
    joined(app, waiting, until=until)
    give_up(app, booking)
    offer_freed(app)
    hold = entries(app)[waiting.id].hold
    assert hold is not None
    assert hold.expires_at == until


@pytest.mark.parametrize(
    ("language", "subject", "answer"),
    [
        ("en", "Better times are free: Tuesday 8 September", "Tell us before 14:00 on Friday 4 September"),
        ("nl", "Er zijn betere tijden vrij: dinsdag 8 september", "vóór 14:00 op vrijdag 4 september"),
    ],
)
def test_a_mail_tells_of_it(app: Application, mailbox: Mailbox, language: str, subject: str, answer: str) -> None:
    """In the language of the contact: when, until when it is free, and whom to tell; with nothing for a calendar."""
    booking = full_week(app)
    waiting = registered(app, contact=Contact("Bram Bauer", "bram@onestop.example", language))
    joined(app, waiting)
    give_up(app, booking)
    deliver_due(app)
    mailbox.messages.clear()
    offer_freed(app)
    assert deliver_due(app) == 1
    (message,) = mailbox.messages
    assert (message["Subject"], message["To"].addresses[0].addr_spec) == (subject, "bram@onestop.example")
    body = message.get_body(("plain",))
    assert body is not None
    assert answer in " ".join(body.get_content().split())
    assert entries(app)[waiting.id].hold.id in body.get_content()  # type: ignore[union-attr]
    assert not any("calendar" in part.get_content_type() for part in message.walk())


def test_what_is_no_longer_free_is_not_told(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """A mail that could not be sent until the offer had lapsed is never sent."""
    booking, waiting = full_week(app), registered(app)
    joined(app, waiting)
    give_up(app, booking)
    deliver_due(app)
    offer_freed(app)
    clock.forward(hours=4)
    release_expired(app)
    mailbox.messages.clear()
    assert deliver_due(app) == 0
    assert mailbox.messages == []


def test_a_no_show_frees_time_for_who_waits(app: Application, clock: Clock) -> None:
    """What is left of an appointment nobody came to has the list gone through again, for what lies after the notice."""
    booking = full_week(app)
    joined(app, registered(app))
    offer_freed(app)
    clock.now = booking.appointments[0].start
    miss(app, ACTOR, booking.appointments[0].id)
    with app.reading() as uow:
        assert uow.rounds.is_due(REGION, clock.now)
    assert offer_freed(app) == 0


def test_who_is_being_served_is_not_offered_anything(app: Application, clock: Clock) -> None:
    """An itinerary that has begun, or lacks a step by wish, is not exchanged for a whole one."""
    booking = booked(app, offered(app, registered(app), earliest=WEDNESDAY)[-1])
    with app.reading() as uow:
        joined(app, uow.arrivals.get(booking.arrival_id), latest=WEDNESDAY + timedelta(hours=12))
    clock.now = booking.appointments[0].start
    assert offer_freed(app) == 0


def test_other_facts_are_another_chance(app: Application) -> None:
    """Who can come at other times than before is looked at again at once."""
    arrival = registered(app, ready_from={"permit": datetime(2026, 9, 11, tzinfo=UTC).date()})
    joined(app, arrival)
    assert offer_freed(app) == 0
    amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(ready_from={}))
    assert offer_freed(app) == 1


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


def test_erasing_leaves_nothing_behind(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """Neither entry nor mail; what was held goes to the next."""
    booking, waiting, other = full_week(app), registered(app), registered(app)
    contact = Contact("Zita Zandstra", "zita@onestop.example", "en")
    amend_arrival(app, ACTOR, waiting.id, ArrivalChanges(contact=contact))
    joined(app, waiting)
    clock.forward(seconds=1)
    joined(app, other)
    give_up(app, booking)
    deliver_due(app)
    mailbox.messages.clear()
    offer_freed(app)
    assert holders(app) == [waiting.id]
    erase_arrival(app, ACTOR, waiting.id)
    assert "zita" not in str(everything(app)).lower()
    assert offer_freed(app) == 1
    assert holders(app) == [other.id]
    deliver_due(app)
    assert [message["To"].addresses[0].addr_spec for message in mailbox.messages] == ["ada@onestop.example"]


def test_the_worker_does_it(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """It offers, tells, and takes back what has lapsed, for the next; without names in the log."""
    booking, first, second = full_week(app), registered(app), registered(app)
    joined(app, first)
    give_up(app, booking)
    worker = Worker(app)
    worker.run_once()
    assert mailbox.messages[-1]["Subject"].startswith("Better times are free")
    joined(app, second)
    clock.forward(hours=4)
    worker.run_once()
    assert holders(app) == [second.id]


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
