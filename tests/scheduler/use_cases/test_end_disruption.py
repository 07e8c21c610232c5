"""A disruption is listed while it lasts, and can end before its time."""

from datetime import UTC, timedelta

import pytest

from scheduler.application import Application
from scheduler.domain.disruption import Absence, Report
from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.read_disruptions import list_disruptions
from tests.scheduler.stage import ACTOR, REGION, Clock, booked, count, counts, offered, once, registered

SICK = "a colleague is ill"


@pytest.fixture(name="absence")
def absence_fixture(app: Application) -> Absence:
    """A desk that is away for two hours from the first appointment that would be offered."""
    first = offered(app, registered(app))[0].appointments[0]
    return Absence(first.resource, first.start, first.start + timedelta(hours=2))


def test_what_stands_is_listed(app: Application, clock: Clock, absence: Absence) -> None:
    """With its reason and its desks, until its time is over."""
    told = disrupt(app, ACTOR, (absence,), SICK, once())
    assert list_disruptions(app, REGION) == (Report(told.id, REGION, SICK, (absence,), clock.now),)
    clock.now = absence.end.astimezone(UTC)
    assert list_disruptions(app, REGION) == ()
    with pytest.raises(InvalidInput, match=f"one of {REGION}"):
        list_disruptions(app, "atlantis")


def test_an_end_before_it_begins_undoes_it(app: Application, absence: Absence) -> None:
    """Every slot can be offered again; who was moved stays where they are."""
    booking = booked(app, offered(app, registered(app))[0])
    told = disrupt(app, ACTOR, (absence,), SICK, once())
    moved = get_booking(app, booking.id)
    end_disruption(app, ACTOR, told.id)
    assert (get_booking(app, booking.id), list_disruptions(app, REGION)) == (moved, ())
    assert (count(app, "blocks"), count(app, "outbox")) == (0, 2)
    again = offered(app, registered(app))[0].appointments[0]
    assert (again.resource, again.start) == (absence.resource, absence.start)


def test_an_end_on_the_way_frees_the_rest(app: Application, clock: Clock, absence: Absence) -> None:
    """The slot in progress stays blocked, those after it are free; an end that is sent again changes nothing."""
    told = disrupt(app, ACTOR, (absence,), SICK, once())
    clock.now = absence.start.astimezone(UTC) + timedelta(minutes=20)
    ended = end_disruption(app, ACTOR, told.id)
    assert (ended.ended_at, count(app, "claims")) == (clock.now, 2)
    before = counts(app)
    clock.forward(minutes=5)
    assert end_disruption(app, ACTOR, told.id) == ended
    assert counts(app) == before


def test_who_ended_it_is_on_record(app: Application, absence: Absence) -> None:
    """And a disruption that nobody reported is not found."""
    told = disrupt(app, ACTOR, (absence,), SICK, once())
    end_disruption(app, ACTOR, told.id)
    with app.reading() as uow:
        lines = uow.audit.of("disruption", told.id)
    assert [(line.actor, line.action) for line in lines] == [(ACTOR, "disrupt"), (ACTOR, "end")]
    with pytest.raises(NotFound, match="there is no disruption 'nothing'"):
        end_disruption(app, ACTOR, "nothing")
