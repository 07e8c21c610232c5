"""Where scenarios start: a live region as it is, or as its history was."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from scheduler.application import Application
from scheduler.domain.errors import InvalidInput
from scheduler.domain.forecast import LEAST_SEEN, Forecast, Kind, learned
from scheduler.pricing import expected
from scheduler.regions import check_region
from scheduler.scenarios.checking import MAX_SPREAD
from scheduler.scenarios.example import year_from
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Scenario
from scheduler.store.unit_of_work import UnitOfWork

K = TypeVar("K", bound=Hashable)
HISTORY_WEEKS = 26
_LATELY = timedelta(weeks=12)
_AHEAD = timedelta(days=366)
_DAY = timedelta(days=1)


def as_now(app: Application, region_id: str) -> Scenario:
    """A region with its desks and whom it expects, for a year from the next Monday; raises InvalidInput.

    Where nothing is expected yet it is whoever is registered, past or to come; where they are too few to tell, nobody
    comes, so that a scenario has to say who does.
    """
    with app.reading() as uow:
        check_region(uow, "/start/region", region_id)
        today = _today(app, uow, region_id)
        forecast = expected(uow, region_id, today) or _registered(uow, region_id, today)
        return _scenario(app, uow, region_id, forecast, today - _LATELY)


def as_was(app: Application, region_id: str, weeks: int = HISTORY_WEEKS) -> Scenario:
    """A region with its desks and who came in the last weeks; raises InvalidInput, also if too few did."""
    with app.reading() as uow:
        check_region(uow, "/start/history", region_id)
        today = _today(app, uow, region_id)
        first, yesterday = today - timedelta(weeks=weeks), today - _DAY
        timezone = uow.configuration.region(region_id).timezone
        forecast = learned(uow.forecasts.seen(region_id, timezone, first, yesterday), yesterday)
        if forecast is None:
            known = f"a region in which {LEAST_SEEN} or more arrived in the last {weeks} weeks"
            raise InvalidInput("/start/history", region_id, known)
        return _scenario(app, uow, region_id, forecast, first)


def _registered(uow: UnitOfWork, region_id: str, today: date) -> Forecast | None:
    """What those suggest who are registered, from lately until the last one of all."""
    timezone = uow.configuration.region(region_id).timezone
    seen = uow.forecasts.seen(region_id, timezone, today - _LATELY, today + _AHEAD)
    return learned(seen, max((each.arrives_on for each in seen), default=today))


def _today(app: Application, uow: UnitOfWork, region_id: str) -> date:
    return uow.configuration.region(region_id).day(app.clock())


def _scenario(app: Application, uow: UnitOfWork, region_id: str, forecast: Forecast | None, first: date) -> Scenario:
    today = _today(app, uow, region_id)
    setup, offered = uow.configuration.setup(region_id), uow.configuration.services(region_id)
    journeys = tuple(journey for journey in uow.configuration.journeys() if journey.services <= offered)
    visits = uow.history.visits(region_id, first, today - _DAY)
    return Scenario(
        name=setup.region.name,
        capacity=Capacity(
            setup.region, setup.agencies, journeys, tuple(map(DeskGroup, setup.resources)), setup.closures
        ),
        demand=replace(
            _demand(forecast, [journey.id for journey in journeys]),
            no_shows=visits.no_shows,
            cancellations=visits.cancellations,
            spread=min(visits.spread, MAX_SPREAD),
        ),
        horizon=year_from(today + timedelta(days=7 - today.weekday())),
        policy=Policy(
            priced=uow.bid_prices.get(region_id) is not None,
            provisional=setup.region.promise.times == "provisional",
            lead_days=app.settings.lead_days,
        ),
    )


def _demand(forecast: Forecast | None, journeys: Sequence[str]) -> Demand:
    """What is expected, of the journeys that the region holds; nobody, and each of these alike, if nothing is."""
    kinds = [] if forecast is None else [kind for kind in forecast.kinds if kind.journey in journeys and kind.weight]
    if forecast is None or not kinds:
        return Demand(0.0, dict.fromkeys(journeys, 1.0))
    parties = _weights(kinds, lambda kind: kind.party)
    return Demand(
        weekly=forecast.weekly,
        journeys=_weights(kinds, lambda kind: kind.journey),
        parties=tuple(parties.get(people, 0.0) for people in range(1, max(parties) + 1)),
        languages=tuple(_weights(kinds, lambda kind: kind.languages).items()),
        weekdays=forecast.weekdays,
        leads=forecast.leads,
    )


def _weights(kinds: Sequence[Kind], of: Callable[[Kind], K]) -> dict[K, float]:
    """The weights of kinds, added up by what they have in common."""
    weights: dict[K, float] = {}
    for kind in kinds:
        weights[of(kind)] = weights.get(of(kind), 0.0) + kind.weight
    return weights
