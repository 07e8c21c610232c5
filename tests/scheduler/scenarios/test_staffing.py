"""The cheapest roster that keeps a service level."""

from dataclasses import replace

import pytest

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.staffing import cheapest_desks
from tests.scheduler.scenarios.simulated import simulated
from tests.scheduler.scenarios.stage import CAPACITY, DEMAND, scenario

FEW = scenario(demand=replace(DEMAND, weekly=40))


def test_the_roster_keeps_the_level_on_demand_it_has_not_seen() -> None:
    """At no less than its bound, with desks of both agencies, each on one weekday."""
    found = cheapest_desks(FEW, 0.95, simulated, seconds=20)
    assert found.holds
    assert 0 < found.bound <= found.solved <= found.cost
    assert {shift.agency for shift in found.shifts if shift.count} == {"town", "centre"}
    assert found.cost == sum(shift.count * 8 * (50.0 if shift.agency == "town" else 40.0) for shift in found.shifts)
    desks = found.result.scenario.capacity.desks
    assert [(desk.desk.id, desk.count) for desk in desks] == [
        (shift.desk.desk.id, shift.count) for shift in found.shifts if shift.count
    ]


def test_where_no_desk_has_a_price_their_hours_are_saved() -> None:
    """An hour counts 1."""
    free = replace(CAPACITY, desks=tuple(replace(group, hourly=0.0) for group in CAPACITY.desks))
    found = cheapest_desks(replace(FEW, capacity=free), 0.5, simulated, seconds=5)
    assert {shift.cost for shift in found.shifts} == {8.0}


@pytest.mark.parametrize("level", [0.0, 1.5])
def test_a_level_that_cannot_be_is_refused(level: float) -> None:
    """It is a share."""
    with pytest.raises(InvalidInput, match="/serviceLevel"):
        cheapest_desks(FEW, level, simulated)


def test_without_any_desk_there_is_nothing_to_be_like() -> None:
    """Hours and services come of the scenario's."""
    none = replace(FEW, capacity=replace(CAPACITY, desks=()))
    with pytest.raises(InvalidInput, match="/capacity/desks"):
        cheapest_desks(none, 0.9, simulated)


def test_where_time_is_too_short_for_a_roster_the_desks_of_the_scenario_stand_in() -> None:
    """More are added as the simulation needs them; the bound is what is proven by then."""
    found = cheapest_desks(FEW, 0.9, simulated, seconds=0.01)
    assert found.holds
    assert found.status in ("unknown", "feasible")
    assert max(shift.count for shift in found.shifts) <= 4
    assert found.bound <= found.cost
