"""Two desks want the same slot at the same moment: the database lets one of them have it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from scheduler.application import Application
from scheduler.domain.booking import Booking, BookRequest
from scheduler.domain.errors import AlreadyBooked, NotBooked, SlotTaken
from scheduler.domain.itinerary import Offer
from scheduler.store import tables as t
from scheduler.translation import Frame
from scheduler.use_cases.book import book
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.stage import ACTOR, MONDAY, REGION, booked, count, offered, once, registered


def try_to_book(app: Application, offer: Offer, start: Barrier) -> Booking | SlotTaken | AlreadyBooked:
    """Book once everybody is ready; what comes of it."""
    start.wait(timeout=30)
    try:
        return booked(app, offer)
    except (SlotTaken, AlreadyBooked) as error:
        return error


def race(app: Application, offers: list[Offer]) -> list[Booking | SlotTaken | AlreadyBooked]:
    """Book several offers at the same moment."""
    start = Barrier(len(offers))
    with ThreadPoolExecutor(len(offers)) as pool:
        return list(pool.map(lambda offer: try_to_book(app, offer, start), offers))


def test_one_of_two_gets_the_slot(app: Application) -> None:
    """Two arrivals are offered the same times; one books them and the other is offered others."""
    first, second = registered(app), registered(app)
    same = [offered(app, first)[0], offered(app, second)[0]]
    assert same[0].appointments == same[1].appointments
    outcome = race(app, same)
    winner = next(each for each in outcome if isinstance(each, Booking))
    (loser,) = (each for each in outcome if isinstance(each, SlotTaken))
    assert loser.offers.offers
    taken = {(each.resource, each.start) for each in winner.appointments}
    assert all(
        not taken & {(each.resource, each.start) for each in offer.appointments} for offer in loser.offers.offers
    )


def test_many_desks_never_book_one_slot_twice(app: Application) -> None:
    """Of eight who want the same itinerary one has it, and every slot is claimed once."""
    offers = [offered(app, registered(app))[0] for _ in range(8)]
    outcome = race(app, offers)
    assert sum(isinstance(each, Booking) for each in outcome) == 1
    assert count(app, "bookings") == 1
    assert count(app, "outbox") == 1


def test_one_arrival_is_booked_once(app: Application) -> None:
    """Two clerks book two itineraries of one arrival at the same moment; it ends with one."""
    outcome = race(app, list(offered(app, registered(app))[:2]))
    assert sorted(type(each).__name__ for each in outcome) == ["AlreadyBooked", "Booking"]


def test_the_guard_is_the_database(app: Application) -> None:
    """A second claim on a slot is refused even where no code looks."""
    booking = booked(app, offered(app, registered(app))[0])
    appointment = booking.appointments[0]
    values = {"resource_id": appointment.resource, "slot": appointment.start, "appointment_id": appointment.id}
    with app.database.writing() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(t.claims).values(**values))


def test_every_slot_of_an_appointment_is_claimed(app: Application) -> None:
    """Claims cover appointments from start to end, slot by slot."""
    booking = booked(app, offered(app, registered(app))[0])
    with app.reading() as uow:
        frame = Frame(uow.configuration.setup(REGION), MONDAY, MONDAY.replace(day=30))
    slots = sum(frame.end_slot(each.end) - frame.start_slot(each.start) for each in booking.appointments)
    assert count(app, "claims") == slots


def test_one_key_is_answered_once(app: Application) -> None:
    """A client that sends its request again while the first is still under way hears the same answer twice."""
    offer, key, start = offered(app, registered(app))[0], once(), Barrier(4)

    def ask(_: int) -> Booking:
        start.wait(timeout=30)
        return book(app, ACTOR, BookRequest(offer_id=offer.id), key)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert answers == [answers[0]] * 4
    assert count(app, "bookings") == 1


def test_changes_of_one_booking_wait_for_each_other(app: Application) -> None:
    """Of several clerks who cancel one booking at the same moment one does, and one mail says so."""
    booking, start = booked(app, offered(app, registered(app))[0]), Barrier(4)

    def give_up(_: int) -> bool:
        start.wait(timeout=30)
        try:
            cancel(app, ACTOR, booking.id, "changed plans")
        except NotBooked:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(give_up, range(4))) == 1
    assert count(app, "outbox") == 2
    assert count(app, "claims") == 0


def test_those_who_cross_each_other_do_not_block(app: Application) -> None:
    """Bookings that move to each other's kind of times, and expired holds, at the same moment: all end, none twice."""
    arrivals = [registered(app) for _ in range(6)]
    bookings = [booked(app, offered(app, arrival)[0]) for arrival in arrivals]
    moves = [offered(app, arrival)[-1] for arrival in arrivals]
    start = Barrier(6)

    def move(pair: tuple[Booking, Offer]) -> bool:
        start.wait(timeout=30)
        try:
            reschedule(app, ACTOR, pair[0].id, pair[1].id)
        except SlotTaken:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        moved = list(pool.map(move, zip(bookings, moves, strict=True)))
    assert any(moved)
    with app.reading() as uow:
        kept = [each for booking in bookings for each in uow.bookings.get(booking.id).appointments]
    assert sum((each.end - each.start) // timedelta(minutes=15) for each in kept) == count(app, "claims")
