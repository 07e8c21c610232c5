"""A solver that gives no plan stops nobody: people are moved one by one, and no promise is lost at night."""

from dataclasses import replace
from typing import NoReturn

import pytest

from scheduler.application import Application
from scheduler.domain.disruption import Absence
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.improve import improve
from scheduler.use_cases.read_bookings import get_booking
from solver.child import SolveStoppedError
from tests.scheduler.stage import ACTOR, REGION, booked, offered, once, registered
from tests.scheduler.use_cases.test_provisional import newly_promised


def away(*_: object, **__: object) -> NoReturn:
    """The solver's process has ended."""
    raise SolveStoppedError("killed")


@pytest.fixture(name="alone")
def alone_fixture(app: Application) -> Application:
    """The service without its solver."""
    return replace(app, replan=away)


def test_a_disruption_is_dealt_with_all_the_same(alone: Application, caplog: pytest.LogCaptureFixture) -> None:
    """Within the promise, and the log says that the solver is away."""
    booking = booked(alone, offered(alone, registered(alone))[0])
    first = booking.appointments[0]
    absence = Absence(first.resource, first.start, first.end)
    (displaced,) = disrupt(alone, ACTOR, (absence,), "ill", once()).displaced
    assert displaced.kept
    assert get_booking(alone, booking.id).meets_deadline
    assert "the solver gave no plan" in caplog.text


def test_a_night_keeps_every_promise(alone: Application) -> None:
    """Whatever is found one by one, nobody who was in time is late."""
    bookings = [newly_promised(alone, poor=poor) for poor in (True, False, True)]
    improve(alone, REGION)
    assert all(get_booking(alone, booking.id).meets_deadline for booking in bookings)
