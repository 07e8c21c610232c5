"""Trials of remedies: what is found around a late arrival fits the whole plan."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver.candidates import extra_desks
from solver.desk_prices import desk_prices
from solver.instance import Instance, Span
from solver.layout import lay_out
from solver.plan import Plan
from solver.remedies import ExtraDesk, arrival_named, kind_of, with_remedy
from solver.rescue import rescued
from solver.surroundings import surroundings, window
from solver.trials import Trials, length
from solver.verify import verify
from tests.solver.stage import desk, first_plan, instance_of, party
from tests.solver.strategies import instances

ACCOUNTS = 7  # the rule that cost and bound are what the plan says


def _trials(instance: Instance, late: str) -> Trials:
    plan = lay_out(first_plan(instance), 0.0, 0.0)
    return Trials(instance, plan, late, desk_prices(instance, seconds=20, crowded=True), lambda: False)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=6, max_steps=3), st.data())
def test_what_is_found_around_an_arrival_fits_the_whole_plan(instance: Instance, data: st.DataObject) -> None:
    """Beside what everybody else holds it breaks no rule, on the instance with the extra desk."""
    plan = lay_out(first_plan(instance), 0.0, 0.0)
    assume(plan.late)
    name = data.draw(st.sampled_from(plan.late))
    desks = extra_desks(instance, arrival_named(instance, name))
    assume(desks)
    changed = with_remedy(instance, (data.draw(st.sampled_from(desks)),))
    cut, known = surroundings(changed, plan, (name,), window(changed, arrival_named(changed, name)))
    found = rescued(cut, known, desk_prices(instance, seconds=20, crowded=True), lambda: False)
    others = tuple(held for held in plan.itineraries if held.arrival not in {a.id for a in cut.arrivals})
    late = tuple(other for other in plan.late if other != name) + found.late
    whole = Plan("feasible", 0.0, 0.0, 0.0, late, (*others, *found.itineraries))
    assert [each for each in verify(changed, whole).violations if each.rule != ACCOUNTS] == []
    assert len(found.late) <= 1


def test_a_desk_is_asked_for_in_the_hours_it_works_alone() -> None:
    """Open all day it works two hours; made as short as can be it works no less."""
    one = desk("one", (9, 11))
    trials = _trials(instance_of((one,), (party("p0", 20, 9), party("p1", 20, 9))), "p1")
    all_day = (ExtraDesk(kind_of(one), Span(9, 20)),)
    used = trials.serves(all_day)
    assert used is not None
    assert length(used) == length(trials.narrowed(all_day)) == 2
    assert not trials.needless


def test_a_desk_that_nobody_needs_is_no_part_of_a_remedy() -> None:
    """The desk is open when nobody may come; the other one serves the arrival without it."""
    one = desk("one", (9, 17))
    instance = instance_of((one,), (party("p0", 20, 9),))
    plan = Plan("feasible", 1000, 0, 0, ("p0",), ())
    trials = Trials(instance, plan, "p0", desk_prices(instance, seconds=20, crowded=True), lambda: False)
    assert trials.serves((ExtraDesk(kind_of(one), Span(1, 3)),)) == ()
    assert trials.needless


def test_nothing_is_confirmed_once_time_is_up() -> None:
    """Not even what would serve."""
    one = desk("one", (9, 11))
    trials = _trials(instance_of((one,), (party("p0", 20, 9), party("p1", 20, 9))), "p1")
    remedies = [(ExtraDesk(kind_of(one), Span(9, 20)),)]
    assert len(list(trials.confirmed(remedies))) == 1
    trials.out_of_time = lambda: True
    assert list(trials.confirmed(remedies)) == []


@pytest.mark.parametrize("hours", [(9, 10), (3, 5), (20, 23)])
def test_a_desk_at_the_wrong_time_serves_nobody(hours: tuple[int, int]) -> None:
    """Too short, too early, too late."""
    one = desk("one", (9, 11))
    trials = _trials(instance_of((one,), (party("p0", 20, 9), party("p1", 20, 9))), "p1")
    assert trials.serves((ExtraDesk(kind_of(one), Span(*hours)),)) is None
