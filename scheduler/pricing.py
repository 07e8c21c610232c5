"""Bid prices of a region: from what is expected and what is still free to what each slot is worth."""

from datetime import date, datetime, timedelta

from scheduler.application import Application
from scheduler.bid_prices import as_table
from scheduler.domain.bid_prices import BidPriceTable
from scheduler.domain.forecast import Forecast, Kind, learned
from scheduler.expecting import sample_futures
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_instance
from solver.instance import Arrival, Instance

_AHEAD = timedelta(days=35)  # of arrivals; farther ahead little is known and much is free
_BEYOND = timedelta(days=14)  # until the deadline of the last of them
_HISTORY = timedelta(weeks=12)
_FUTURES = 10


def expected(uow: UnitOfWork, region_id: str, today: date) -> Forecast | None:
    """What is expected of a region: as planners say, or else as the last weeks were; None if nothing is known."""
    configured = uow.forecasts.configured(region_id)
    if configured is not None:
        return configured
    region, yesterday = uow.configuration.region(region_id), today - timedelta(days=1)
    return learned(uow.forecasts.seen(region_id, region.timezone, today - _HISTORY, yesterday), yesterday)


def priced(app: Application, region_id: str) -> BidPriceTable | None:
    """The prices of a region as of now; None where nobody is expected."""
    now = app.clock()
    with app.reading() as uow:
        setup = uow.configuration.setup(region_id)
        today = setup.region.day(now)
        frame = Frame(setup, today, today + _AHEAD + _BEYOND)
        forecast = expected(uow, region_id, today)
        instance = build_instance(frame, uow.configuration.journeys(), uow.capacity.taken(region_id, *frame.bounds))
        offered = uow.configuration.services(region_id)
    if forecast is None or not frame.days:
        return None
    possible = _possible(forecast, instance, offered)
    if not possible.kinds:
        return None
    futures = _futures(frame, possible, now)
    return as_table(frame, app.price_desks(instance, futures), now)


def _futures(frame: Frame, forecast: Forecast, now: datetime) -> list[tuple[Arrival, ...]]:
    today = now.astimezone(frame.grid.zone).date()
    return sample_futures(frame, forecast, now, today + _AHEAD, count=_FUTURES, seed=today.toordinal())


def _possible(forecast: Forecast, instance: Instance, offered: frozenset[str]) -> Forecast:
    """A forecast without the journeys that the region does not hold any more."""

    def is_held(kind: Kind) -> bool:
        journey = instance.journeys.get(kind.journey)
        return kind.weight > 0 and journey is not None and {step.service for step in journey.steps} <= offered

    return Forecast(forecast.weekly, forecast.weekdays, tuple(filter(is_held, forecast.kinds)), forecast.leads)
