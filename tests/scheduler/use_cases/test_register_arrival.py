"""Registering: a deadline with its reason, and nothing stored of what is wrong."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import Contact, Period, Person
from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.use_cases.read_arrival import get_arrival
from tests.scheduler.stage import MONDAY, THURSDAY, Clock, counts, registered

NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)


def test_a_deadline_comes_with_its_reason(app: Application) -> None:
    """Three days from a Thursday end on Monday, at the end of that day by the local clock."""
    arrival = registered(app, arrives_on=THURSDAY)
    assert arrival.deadline.isoformat() == "2026-09-14T23:59:59+02:00"
    assert arrival.deadline_reason == "three days from Thursday 10 September, extended by the weekend"
    assert get_arrival(app, arrival.id) == arrival


def test_it_is_available_from_the_opening(app: Application) -> None:
    """Without a time of its own an arrival can come once the first desk opens."""
    assert registered(app).available_from.isoformat() == "2026-09-07T09:00:00+02:00"


def test_it_is_available_from_now_if_that_is_later(app: Application, clock: Clock) -> None:
    """On the day itself the opening may have passed."""
    clock.now = NOON
    assert registered(app).available_from == NOON


def test_a_closed_day_counts_from_its_midnight(app: Application) -> None:
    """Who arrives on a Sunday can come at the next opening."""
    assert registered(app, arrives_on=date(2026, 9, 6)).available_from.isoformat() == "2026-09-06T00:00:00+02:00"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"journey": "tourist"}, "/journey"),
        ({"region": "atlantis"}, "/region"),
        ({"arrives_on": date(1990, 1, 1)}, "/arrivesOn"),
        ({"arrives_on": date(2990, 1, 1)}, "/arrivesOn"),
        ({"party": ()}, "/party"),
        ({"party": (Person("applicant", ("english",)),)}, "/party/0/languages/0"),
        ({"contact": Contact("111222333", "a@b.nl", "en")}, "/contact/name"),
        ({"contact": Contact("A", "no address", "en")}, "/contact/email"),
        ({"contact": Contact("A", "a@b.nl", "Dutch")}, "/contact/language"),
        ({"available_from": NOON - timedelta(days=2)}, "/availableFrom"),
        ({"available_from": NOON + timedelta(days=20)}, "/availableFrom"),
        ({"ready_from": {"dance": MONDAY}}, "/readyFrom/dance"),
        ({"ready_from": {"a/b~c": MONDAY}}, "/readyFrom/a~1b~0c"),
        ({"ready_from": {"permit": date(2000, 1, 1)}}, "/readyFrom/permit"),
        ({"unavailable": (Period(NOON, NOON),)}, "/unavailable/0/end"),
    ],
)
def test_what_is_wrong_is_named_and_not_stored(app: Application, changes: dict[str, Any], pointer: str) -> None:
    """Each field that is wrong is named, and the database stays as it was."""
    before = counts(app)
    with pytest.raises(InvalidInput) as caught:
        registered(app, **changes)
    assert caught.value.pointer == pointer
    assert caught.value.expected
    assert counts(app) == before


def test_an_unknown_arrival_is_not_found(app: Application) -> None:
    """Reading what is not there says so."""
    with pytest.raises(NotFound, match="there is no arrival 'nobody'"):
        get_arrival(app, "nobody")
