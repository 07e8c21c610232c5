"""Who is absent on which day."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from scheduler.scenarios.absences import absent_desks
from scheduler.scenarios.scenario import DeskGroup, Scenario
from scheduler.scenarios.world import World
from tests.scheduler.scenarios.stage import CAPACITY, HORIZON, desk, scenario

YEAR = replace(HORIZON, last=HORIZON.first + timedelta(days=364))


def with_absences(share: float, count: int = 2) -> Scenario:
    """A year at so many desks of one agency, and two of another, each absent on a share of its days."""
    desks = (DeskGroup(desk("town", "registration"), count), CAPACITY.desks[1])
    return scenario(capacity=replace(CAPACITY, desks=desks, absences=share), horizon=YEAR)


def absent_days(some: Scenario, desk_id: str, number: int = 0) -> int:
    """On how many days a replication has a class absent that a desk is in."""
    world = World(some)
    found = absent_desks(world, number)
    return sum(int(found[cls]) for cls, members in enumerate(world.classes.members) if desk_id in members)


def test_each_desk_is_absent_on_its_share_of_the_days() -> None:
    """Of the 261 weekdays of a year, two desks, and on none or all at the ends."""
    assert absent_days(with_absences(0.2), "town-1") == pytest.approx(2 * 261 * 0.2, rel=0.25)
    assert absent_desks(World(with_absences(0.0)), 0).sum() == 0
    world = World(with_absences(1.0))
    there = np.array([len(members) for members in world.classes.members])
    in_time = world.dates[world.classes.day] >= HORIZON.first.toordinal()
    assert np.array_equal(absent_desks(world, 0), there * in_time)


def test_replications_differ_and_are_the_same_each_time() -> None:
    """By number, and by seed."""
    world, other = World(with_absences(0.2)), World(replace(with_absences(0.2), seed=2))
    assert np.array_equal(absent_desks(world, 0), absent_desks(world, 0))
    assert not np.array_equal(absent_desks(world, 0), absent_desks(world, 1))
    assert not np.array_equal(absent_desks(world, 0), absent_desks(other, 0))


def test_another_desk_leaves_the_days_of_the_others_as_they_are() -> None:
    """So that scenarios are compared on the same absences; more of these add to those there were."""
    few, many = (absent_desks(World(with_absences(0.2, count)), 0) for count in (2, 3))
    assert few.shape == many.shape
    assert (many >= few).all()
    assert (many > few).any()
    assert (absent_desks(World(with_absences(0.3)), 0) >= few).all()
