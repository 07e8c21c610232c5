"""From counts to desks."""

from collections import defaultdict
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.instance import Booking, Instance, Journey, Step
from solver.layout import lay_out, take_up
from solver.verify import verify
from tests.solver.stage import desk, first_plan, instance_of, party
from tests.solver.strategies import instances


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_arrivals=8, max_steps=3))
def test_a_plan_names_desks_and_no_desk_twice_at_a_time(instance: Instance) -> None:
    """Every count that fits can be laid out; the verifier finds nothing, and the cost is the assignment's."""
    assignment = first_plan(instance)
    plan = lay_out(assignment, 0.0, 1.5)
    assert plan.cost == pytest.approx(assignment.cost)
    assert verify(instance, plan).violations == ()
    busy: dict[str, set[int]] = defaultdict(set)
    for a in (a for itinerary in plan.itineraries for a in itinerary.appointments):
        assert a.resource in instance.resource_by_id
        assert busy[a.resource].isdisjoint(range(a.start, a.end))
        busy[a.resource].update(range(a.start, a.end))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_arrivals=8, max_steps=3))
def test_a_plan_taken_up_is_the_assignment_that_was_laid_out(instance: Instance) -> None:
    """The same columns at the same cost, on the same desks."""
    assignment = first_plan(instance)
    taken = take_up(assignment.pricer, lay_out(assignment, 0.0, 0.0))
    assert repr(taken.columns) == repr(assignment.columns)
    assert (taken.occupancy.free == assignment.occupancy.free).all()


def test_as_few_desks_are_used_as_are_busy_at_once() -> None:
    """Three desks, two appointments at a time: the third desk stays empty."""
    desks = tuple(desk(name, (9, 13)) for name in ("one", "two", "three"))
    arrivals = tuple(party(f"p{n}", available_from=9 + 2 * (n % 2), deadline=11 + 2 * (n % 2)) for n in range(4))
    plan = lay_out(first_plan(instance_of(desks, arrivals)), 0.0, 0.0)
    assert plan.late == ()
    assert {a.resource for itinerary in plan.itineraries for a in itinerary.appointments} == {"one", "two"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(1, 12), min_size=2, max_size=5),
    st.lists(st.tuples(st.integers(0, 11), st.integers(1, 5)), max_size=25),
    st.booleans(),
)
def test_whatever_keeps_to_the_counts_finds_desks_that_open_or_close_at_different_times(
    lengths: list[int], wished: list[tuple[int, int]], together: bool
) -> None:
    """Desks that all begin or all end at one time, and as many appointments at fixed times as the counts allow."""
    stretches = [(6, 6 + length) if together else (18 - length, 18) for length in lengths]
    left = np.array([sum(begin <= slot < end for begin, end in stretches) for slot in range(24)])
    fixed = []
    for start, length in ((6 + start, length) for start, length in wished):
        if left[start : start + length].min() > 0:
            left[start : start + length] -= 1
            fixed.append((start, length))
    sizes = Journey("j", (Step("talk", "x", (1, 2, 3, 4, 5)),))
    arrivals = [
        replace(party(f"p{n}", available_from=start, deadline=start + length), party=length)
        for n, (start, length) in enumerate(fixed)
    ]
    desks = tuple(desk(f"desk-{n}", stretch) for n, stretch in enumerate(stretches))
    instance = instance_of(desks, tuple(arrivals), journey=sizes)
    plan = lay_out(first_plan(instance), 0.0, 0.0)
    assert plan.late == ()
    assert verify(instance, plan).violations == ()


def test_booked_time_is_left_alone() -> None:
    """The desk with a booking serves before it and after it."""
    arrivals = (party("p0"), party("p1"), party("p2"))
    instance = instance_of((desk("one", (9, 15)),), arrivals, booked=(Booking("one", 11, 13),))
    plan = lay_out(first_plan(instance), 0.0, 0.0)
    times = sorted((a.start, a.end) for itinerary in plan.itineraries for a in itinerary.appointments)
    assert times == [(9, 11), (13, 15)]
    assert len(plan.late) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_arrivals=8, max_steps=2), st.randoms(use_true_random=False))
def test_everyone_who_stays_keeps_the_desk(instance: Instance, random: Random) -> None:
    """Whichever desk of its class that was: together they fit, as they did before."""
    assignment = first_plan(instance)
    classes = assignment.pricer.classes
    other = [dict(zip(each, random.sample(each, len(each)), strict=True)) for each in classes.members]
    held = {itinerary.arrival: itinerary.appointments for itinerary in lay_out(assignment, 0.0, 0.0).itineraries}
    own: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for arrival, column in zip(instance.arrivals, assignment.columns, strict=True):
        for a, cls in zip(held.get(arrival.id, ()), column.cls if column else (), strict=True):
            own[arrival.id, a.step, a.start].append(other[cls][a.resource])
    found: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for itinerary in lay_out(assignment, 0.0, 0.0, own).itineraries:
        for a in itinerary.appointments:
            found[itinerary.arrival, a.step, a.start].append(a.resource)
    assert found == own


def test_those_who_stay_keep_their_desks_beside_somebody_new() -> None:
    """The first desk would be free for the newcomer, but is somebody's own an hour later."""
    arrivals = (party("p", deadline=12, available_from=10), party("new", deadline=11, available_from=9))
    assignment = first_plan(instance_of((desk("one", (9, 13)), desk("two", (9, 13))), arrivals))
    for own, other in (("one", "two"), ("two", "one")):
        plan = lay_out(assignment, 0.0, 0.0, {("p", "talk", 10): (own,)})
        assert {i.arrival: i.appointments[0].resource for i in plan.itineraries} == {"p": own, "new": other}


def test_a_desk_of_its_own_is_given_up_where_somebody_would_find_none() -> None:
    """Three in a row at two desks, the middle one as long as both: two have to share a desk."""
    arrivals = (
        party("early", deadline=11, available_from=9),
        party("late", deadline=13, available_from=11),
        party("long", deadline=12, available_from=10),
    )
    assignment = first_plan(instance_of((desk("one", (9, 13)), desk("two", (9, 13))), arrivals))
    plan = lay_out(assignment, 0.0, 0.0, {("early", "talk", 9): ("one",), ("late", "talk", 11): ("two",)})
    desks = {i.arrival: i.appointments[0].resource for i in plan.itineraries}
    assert desks["early"] == desks["late"] != desks["long"]


@pytest.mark.parametrize(
    ("bound", "status", "kept"),
    [(100.0, "optimal", 100.0), (99.99995, "optimal", 99.99995), (99.0, "feasible", 99.0), (101.0, "optimal", 100.0)],
)
def test_a_plan_is_called_optimal_where_cost_and_bound_agree(bound: float, status: str, kept: float) -> None:
    """To a millionth; a bound above the cost by rounding alone is the cost."""
    plan = lay_out(first_plan(instance_of((desk("one", (9, 11)),), (party("p0"),))), bound, 0.0)
    assert (plan.cost, plan.status, plan.bound) == (100.0, status, kept)
