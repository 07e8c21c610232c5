"""The example region as the start of a scenario, for whoever has no database."""

from collections.abc import Mapping
from datetime import date, timedelta

from scheduler.demo.demand import LANGUAGES, ORDINARY, PARTIES
from scheduler.demo.region import AGENCIES, JOURNEYS, REGION, closures, resources
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario

_WEEKLY = 60.0
_YEARS = 6  # whose closures are known, for scenarios on other days
_LEADS = (6.0, 6.0, 6.0, 5.0, 5.0, 5.0, 5.0, 4.0, 4.0, 4.0, 4.0, 3.0, 3.0, 3.0, 3.0)  # two weeks beforehand at most
_WALK_INS, _NO_SHOWS, _CANCELLATIONS, _SPREAD = 0.05, 0.04, 0.05, 0.2
_HOURLY: Mapping[str, float] = {"ind": 55.0, "gemeente": 48.0, "expat-centre": 45.0}


def example(monday: date) -> Scenario:
    """Zuid-Limburg for a year from a Monday, about 3,000 arrivals; nothing in it is measured."""
    years = range(monday.year - 1, monday.year + _YEARS)
    desks = tuple(DeskGroup(desk, hourly=_HOURLY[desk.agency]) for desk in resources())
    return Scenario(
        name=REGION.name,
        capacity=Capacity(REGION, AGENCIES, JOURNEYS, desks, closures(years)),
        demand=_demand(),
        horizon=year_from(monday),
        policy=Policy(),
    )


def year_from(monday: date) -> Horizon:
    """Fifty-two weeks that count, after four that fill the desks."""
    return Horizon(monday - timedelta(weeks=4), monday + timedelta(weeks=52, days=-1), timedelta(weeks=4))


def _demand() -> Demand:
    return Demand(
        weekly=_WEEKLY,
        journeys={name: float(weight) for name, weight in ORDINARY.journeys.items()},
        parties=tuple(float(weight) for _, weight in PARTIES),
        languages=tuple((frozenset(languages), float(weight)) for languages, weight in LANGUAGES),
        weekdays=(*map(float, ORDINARY.weekdays), 0.0, 0.0),
        leads=_LEADS,
        walk_ins=_WALK_INS,
        no_shows=_NO_SHOWS,
        cancellations=_CANCELLATIONS,
        spread=_SPREAD,
    )
