"""How many are late in every plan."""

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.forced import forced_late
from solver.instance import Instance, Journey, Step
from tests.solver.brute_force import fewest_late
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances

_PERMIT_FIRST = Journey("j", (Step("permit", "x", (1,)), Step("registration", "y", (2,), after=("permit",))))


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2))
def test_no_plan_has_fewer(instance: Instance) -> None:
    """The fewest of every plan there is."""
    assert forced_late(instance, 20).late <= fewest_late(instance)


def test_nobody_is_late_by_halves() -> None:
    """Three slots for two parties that take two each: relaxed, half a party is late."""
    assert forced_late(instance_of((desk("one", (9, 12)),), (party("p0"), party("p1"))), 20).late == 1


def test_who_can_never_come_is_late() -> None:
    """Whether its window holds no day at all, or no desk."""
    assert forced_late(instance_of((desk("one", (9, 11)),), (party("p0"), party("never", deadline=3))), 20).late == 1
    assert forced_late(instance_of((), (party("p0"),)), 20).late == 1


def test_the_first_slots_of_a_morning_are_no_use_to_who_has_to_be_elsewhere_first() -> None:
    """Eight hours for four parties of two hours each, two of them before anybody can have a permit."""
    desks = (desk("permits", (9, 17)), desk("register", (9, 17), service="y"))
    crowd = instance_of(desks, tuple(party(f"p{n}") for n in range(4)), journey=_PERMIT_FIRST)
    assert forced_late(crowd, 20).late == 1


def test_a_crowded_instance_of_the_benchmarks_leaves_one_late() -> None:
    """As its whole relaxation says: 0.6 arrivals late, found over thousands of slots."""
    assert forced_late(generate(Family(430), 504), 60).late == 1


def test_without_time_nothing_is_said() -> None:
    """Nobody is known to be late then."""
    assert forced_late(generate(Family(60, days=3, desks=(1, 1, 1)), 1), 0.0).late == 0


def test_slots_that_are_just_enough_are_worth_late_arrivals() -> None:
    """Nobody has to be late in this crowd, but a plan that loses a few of its slots leaves somebody late."""
    crowd = forced_late(generate(Family(430), 112), 60)
    assert crowd.late == 0
    assert crowd.prices.max() > 0


def test_slots_that_nobody_needs_are_worth_nothing() -> None:
    """An hour to spare for two parties of two hours each."""
    assert forced_late(instance_of((desk("one", (9, 14)),), (party("p0"), party("p1"))), 20).prices.max() == 0


def test_a_late_arrival_is_worth_the_slots_it_leaves() -> None:
    """In a crowd that counters limit: five slots of one serve a party of five, or two smaller ones."""
    crowd = generate(Family(430), 504)
    worth = forced_late(crowd, 60).worth
    by_party = [worth[[arrival.party == size for arrival in crowd.arrivals]].mean() for size in (1, 2, 3, 5)]
    assert by_party == sorted(by_party)
    assert by_party[0] < 0.5
    assert worth.max() == pytest.approx(1)
