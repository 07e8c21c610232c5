"""What tests of scenarios begin with: a small office, and the scenario of a few weeks at it."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from calendars.opening import WallSpan, WeeklyPattern
from scheduler.domain.agency import Agency, Region, Resource
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario

MONDAY = date(2026, 9, 7)
NAME = Text("Naam", "Name")
REGION = Region(
    "south", "South", "Europe/Amsterdam", "desk@onestop.example", Promise(), Prices(), Pace(15, 1, travel={})
)
AGENCIES = (Agency("town", "south", NAME), Agency("centre", "south", NAME))
NEWCOMER = Journey(
    "newcomer",
    NAME,
    (Step("registration", NAME, "registration", (2, 3)), Step("advice", NAME, "advice", (2,), after=("registration",))),
)
EVERY_DAY = WeeklyPattern(dict.fromkeys(range(1, 6), (WallSpan(time(9), time(17)),)))


def desk(agency: str, service: str, pattern: WeeklyPattern = EVERY_DAY) -> Resource:
    """A desk that speaks English, named after its agency."""
    return Resource(agency, agency, "hall", frozenset((service,)), frozenset(("en",)), pattern)


CAPACITY = Capacity(
    REGION,
    AGENCIES,
    (NEWCOMER,),
    (DeskGroup(desk("town", "registration"), 2, hourly=50.0), DeskGroup(desk("centre", "advice"), 2, hourly=40.0)),
)
DEMAND = Demand(
    weekly=100,
    journeys={"newcomer": 1.0},
    parties=(0.7, 0.3),
    leads=(1.0,) * 8,
    walk_ins=0.1,
    no_shows=0.1,
    cancellations=0.1,
    spread=0.5,
)
HORIZON = Horizon(MONDAY, MONDAY + timedelta(days=27), warm_up=timedelta(days=7))


def scenario(**changes: Any) -> Scenario:
    """Four weeks of a hundred newcomers at two desks of each of two agencies, the first week to warm up."""
    plain = Scenario("Four weeks", CAPACITY, DEMAND, HORIZON)
    return replace(plain, **changes)


def with_demand(**changes: Any) -> Scenario:
    """The same with another demand."""
    return scenario(demand=replace(DEMAND, **changes))


def with_desks(*desks: DeskGroup) -> Scenario:
    """The same with other desks."""
    return scenario(capacity=replace(CAPACITY, desks=desks))
