"""A scenario starts as a region is now, with whom it expects, or as its history was."""

from datetime import timedelta
from operator import attrgetter

import pytest

from scheduler.application import Application
from scheduler.demo.region import AGENCIES, JOURNEYS, REGION, resources
from scheduler.domain.errors import InvalidInput
from scheduler.domain.forecast import LEAST_SEEN, Forecast, Kind
from scheduler.scenarios.checking import check
from scheduler.scenarios.starting import as_now, as_was
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.finish_visit import finish_visit
from scheduler.use_cases.forecast import set_forecast
from scheduler.use_cases.miss import miss
from scheduler.use_cases.start_visit import start_visit
from tests.scheduler.stage import ACTOR, MONDAY, Clock, booked, offered, registered

by_id = attrgetter("id")
FORECAST = Forecast(
    48.0,
    (5.0, 4.0, 3.0, 2.0, 1.0, 0.0, 0.0),
    (
        Kind("eu-citizen", 1, frozenset({"en"}), 3.0),
        Kind("eu-citizen", 3, frozenset({"de"}), 1.0),
        Kind("first-permit", 1, frozenset(), 2.0),
    ),
    (1.0, 2.0),
)


def test_as_now_holds_the_region_and_its_forecast(app: Application) -> None:
    """Desks, agencies, journeys, closures and promise are the region's, who comes is what planners expect."""
    set_forecast(app, "planner", REGION.id, FORECAST)
    found = as_now(app, REGION.id)
    check(found)
    assert found.capacity.region == REGION
    assert sorted((group.desk for group in found.capacity.desks), key=by_id) == sorted(resources(), key=by_id)
    assert sorted(found.capacity.agencies, key=by_id) == sorted(AGENCIES, key=by_id)
    assert sorted(found.capacity.journeys, key=by_id) == sorted(JOURNEYS, key=by_id)
    assert found.demand.weekly == 48
    assert found.demand.journeys == {"eu-citizen": 4.0, "first-permit": 2.0}
    assert found.demand.parties == (5.0, 0.0, 1.0)
    assert dict(found.demand.languages) == {frozenset({"en"}): 3.0, frozenset({"de"}): 1.0, frozenset(): 2.0}
    assert (found.demand.weekdays, found.demand.leads) == (FORECAST.weekdays, FORECAST.leads)


def test_it_counts_a_year_from_the_next_monday(app: Application, clock: Clock) -> None:
    """Four weeks fill the desks before that."""
    horizon = as_now(app, REGION.id).horizon
    monday = horizon.counted_from
    assert clock().date() < monday <= clock().date() + timedelta(days=7)
    assert monday.weekday() == 0
    assert horizon.last - monday == timedelta(days=363)


def test_without_a_forecast_nobody_comes(app: Application) -> None:
    """A scenario has to say who does; until then it is refused."""
    found = as_now(app, REGION.id)
    assert found.demand.weekly == 0
    with pytest.raises(InvalidInput, match="/demand/weekly"):
        check(found)


def test_without_a_forecast_it_is_whoever_is_registered(app: Application) -> None:
    """Past or to come, once they are enough to tell: how many a week, of which journeys, in which parties."""
    for _ in range(LEAST_SEEN - 1):
        registered(app, journey="eu-citizen", arrives_on=MONDAY)
    assert as_now(app, REGION.id).demand.weekly == 0
    registered(app, arrives_on=MONDAY + timedelta(days=1))
    found = as_now(app, REGION.id)
    check(found)
    assert found.demand.weekly == LEAST_SEEN
    assert found.demand.journeys == {"eu-citizen": LEAST_SEEN - 1.0, "knowledge-migrant": 1.0}
    assert found.demand.weekdays[:2] == (LEAST_SEEN - 1.0, 1.0)


def test_an_unknown_region_is_refused(app: Application) -> None:
    """And so is its history; the regions that there are are named."""
    with pytest.raises(InvalidInput, match="/start/region: 'atlantis' should be one of zuid-limburg"):
        as_now(app, "atlantis")
    with pytest.raises(InvalidInput, match="/start/history: 'atlantis' should be one of zuid-limburg"):
        as_was(app, "atlantis")


def test_a_history_of_too_few_tells_nothing(app: Application) -> None:
    """Where too few came, that is said."""
    with pytest.raises(InvalidInput, match="/start/history"):
        as_was(app, REGION.id)


def test_history_tells_who_came_and_what_became_of_them(app: Application, clock: Clock) -> None:
    """Journeys, parties, leads, cancellations, no-shows and the spread of durations are those of the last weeks."""
    for _ in range(LEAST_SEEN - 2):
        registered(app, journey="eu-citizen", arrives_on=MONDAY)
    kept, given_up = (booked(app, offered(app, registered(app, arrives_on=MONDAY))[0]) for _ in range(2))
    cancel(app, ACTOR, given_up.id, "elsewhere")
    first, second, third = kept.appointments
    for each, minutes in ((first, 10), (second, 90)):
        clock.now = each.start
        check_in(app, ACTOR, each.id)
        start_visit(app, ACTOR, each.id)
        clock.now = each.start + timedelta(minutes=minutes)
        finish_visit(app, ACTOR, each.id)
    clock.now = third.start
    miss(app, ACTOR, third.id)
    clock.now = third.start + timedelta(days=7)
    demand = as_was(app, REGION.id, weeks=2).demand
    assert demand.journeys == {"eu-citizen": 48.0, "knowledge-migrant": 2.0}
    assert (demand.weekdays[0], demand.cancellations) == (50.0, 0.5)
    assert demand.no_shows == pytest.approx(1 / 3)
    paces = [timedelta(minutes=m) / (each.end - each.start) for each, m in ((first, 10), (second, 90))]
    assert demand.spread == pytest.approx(abs(paces[0] - paces[1]) / 2)
