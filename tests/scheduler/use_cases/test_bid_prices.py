"""Prices at the desk: from what is expected to what is offered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from scheduler.application import Application
from scheduler.domain.arrival import NewArrival
from scheduler.domain.disruption import Absence
from scheduler.domain.errors import InvalidInput, NotFound
from scheduler.domain.forecast import LEAST_SEEN, Forecast, Kind
from scheduler.store import tables as t
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.forecast import forget_forecast, read_bid_prices, read_forecast, set_forecast
from scheduler.use_cases.price_desks import price_due_regions
from scheduler.use_cases.register_arrival import register_arrival
from scheduler.worker import Worker
from solver.child import SolveStoppedError
from solver.desk_prices import DeskPrices
from tests.scheduler.stage import ACTOR, MONDAY, REGION, Clock, count, fill, newcomer, offered, once, registered

EN = frozenset(("en",))
RUSH = Forecast(
    150.0, (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0), (Kind("knowledge-migrant", 1, EN, 1.0),), (1.0, 0.0, 0.0, 0.0, 0.0)
)
QUIET = replace(RUSH, weekly=1.0)


def priced(app: Application, forecast: Forecast) -> None:
    """Have a forecast and its prices."""
    set_forecast(app, ACTOR, REGION, forecast)
    assert price_due_regions(app)


def test_without_a_forecast_offers_cost_what_their_itineraries_cost(app: Application) -> None:
    """One visit and the days until the IND is there."""
    assert read_bid_prices(app, REGION) is None
    assert read_forecast(app, REGION) == (None, False)
    assert not price_due_regions(app)
    assert offered(app, registered(app), limit=1)[0].cost == 110


def test_whoever_can_come_on_another_day_is_offered_it_where_a_rush_is_expected(app: Application) -> None:
    """150 are expected on Tuesday, who fill the IND until Friday: its time is dear, and offers say so."""
    before = offered(app, registered(app), limit=1)[0]
    priced(app, RUSH)
    table = read_bid_prices(app, REGION)
    assert table is not None
    assert {desk.split("-")[0] for desk in table.desks} >= {"ind"}
    after = offered(app, registered(app), limit=1)[0]
    assert after.cost > before.cost
    assert after.meets_deadline


def test_who_is_late_is_offered_the_first_day_whatever_it_is_worth_to_others(app: Application) -> None:
    """Days farther ahead than anybody is expected are cheap, and no reason to wait that long."""
    fill(app, "ind", MONDAY, MONDAY + timedelta(days=4))
    arrival = registered(app)
    soonest = offered(app, arrival, limit=1)[0]
    assert not soonest.meets_deadline
    priced(app, RUSH)
    assert offered(app, arrival, limit=1)[0].appointments == soonest.appointments


def test_a_quiet_week_changes_no_offer(app: Application) -> None:
    """Prices are as good as none."""
    before = offered(app, registered(app), limit=3)
    priced(app, QUIET)
    after = offered(app, registered(app), limit=3)
    assert [each.appointments for each in after] == [each.appointments for each in before]


def test_offers_follow_new_prices_at_once(app: Application) -> None:
    """Also in a process that has made offers before; forgetting the forecast takes the prices away."""
    first = offered(app, registered(app), limit=1)[0].cost
    priced(app, RUSH)
    dear = offered(app, registered(app), limit=1)[0].cost
    forget_forecast(app, ACTOR, REGION)
    assert price_due_regions(app)
    assert read_bid_prices(app, REGION) is None
    assert offered(app, registered(app), limit=1)[0].cost == first < dear


def test_a_region_learns_from_its_own_arrivals(app: Application, clock: Clock) -> None:
    """Fifty came last week: as many are expected; erasing them takes nothing away but their languages."""
    for number in range(LEAST_SEEN):
        register_arrival(app, ACTOR, an_arrival(number))
    clock.forward(days=12)
    forecast, configured = read_forecast(app, REGION)
    assert forecast is not None
    assert not configured
    assert forecast.weekly == pytest.approx(LEAST_SEEN * 7 / 9, rel=0.01)
    assert sum(forecast.weekdays[:5]) == LEAST_SEEN
    assert {kind.journey for kind in forecast.kinds} == {"knowledge-migrant"}


def an_arrival(number: int) -> NewArrival:
    """One of those who come from Monday to Friday."""
    return newcomer(arrives_on=MONDAY + timedelta(number % 5))


def test_prices_are_computed_once_whichever_worker_does(app: Application, clock: Clock) -> None:
    """A second one finds nothing to do; one that was killed leaves it to the next after its lease."""
    set_forecast(app, ACTOR, REGION, QUIET)
    with app.writing() as uow:
        assert uow.bid_prices.lease(REGION, clock.now, clock.now + timedelta(minutes=10))
        uow.commit()
    assert not price_due_regions(app)
    clock.forward(minutes=11)
    assert price_due_regions(app)
    assert not price_due_regions(app)


def test_prices_stay_as_they_are_where_the_solver_is_away(app: Application, clock: Clock) -> None:
    """They are asked for again once the lease is over."""
    priced(app, RUSH)
    before = read_bid_prices(app, REGION)
    set_forecast(app, ACTOR, REGION, QUIET)

    def away(*_: object) -> DeskPrices:
        raise SolveStoppedError("killed")

    assert not price_due_regions(replace(app, price_desks=away))
    assert read_bid_prices(app, REGION) == before
    clock.forward(minutes=11)
    assert price_due_regions(app)


def test_who_asks_while_prices_are_computed_is_answered_by_the_next(app: Application, clock: Clock) -> None:
    """What happened meanwhile is in nobody's prices yet."""
    with app.writing() as uow:
        uow.bid_prices.ask(REGION, clock.now + timedelta(seconds=1))
        uow.bid_prices.store(REGION, None, clock.now)
        uow.commit()
    assert price_due_regions(app)


