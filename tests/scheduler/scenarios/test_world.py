"""A scenario on the solver's grid."""

from dataclasses import replace
from datetime import date, time, timedelta

import numpy as np

from calendars.opening import Closure, OpeningException, WallSpan
from scheduler.domain.agency import AgencyClosure
from scheduler.scenarios.demand import WALKS_IN, draw
from scheduler.scenarios.scenario import DeskGroup, Intake
from scheduler.scenarios.world import World, desks_of
from tests.scheduler.scenarios.stage import CAPACITY, HORIZON, MONDAY, desk, scenario, with_demand

HALF = (WallSpan(time(9), time(11)),)


def test_a_group_of_desks_is_as_many_desks_as_it_counts() -> None:
    """Numbered if there are several; none at all is a group too."""
    town = desk("town", "registration")
    assert [each.id for each in desks_of(DeskGroup(town, 2))] == ["town-1", "town-2"]
    assert [each.id for each in desks_of(DeskGroup(town))] == ["town"]
    assert list(desks_of(DeskGroup(town, 0))) == []


def test_an_extra_desk_is_there_between_its_days_only() -> None:
    """With its own exceptions, and not on days on which it would be shut."""
    exception = OpeningException(MONDAY + timedelta(days=1), HALF)
    extra = DeskGroup(
        replace(desk("town", "registration"), id="extra", exceptions=(exception,)),
        between=(MONDAY, MONDAY + timedelta(days=6)),
    )
    world = World(scenario(capacity=replace(CAPACITY, desks=(*CAPACITY.desks, extra))))
    hours = {day: spans["extra"] for day, spans in world.frame.hours.items() if "extra" in spans}
    assert list(hours) == [MONDAY + timedelta(days=n) for n in range(5)]
    assert hours[MONDAY + timedelta(days=1)] == HALF
    assert hours[MONDAY] != HALF


def test_newcomers_get_the_window_of_the_promise() -> None:
    """Three days, longer over a weekend; whoever comes on a Saturday comes on Monday."""
    bus = [Intake(day, 1, "newcomer") for day in (MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=5))]
    world = World(with_demand(weekly=0.0, intakes=tuple(bus)))
    requests = world.requests(draw(world.scenario.demand, HORIZON, 2, 1, 0))
    days = [(_day(world, each.available_from), world.frame.days[each.deadline_day]) for each in requests.arrivals]
    monday = MONDAY + timedelta(days=7)
    assert days == [
        (MONDAY, MONDAY + timedelta(days=3)),
        (MONDAY + timedelta(days=3), monday),
        (monday, monday + timedelta(days=1)),
    ]


def test_nobody_walks_in_before_opening_or_asks_after_coming() -> None:
    """A walk-in can be served from the moment of walking in, the others from the opening of their day."""
    world = World(scenario())
    people = draw(world.scenario.demand, HORIZON, 2, 1, 0)
    requests = world.requests(people)
    available = np.array([each.available_from for each in requests.arrivals])
    opening = available % world.instance.slots_per_day == world.classes.first
    walks_in = people.lead == WALKS_IN
    assert opening[~walks_in].all()
    assert (requests.asked[walks_in] == available[walks_in]).all()
    assert (requests.asked <= available).all()
    cancelled = requests.cancelled
    assert requests.cancels is not None
    assert (requests.asked[cancelled] <= requests.cancels[cancelled]).all()
    assert (requests.cancels[cancelled] < available[cancelled]).all()


def test_overbooking_gives_away_more_desks_than_there_are() -> None:
    """At its agency only."""
    plain, more = World(scenario()).classes, World(scenario(overbooking={"town": 1})).classes
    town = np.array([plain.resource(cls).agency == "town" for cls in range(plain.count)])
    assert (more.free[town] == plain.free[town] + plain.open_slots[town]).all()
    assert (more.free[~town] == plain.free[~town]).all()


def test_closures_shut_the_desks_and_warm_up_does_not_count() -> None:
    """Days that count lie after the warm-up, up to the horizon's last."""
    closure = AgencyClosure("south", None, Closure(MONDAY, MONDAY + timedelta(days=8), "painting"))
    world = World(scenario(capacity=replace(CAPACITY, closures=(closure,))))
    opens = MONDAY + timedelta(days=9)
    assert opens in world.frame.days
    assert not any(MONDAY <= day < opens for day in world.frame.days)
    counted = [day for day, counts in zip(world.frame.days, world.counted_days, strict=True) if counts]
    assert (counted[0], counted[-1]) == (opens, date(2026, 10, 2))


def _day(world: World, slot: int) -> date:
    return world.frame.days[slot // world.instance.slots_per_day]
