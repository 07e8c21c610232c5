"""Amending and erasing arrivals."""

from datetime import date

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import ArrivalChanges, Contact, Person
from scheduler.domain.booking import BookRequest
from scheduler.domain.errors import AlreadyBooked, HoldEnded, InvalidInput, NotFound
from scheduler.outbox import deliver_due
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.book import book
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.hold import hold
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.stage import ACTOR, THURSDAY, Mailbox, booked, count, counts, offered, once, registered
from tests.stored import everything

OTHER = Contact("Bram Bauer", "bram@onestop.example", "nl")


def test_another_day_is_another_deadline(app: Application) -> None:
    """The deadline follows the day of arrival, and so does the time from which it can come."""
    arrival = amend_arrival(app, ACTOR, registered(app).id, ArrivalChanges(arrives_on=THURSDAY))
    assert arrival.deadline.date() == date(2026, 9, 14)
    assert arrival.available_from.date() == THURSDAY
    assert get_arrival(app, arrival.id) == arrival


def test_offers_and_holds_end_with_what_they_were_made_for(app: Application) -> None:
    """A party that grew needs longer appointments than it was offered."""
    arrival = registered(app)
    offer = offered(app, arrival)[0]
    held = hold(app, ACTOR, offer.id, once())
    amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(party=(Person("applicant"), Person("partner"))))
    assert count(app, "claims") == 0
    with pytest.raises(NotFound):
        booked(app, offer)
    with pytest.raises(HoldEnded):
        book(app, ACTOR, BookRequest(hold_id=held.id), once())


def test_another_address_ends_nothing(app: Application) -> None:
    """What is offered and held is for whom it was, whoever is written to."""
    arrival = registered(app)
    first, second = offered(app, arrival, limit=2)
    held = hold(app, ACTOR, first.id, once())
    amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(contact=OTHER))
    with app.reading() as uow:
        assert uow.offers.get(second.id) == second
    booking = book(app, ACTOR, BookRequest(hold_id=held.id), once())
    assert [each.taken for each in booking.appointments] == list(first.appointments)


def test_a_booked_arrival_keeps_its_facts(app: Application) -> None:
    """What appointments depend on is changed by rescheduling."""
    arrival = registered(app)
    booked(app, offered(app, arrival)[0])
    before = counts(app)
    with pytest.raises(AlreadyBooked):
        amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(arrives_on=THURSDAY, contact=OTHER))
    assert counts(app) == before
    assert get_arrival(app, arrival.id) == arrival


def test_a_new_contact_is_invited_and_the_old_one_told(app: Application, mailbox: Mailbox) -> None:
    """The invitation goes to the new address and is taken back from the old one."""
    arrival = registered(app)
    booking = booked(app, offered(app, arrival)[0])
    amend_arrival(app, ACTOR, arrival.id, ArrivalChanges(contact=OTHER))
    deliver_due(app)
    told = [message["To"].addresses[0].addr_spec for message in mailbox.messages]
    assert told == ["ada@onestop.example", "ada@onestop.example", "bram@onestop.example"]
    assert get_booking(app, booking.id).sequence == 1


@pytest.mark.parametrize(
    "changes",
    [
        ArrivalChanges(party=()),
        ArrivalChanges(contact=Contact("", "a@b.nl", "nl")),
        ArrivalChanges(ready_from={"dance": THURSDAY}),
        ArrivalChanges(arrives_on=date(1990, 1, 1)),
    ],
)
def test_what_is_wrong_is_not_stored(app: Application, changes: ArrivalChanges) -> None:
    """An amendment is checked as a registration is."""
    arrival = registered(app)
    with pytest.raises(InvalidInput):
        amend_arrival(app, ACTOR, arrival.id, changes)
    assert get_arrival(app, arrival.id) == arrival


def test_erasing_cancels_and_forgets(app: Application, mailbox: Mailbox) -> None:
    """The slots are free, the person is told, and then nobody knows who it was."""
    arrival = registered(app)
    booking = booked(app, offered(app, arrival)[0])
    erase_arrival(app, ACTOR, arrival.id)
    assert get_booking(app, booking.id).status == "cancelled"
    with app.reading() as uow:
        assert [line.action for line in uow.audit.of("booking", booking.id)] == ["book", "cancel"]
    assert count(app, "claims") == 0
    assert deliver_due(app) == 2
    with pytest.raises(NotFound):
        get_arrival(app, arrival.id)
    with pytest.raises(NotFound):
        erase_arrival(app, ACTOR, arrival.id)
    dump = str(everything(app))
    assert "Ada" not in dump
    assert "ada@onestop.example" not in dump
