"""What comes free is offered to those who wait: held, told, and taken back when it lapses."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import ArrivalChanges, Contact
from scheduler.expiry import release_expired
from scheduler.outbox import deliver_due
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.miss import miss
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.release import release
from scheduler.worker import Worker
from tests.scheduler.stage import (
    ACTOR,
    REGION,
    Clock,
    Mailbox,
    booked,
    offered,
    registered,
)
from tests.scheduler.waiting_room import entries, full_week, give_up, holders, joined, times
from tests.stored import everything


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


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("late", [True, False])
def test_a_new_contact_is_told_what_is_held(app: Application, mailbox: Mailbox, *, sent: bool, late: bool) -> None:
    """It stays held, with a booking or without; a mail to the old address that is not out yet is not sent any more."""
    booking, waiting = full_week(app), registered(app)
    if late:
        booked(app, offered(app, waiting)[0])
    joined(app, waiting)
    give_up(app, booking)
    assert offer_freed(app) == 1
    deliver_due(app) if sent else None
    before = entries(app)[waiting.id].hold
    amend_arrival(app, ACTOR, waiting.id, ArrivalChanges(contact=Contact("Bram Bauer", "bram@onestop.example", "nl")))
    assert entries(app)[waiting.id].hold == before is not None
    deliver_due(app)
    told = [
        (str(mail["Message-ID"]), mail["To"].addresses[0].addr_spec) for mail in mailbox.messages if _is_offer(mail)
    ]
    assert [address for _, address in told] == ["ada@onestop.example", "bram@onestop.example"][0 if sent else 1 :]
    assert len(dict(told)) == len(told)


def _is_offer(mail: EmailMessage) -> bool:
    """What is only held is no entry for a calendar yet."""
    return not any(part.get_content_type() == "text/calendar" for part in mail.walk())


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


def test_other_facts_are_another_chance(app: Application) -> None:
    """Who can come at other times than before is looked at again at once."""
    arrival = registered(app, ready_from={"permit": datetime(2026, 9, 11, tzinfo=UTC).date()})
    joined(app, arrival)
    assert offer_freed(app) == 0
    amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(ready_from={}))
    assert offer_freed(app) == 1


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
