"""Moves that depend on each other are worth it together, or not at all."""

from dataclasses import replace

import pytest

from scheduler.application import Application
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.proposal import is_noticed
from scheduler.proposing import Change, worthwhile
from scheduler.replanning import Surroundings, surroundings
from scheduler.standing import Standing
from tests.scheduler.stage import REGION, booked, offered, registered
from tests.scheduler.use_cases.test_propose import cheap_visits_fixture, poor  # noqa: F401 -- a fixture
from tests.scheduler.use_cases.test_provisional import LATER


def at_the_place_of(booking: Booking, other: Booking) -> Booking:
    """A booking with the times and desks of another one."""
    pairs = zip(booking.appointments, other.appointments, strict=True)
    return replace(booking, appointments=tuple(BookedAppointment.of(new, old.id) for old, new in pairs))


@pytest.fixture(name="pair")
def pair_fixture(app: Application) -> tuple[Change, Change, Surroundings]:
    """Somebody with poor times and somebody with the best, neither of whom moves, and the desks around them."""
    bookings = poor(app), booked(app, offered(app, registered(app, arrives_on=LATER))[0])
    with app.reading() as uow:
        standing = [Standing(uow.arrivals.get(each.arrival_id), each) for each in bookings]
        around = surroundings(uow, REGION, standing, app.clock())
    late, early = (Change(one.arrival, one.booking, one.booking) for one in standing)
    return late, early, around


def test_who_takes_a_free_place_need_not_wait_for_others(pair: tuple[Change, Change, Surroundings]) -> None:
    """A day is saved, whatever becomes of the other one."""
    late, early, around = pair
    gains = replace(late, after=at_the_place_of(late.before, early.before))
    assert worthwhile(around, [gains, early]) == ((gains,), 10)


def test_an_exchange_that_saves_nothing_is_none(pair: tuple[Change, Change, Surroundings]) -> None:
    """What one gains the other loses: neither moves."""
    late, early, around = pair
    gains = replace(late, after=at_the_place_of(late.before, early.before))
    loses = replace(early, after=at_the_place_of(early.before, late.before))
    assert worthwhile(around, [gains, loses]) == ((), 0)


def test_nobody_gets_the_place_of_who_stays(pair: tuple[Change, Change, Surroundings]) -> None:
    """Who would lose a promise has to stay, and so has who was to have the place."""
    late, early, around = pair
    gains = replace(late, after=at_the_place_of(late.before, early.before))
    assert worthwhile(around, [gains, replace(early, after=None)]) == ((), 0)


def test_being_late_counts(pair: tuple[Change, Change, Surroundings]) -> None:
    """Who is on time again saves what being late costs."""
    late, early, around = pair
    before = replace(late.before, meets_deadline=False)
    gains = Change(late.arrival, before, at_the_place_of(late.before, early.before))
    assert worthwhile(around, [gains])[1] == 10_010


def test_another_desk_is_not_noticed(pair: tuple[Change, Change, Surroundings]) -> None:
    """Times and places are what people are told."""
    appointments = pair[0].before.appointments
    assert not is_noticed(appointments, [replace(each, resource="another") for each in appointments])
    assert is_noticed(appointments, [replace(each, location="another") for each in appointments])
