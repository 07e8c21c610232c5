"""The example region and its people."""

from collections import Counter
from datetime import date

import pytest

from scheduler.application import Application
from scheduler.demo.demand import demo_arrivals, demo_monday
from scheduler.demo.region import closures
from scheduler.demo.seed import seed_demo
from scheduler.use_cases.register_arrival import register_arrival
from tests.scheduler.stage import ACTOR, MONDAY, count, counts


def test_seeding_twice_is_seeding_once(app: Application) -> None:
    """A database that has the region keeps it as it is."""
    before = counts(app)
    seed_demo(app)
    assert counts(app) == before
    assert before["resources"] == 10


def test_the_same_week_has_the_same_people() -> None:
    """The demo is the same wherever it runs, and other weeks have others."""
    assert demo_arrivals(MONDAY) == demo_arrivals(MONDAY)
    assert demo_arrivals(MONDAY) != demo_arrivals(MONDAY, seed=2)
    assert len(demo_arrivals(MONDAY)) == 120


def test_september_brings_students() -> None:
    """More people come for a first permit in the months of intake, and they come alone."""
    september = Counter(arrival.journey for arrival in demo_arrivals(MONDAY))
    november = Counter(arrival.journey for arrival in demo_arrivals(date(2026, 11, 9)))
    assert september["first-permit"] > 1.5 * november["first-permit"]
    assert all(len(a.party) == 1 for a in demo_arrivals(MONDAY) if a.journey == "first-permit")


@pytest.mark.parametrize("monday", [MONDAY, date(2026, 11, 9)])
def test_every_arrival_can_be_registered(app: Application, monday: date) -> None:
    """Nobody in the demo breaks a rule."""
    for new in demo_arrivals(monday):
        register_arrival(app, ACTOR, new)
    assert count(app, "arrivals") == 120


def test_the_week_to_plan_is_the_next_one() -> None:
    """From any day the Monday after it."""
    assert demo_monday(date(2026, 9, 6)) == MONDAY
    assert demo_monday(MONDAY) == date(2026, 9, 14)


def test_carnival_closes_two_days() -> None:
    """The Monday and Tuesday before Ash Wednesday, 10 February 2027."""
    carnival = [each.closure for each in closures(range(2027, 2028)) if each.closure.reason == "carnival"]
    assert [(each.first, each.last) for each in carnival] == [(date(2027, 2, 8), date(2027, 2, 9))]
