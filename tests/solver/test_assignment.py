"""A plan in the making."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.assignment import Assignment, as_it_stands, greedy
from solver.classes import merged_classes
from solver.grouping import group_arrivals
from solver.homes import find_homes
from solver.instance import Instance
from solver.plan import Appointment, Itinerary
from solver.pricing import Pricer
from tests.solver.stage import cheapest_alone, desk, first_plan, instance_of, party, pricer_of
from tests.solver.strategies import instances

_HEALTH = list(HealthCheck)


def _used(assignment: Assignment) -> np.ndarray:
    """[class, width] desks that the columns take."""
    used = np.zeros_like(assignment.pricer.classes.free)
    for column in assignment.columns:
        for _, cls, start, length in column.spans() if column else ():
            used[cls, start : start + length] += 1
    return used


@settings(max_examples=200, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=6, max_steps=3), st.sets(st.integers(0, 5)))
def test_desks_follow_columns_as_they_come_and_go(instance: Instance, chosen: set[int]) -> None:
    """What is taken and what is free make up the whole, before, between and after."""
    plan = first_plan(instance)
    whole = plan.pricer.classes.free
    before, cost = repr(plan.columns), plan.cost
    held = plan.release(n for n in chosen if n < len(plan.columns))
    assert np.array_equal(plan.occupancy.free + _used(plan), whole)
    for arrival in held:
        plan.insert(arrival, np.zeros(whole.shape))
    assert (plan.occupancy.free >= 0).all()
    assert np.array_equal(plan.occupancy.free + _used(plan), whole)
    plan.restore(held)
    assert (repr(plan.columns), plan.cost) == (before, cost)
    assert np.array_equal(plan.occupancy.free + _used(plan), whole)


@settings(max_examples=200, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_steps=3))
def test_an_arrival_alone_gets_its_cheapest_itinerary(instance: Instance) -> None:
    """On empty desks, without prices; being late may be cheaper, and a longer way round may be needed."""
    plan = first_plan(instance)
    (best,) = cheapest_alone(instance)
    assert plan.cost >= best - 1e-6
    if len(instance.journeys["j"].steps) < 3:  # with more the gaps between steps not next to each other may matter
        assert plan.cost == pytest.approx(best)


def test_the_earliest_deadline_is_served_first() -> None:
    """Who can wait waits; whoever finds nothing is late."""
    arrivals = (party("patient", deadline=47), party("urgent", deadline=11), party("third", deadline=12))
    plan = first_plan(instance_of((desk("one", (9, 11), (33, 35)),), arrivals, days=2))
    assert plan.late == [2]
    assert plan.cost == 110 + 100 + 1000
    assert [plan.value(n) for n in range(3)] == [110, 100, 1000]


def test_prices_lead_to_another_desk() -> None:
    """The same slot of a dear desk is left to those who need it."""
    pricer = pricer_of(instance_of((desk("a", (9, 12)), desk("b", (13, 15))), (party("p"),)))
    prices = np.zeros(pricer.classes.free.shape)
    prices[0] = 5.0
    (column,) = greedy(pricer, prices).columns
    assert column is not None
    assert [span[1] for span in column.spans()] == [1]


def test_an_arrival_is_put_on_the_days_wanted_or_not_at_all() -> None:
    """Days as positions in the instance."""
    pricer = pricer_of(instance_of((desk("one", (9, 11), (33, 35)),), (party("p", 47),), days=2))
    plan, none = Assignment(pricer), np.zeros(pricer.classes.free.shape)
    assert not plan.insert(0, none, range(0))
    assert plan.insert(0, none, range(1, 2))
    assert plan.cost == 110


def test_nobody_is_served_at_more_than_the_price_of_lateness() -> None:
    """A hundred days of waiting cost as much as being late."""
    pricer = pricer_of(instance_of((desk("one", (24 * 91 + 9, 24 * 91 + 12)),), (party("p", 2399),), days=100))
    plan = Assignment(pricer)
    assert not plan.insert(0, np.zeros(pricer.classes.free.shape))
    assert plan.late == [0]


def test_an_arrival_whose_window_holds_nothing_stays_late() -> None:
    """It is in no group."""
    plan = first_plan(instance_of((desk("one", (9, 11)),), (party("p", deadline=5),)))
    assert plan.late == [0]
    assert not plan.insert(0, np.zeros(plan.pricer.classes.free.shape))


def _standing(*held: Itinerary, move: float = 7.0) -> Assignment:
    """Two desks for parties p, q and r, who hold what is given."""
    desks = (desk("early", (9, 13)), desk("late", (11, 15)))
    classes = merged_classes(instance_of(desks, tuple(party(name) for name in "pqr")))
    homes = find_homes(classes, {itinerary.arrival: itinerary for itinerary in held}, lambda _arrival: move)
    return Assignment(Pricer(classes, group_arrivals(classes.instance, classes, homes)))


def _held(arrival: str, resource: str, start: int) -> Itinerary:
    return Itinerary(arrival, (Appointment("talk", resource, start, start + 2),))


def test_what_is_held_already_can_be_kept_while_there_is_a_desk() -> None:
    """At no price; losing it costs its price, late or served otherwise."""
    plan = _standing(_held("p", "early", 11), _held("q", "late", 11))
    none = np.zeros(plan.pricer.classes.free.shape)
    assert (plan.cost, plan.moves) == (3 * 1000 + 2 * 7, 14)
    assert plan.keep(0, none)
    assert plan.keep(1, none)
    assert not plan.keep(2, none)
    assert (plan.cost, plan.moves) == (2 * 100 + 1000, 0)
    plan.release([0, 1])
    assert plan.insert(2, none)
    prices = none.copy()
    prices[:, 2:4] = 100.0
    assert plan.insert(1, prices)
    assert (plan.cost, plan.moves) == (100 + 100 + 7 + 1000 + 7, 14)


def test_what_stands_is_kept_in_the_order_given() -> None:
    """Two hold the same desk at the same time; who comes second gets what is left."""
    plan = _standing(_held("p", "early", 9), _held("q", "early", 9))
    for order, moved in (((0, 1), 1), ((1, 0), 0)):
        kept = as_it_stands(plan.pricer, order)
        assert (kept.late, kept.moves, kept.cost) == ([], 7, 307)
        column = kept.column(moved)
        assert column is not None
        assert column.start.tolist() != [0]


def test_those_who_stay_go_back_to_their_own_desks() -> None:
    """Also two who are each in the other's place."""
    plan = _standing(_held("p", "late", 11), _held("q", "early", 11))
    none = np.zeros(plan.pricer.classes.free.shape)
    prices = none.copy()
    prices[1] = 5.0
    assert plan.keep(0, prices)
    assert plan.keep(1, none)
    assert [column.cls.tolist() for column in plan.columns if column] == [[0], [1]]
    plan.settle_homes((0, 1))
    assert [column.cls.tolist() for column in plan.columns if column] == [[1], [0]]
    assert (plan.cost, plan.moves) == (200 + 1000, 0)
    assert np.array_equal(plan.occupancy.free + _used(plan), plan.pricer.classes.free)


