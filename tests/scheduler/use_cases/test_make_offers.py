"""Offers: distinct, in order, in time where that is possible, and with the reason where it is not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.arrival import Period, Person
from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.domain.itinerary import OfferRequest
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_arrival, build_instance
from scheduler.use_cases.make_offers import make_offers
from solver.plan import Appointment, Itinerary, Plan
from solver.verify import verify
from tests.scheduler.stage import (
    ACTOR,
    FRIDAY_BEFORE,
    MONDAY,
    REGION,
    THURSDAY,
    Clock,
    booked,
    counts,
    fill,
    offered,
    registered,
)

FAMILY = tuple(Person(role, ("fr",)) for role in ("applicant", "partner", "child"))


def broken_rules(uow: UnitOfWork, arrival_id: str, offer: Any) -> list[str]:
    """What the verifier of plans has against an offer, figures aside."""
    arrival = uow.arrivals.get(arrival_id)
    frame = Frame(uow.configuration.setup(REGION), date(2026, 9, 1), date(2026, 10, 31))
    taken = uow.capacity.taken(REGION, *frame.bounds)
    empty = build_instance(frame, uow.configuration.journeys(), taken)
    instance = type(empty)(**{**vars(empty), "arrivals": (build_arrival(frame, arrival),)})
    appointments = tuple(
        Appointment(each.step, each.resource, frame.start_slot(each.start), frame.end_slot(each.end))
        for each in offer.appointments
    )
    plan = Plan("feasible", offer.cost, 0.0, 0.0, (), (Itinerary(arrival.id, appointments),))
    return [str(violation) for violation in verify(instance, plan).violations]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"journey": "first-permit", "party": FAMILY},
        {"journey": "eu-citizen", "arrives_on": THURSDAY},
        {"ready_from": {"permit": date(2026, 9, 9)}},
        {"unavailable": (Period(FRIDAY_BEFORE, datetime(2026, 9, 8, 10, 7, tzinfo=UTC)),)},
        {"available_from": datetime(2026, 9, 8, 8, 20, tzinfo=UTC)},
    ],
)
def test_every_offer_keeps_every_rule(app: Application, changes: dict[str, Any]) -> None:
    """The verifier, which shares no code with the search, finds nothing wrong with offers or their cost."""
    arrival = registered(app, **changes)
    offers = offered(app, arrival)
    assert len(offers) == 5
    with app.reading() as uow:
        assert [broken_rules(uow, arrival.id, offer) for offer in offers] == [[]] * 5


def test_offers_are_distinct_cheapest_first_and_single_visits_before_others(app: Application) -> None:
    """No two offers have the same times, and costs never fall."""
    offers = offered(app, registered(app), limit=20)
    times = {tuple((each.step, each.start) for each in offer.appointments) for offer in offers}
    assert len(times) == 20
    order = [(round(offer.cost, 6), offer.visits) for offer in offers]
    assert order == sorted(order)


def test_one_visit_comes_first_when_it_is_preferred(app: Application) -> None:
    """All in one day, whatever it costs."""
    assert offered(app, registered(app), prefer_single_visit=True)[0].visits == 1


def test_nothing_outside_what_was_asked(app: Application) -> None:
    """Offers lie between earliest and latest."""
    earliest, latest = datetime(2026, 9, 8, 9, tzinfo=UTC), datetime(2026, 9, 8, 13, tzinfo=UTC)
    for offer in offered(app, registered(app), earliest=earliest, latest=latest):
        assert earliest <= offer.appointments[0].start
        assert offer.appointments[-1].end <= latest


def test_the_past_is_not_offered(app: Application, clock: Clock) -> None:
    """What has started by now is gone."""
    arrival = registered(app)
    clock.now = datetime(2026, 9, 8, 11, 5, tzinfo=UTC)
    offers = offered(app, arrival)
    assert offers
    assert all(offer.appointments[0].start >= clock.now for offer in offers)


def test_late_offers_say_what_binds(app: Application) -> None:
    """When a language leaves an agency with no desk in time, later offers come with the reason."""
    arrival = registered(app, party=(Person("applicant", ("de",)),), unavailable=(_whole("2026-09-08"),))
    late = registered(
        app,
        party=(Person("applicant", ("de",)),),
        unavailable=(_whole("2026-09-07"), _whole("2026-09-08"), _whole("2026-09-10")),
    )
    assert make_offers(app, ACTOR, arrival.id, OfferRequest()).reason is None
    found = make_offers(app, ACTOR, late.id, OfferRequest())
    assert found.offers
    assert not any(offer.meets_deadline for offer in found.offers)
    assert all(offer.cost > 10_000 for offer in found.offers)
    assert found.reason == "IND has no suitable desk open on Wednesday 9 September"


def test_a_language_that_nobody_speaks_is_said(app: Application) -> None:
    """With those that are spoken."""
    arrival = registered(app, party=(Person("applicant", ("zh",)),))
    found = make_offers(app, ACTOR, arrival.id, OfferRequest())
    assert found.offers == ()
    assert found.reason is not None
    assert "IND has no desk in zh; its desks speak " in found.reason


def test_a_full_agency_is_named_with_its_days(app: Application) -> None:
    """When the desks of an agency are taken the reason says which and when."""
    arrival = registered(app)
    fill(app, "ind", MONDAY, THURSDAY)
    found = make_offers(app, ACTOR, arrival.id, OfferRequest())
    assert found.reason == "IND has no free desk on Tuesday 8 September and Thursday 10 September"
    assert found.offers[0].completes_on == date(2026, 9, 11)


def test_a_deadline_that_has_passed_is_said(app: Application, clock: Clock) -> None:
    """Late arrivals at the desk get offers from now on."""
    arrival = registered(app)
    clock.forward(days=14)
    found = make_offers(app, ACTOR, arrival.id, OfferRequest())
    assert found.reason == "the deadline, Thursday 10 September 2026, has passed"
    assert found.offers


def test_nothing_at_all_is_said(app: Application) -> None:
    """Who can be helped by nobody is told so and gets no offers."""
    found = make_offers(app, ACTOR, registered(app, party=(Person("applicant", ("xx",)),)).id, OfferRequest())
    assert found.offers == ()
    assert found.reason is not None
    assert "nor does anything fit until the end of Thursday 1 October" in found.reason


@pytest.mark.parametrize(
    ("request_", "pointer"),
    [
        (OfferRequest(limit=0), "/limit"),
        (OfferRequest(limit=21), "/limit"),
        (OfferRequest(earliest=FRIDAY_BEFORE + timedelta(days=999)), "/earliest"),
        (OfferRequest(latest=FRIDAY_BEFORE - timedelta(days=999)), "/latest"),
        (OfferRequest(earliest=FRIDAY_BEFORE, latest=FRIDAY_BEFORE), "/latest"),
    ],
)
def test_requests_that_cannot_be_met(app: Application, request_: OfferRequest, pointer: str) -> None:
    """Each field that is wrong is named, and the database stays as it was."""
    arrival = registered(app)
    before = counts(app)
    with pytest.raises(InvalidInput) as caught:
        make_offers(app, ACTOR, arrival.id, request_)
    assert caught.value.pointer == pointer
    assert counts(app) == before


def test_offers_to_nobody(app: Application) -> None:
    """An arrival that is not there gets none."""
    with pytest.raises(NotFound):
        make_offers(app, ACTOR, "nobody", OfferRequest())


def test_a_booked_arrival_is_offered_what_it_would_free(app: Application) -> None:
    """Its own times count as free, but what it has is no offer."""
    arrival = registered(app)
    first, *_ = offered(app, arrival)
    booking = booked(app, first)
    again = offered(app, arrival, limit=20)
    assert first.appointments not in [offer.appointments for offer in again]
    assert any(booking.appointments[0].start == offer.appointments[0].start for offer in again)


def _whole(day: str) -> Period:
    start = datetime.fromisoformat(f"{day}T00:00:00+02:00")
    return Period(start, start + timedelta(days=1))
