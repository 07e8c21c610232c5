"""Two desks want the same slot at the same moment: the database lets one of them have it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from scheduler.application import Application
from scheduler.domain.booking import Booking
from scheduler.domain.errors import AlreadyBooked, SlotTaken
from scheduler.domain.itinerary import Offer
from scheduler.store import tables as t
from scheduler.translation import Frame
from tests.scheduler.stage import MONDAY, REGION, booked, count, offered, registered


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