def test_the_worker_prices_each_region_every_night(app: Application, clock: Clock) -> None:
    """Once the hour has come, beside its other work."""
    set_forecast(app, ACTOR, REGION, QUIET)
    worker = Worker(app)
    while worker.plan():
        pass
    first = read_bid_prices(app, REGION)
    clock.forward(days=1)
    while worker.plan():
        pass
    second = read_bid_prices(app, REGION)
    assert first is not None
    assert second is not None
    assert second.computed_at - first.computed_at == timedelta(days=1)


def test_a_disruption_has_prices_computed_anew_and_so_has_its_end(app: Application, clock: Clock) -> None:
    """A desk less is another market."""
    absence = Absence("ind-1", clock.now, clock.now + timedelta(days=9))
    found = disrupt(app, ACTOR, (absence,), "ill", once())
    assert price_due_regions(app)
    assert not price_due_regions(app)
    end_disruption(app, ACTOR, found.id)
    assert price_due_regions(app)


def test_what_cannot_be_expected_is_refused_and_nothing_is_stored(app: Application) -> None:
    """A journey that nobody holds; a region that is not there."""
    before = count(app, "forecasts")
    with pytest.raises(InvalidInput, match="/kinds/0/journey"):
        set_forecast(app, ACTOR, REGION, replace(RUSH, kinds=(Kind("tourist", 1, EN, 1.0),)))
    with pytest.raises(NotFound):
        set_forecast(app, ACTOR, "atlantis", RUSH)
    with pytest.raises(NotFound):
        forget_forecast(app, ACTOR, "atlantis")
    assert count(app, "forecasts") == before


def test_kinds_whose_journey_is_gone_are_left_out(app: Application) -> None:
    """A forecast of journeys that the region does not hold any more prices nothing."""
    with app.database.writing() as connection:
        values = {"weekly": 90.0, "weekdays": [1.0] * 7, "leads": [1.0]}
        kind = {"journey": "gone", "party": 1, "languages": [], "weight": 1.0}
        connection.execute(insert(t.forecasts).values(region_id=REGION, forecast={**values, "kinds": [kind]}))
        connection.commit()
    with app.writing() as uow:
        uow.bid_prices.ask(REGION, app.clock())
        uow.commit()
    assert price_due_regions(app)
    assert read_bid_prices(app, REGION) is None