def test_whoever_has_no_other_class_keeps_another_from_its_own_desk() -> None:
    """The one desk left for German is the own one of somebody whom the other serves as well."""
    desks = (replace(desk("both", (9, 11)), languages=frozenset(("nl", "de"))), desk("dutch", (9, 12)))
    german, dutch = (replace(party(name), languages=frozenset((name,))) for name in ("de", "nl"))
    classes = merged_classes(instance_of(desks, (dutch, german)))
    held = {"nl": _held("nl", "both", 9), "de": _held("de", "both", 9)}
    homes = find_homes(classes, held, lambda _arrival: 7.0)
    plan = Assignment(Pricer(classes, group_arrivals(classes.instance, classes, homes)))
    none = np.zeros(classes.free.shape)
    assert plan.keep(1, none)
    assert plan.keep(0, none)
    plan.settle_homes((0, 1))
    assert (plan.late, plan.moves) == ([], 0)
    assert [classes.members[column.cls[0]] for column in plan.columns if column] == [("dutch",), ("both",)]


def test_a_plan_under_another_price_of_lateness_leaves_the_first_as_it_is() -> None:
    """Only the late cost otherwise, now and later, and back again nothing has changed."""
    plan = first_plan(instance_of((desk("one", (9, 11)),), (party("p0"), party("p1"))))
    (late,), before = plan.late, plan.cost
    dearer = plan.charged(plan.late_cost + 7)
    assert (dearer.cost, plan.cost) == (before + 7, before)
    dearer.release([1 - late])
    assert dearer.cost == 2 * (plan.late_cost[late] + 7)
    assert dearer.charged(plan.late_cost).cost == 2 * plan.late_cost[late]
