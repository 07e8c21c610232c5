"""Why arrivals are late: against instances in which the reason is known, and against brute force."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from solver.instance import Arrival, Instance, Journey, Objective, Span, Step
from solver.layout import lay_out
from solver.plan import Plan
from solver.reasons import LateArrival, explain_plan
from solver.remedies import EarlierStart, ExtraDesk, LaterDeadline, SpokenLanguage, kind_of, with_remedy
from tests.solver.brute_force import every_itinerary, fewest_late
from tests.solver.stage import PER_DAY, desk, first_plan, instance_of, party
from tests.solver.strategies import instances

NOBODY = ("window", "service")  # verdicts that no desk can help


def _plan(instance: Instance) -> Plan:
    return lay_out(first_plan(instance), 0.0, 0.0)


def _only(instance: Instance) -> LateArrival:
    """The reason of the only late arrival."""
    (late,) = explain_plan(instance, _plan(instance), seconds=60).late
    assert late.complete
    return late


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2))
def test_each_remedy_leaves_one_fewer_late(instance: Instance) -> None:
    """By brute force on the changed instance; and whom no desk can help has no itinerary at all."""
    plan = _plan(instance)
    assume(plan.late)
    found = explain_plan(instance, plan, seconds=60)
    assert tuple(late.arrival for late in found.late) == plan.late
    arrivals = {arrival.id: arrival for arrival in instance.arrivals}
    for late in found.late:
        for remedy in late.remedies:
            assert fewest_late(with_remedy(instance, remedy)) < len(plan.late)
        if late.verdict == "plan":
            assert fewest_late(instance) < len(plan.late)
        if late.verdict in NOBODY:
            assert not list(every_itinerary(instance, arrivals[late.arrival], lambda _resource, _slot: 0.0))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2, max_days=1))
def test_the_first_desk_is_as_short_as_can_be(instance: Instance) -> None:
    """Of one day, with all others served: opened later or closed earlier, even by a slot, it serves nobody."""
    plan = _plan(instance)
    late = [each for each in explain_plan(instance, plan, seconds=60).late if each.desks]
    assume(late)
    for each in late:
        others = set(plan.late) - {each.arrival}
        alone = replace(instance, arrivals=tuple(a for a in instance.arrivals if a.id not in others))
        for n, chosen in enumerate(each.desks[0]):
            for span in _shorter(chosen.span):
                desks = (*each.desks[0][:n], replace(chosen, span=span), *each.desks[0][n + 1 :])
                assert fewest_late(with_remedy(alone, desks)) == 1


def _shorter(span: Span) -> list[Span]:
    return [Span(span.start + 1, span.end), Span(span.start, span.end - 1)] if span.end > span.start + 1 else []


def test_one_desk_is_missing() -> None:
    """Two parties for one desk and one time: the same desk once more, for as long as the talk takes."""
    one = desk("one", (9, 17))
    arrivals = tuple(party(name, 12, 10) for name in ("early", "later"))
    late = _only(instance_of((one,), arrivals))
    assert late.verdict == "capacity"
    assert late.remedies == ((ExtraDesk(kind_of(one), Span(10, 12)),),)


def test_an_agency_may_be_closed_on_the_day() -> None:
    """The desk that would have served is one on a day on which there is none, or the deadline is a day early."""
    one = desk("one", (PER_DAY + 9, PER_DAY + 17))
    late = _only(instance_of((one,), (party("p", 12, 10),), days=2))
    assert late.remedies == ((ExtraDesk(kind_of(one), Span(10, 12)),), (LaterDeadline("p", 1),))


def test_two_desks_are_missing_at_once() -> None:
    """Neither agency is open on the one day: no desk alone would do."""
    talks, tests = desk("talks", (33, 41)), desk("tests", (33, 41), agency="b", service="y")
    journey = Journey("j", (Step("talk", "x", (2,)), Step("test", "y", (1,), after=("talk",))))
    late = _only(instance_of((talks, tests), (party("p", 13, 9),), days=2, journey=journey))
    assert {each.kind.agency for each in late.desks[0]} == {"a", "b"}
    assert len(late.desks) == 1
    assert late.others == ((LaterDeadline("p", 1),),)


def test_nobody_speaks_the_language() -> None:
    """A desk that speaks it, or the one that is there."""
    one = desk("one", (9, 17))
    arrival = replace(party("p", 12, 10), languages=frozenset(("fr", "it")))
    late = _only(instance_of((one,), (arrival,)))
    kind = replace(kind_of(one), languages=frozenset(("nl", "fr")))
    assert late.remedies == ((ExtraDesk(kind, Span(10, 12), "fr"),), (SpokenLanguage("one", "fr"),))


def test_two_desks_have_to_learn_the_language() -> None:
    """One of each agency."""
    desks = (desk("talks", (9, 17)), desk("tests", (9, 17), agency="b", service="y"))
    journey = Journey("j", (Step("talk", "x", (2,)), Step("test", "y", (1,))))
    arrival = replace(party("p", 17, 9), languages=frozenset(("fr",)))
    late = _only(instance_of(desks, (arrival,), journey=journey))
    assert late.others == ((SpokenLanguage("talks", "fr"), SpokenLanguage("tests", "fr")),)


def test_it_comes_a_day_late() -> None:
    """The desk is free the day before."""
    one = desk("one", (9, 17))
    late = _only(instance_of((one,), (party("p", 36, PER_DAY + 9),), days=2))
    assert late.others == ((EarlierStart("p", 1),),)


@pytest.mark.parametrize(
    ("arrival", "fields"),
    [
        (party("p", 10, 9), ("deadline",)),
        (replace(party("p"), ready_from={"talk": 23}), ("ready_from",)),
        (replace(party("p", 20, 12), unavailable=(Span(13, 16), Span(16, 19))), ("deadline",)),
        (replace(party("p", 10, 9), ready_from={"talk": 23}), ("deadline", "ready_from")),
    ],
)
def test_a_window_that_allows_nothing_is_told_by_its_fields(arrival: Arrival, fields: tuple[str, ...]) -> None:
    """The fewest that would have to change, desks as they may be."""
    late = _only(instance_of((desk("one", (9, 23)),), (arrival,)))
    assert (late.verdict, late.names, late.remedies) == ("window", fields, ())


def test_a_deadline_too_early_for_the_journey_is_told_with_the_one_that_would_do() -> None:
    """The day after."""
    late = _only(instance_of((desk("one", (9, 17), (33, 41)),), (party("p", 10, 9),), days=2))
    assert (late.verdict, late.names, late.remedies) == ("window", ("deadline",), ((LaterDeadline("p", 1),),))


def test_a_service_that_nobody_offers_is_named() -> None:
    """No desk of any kind would be one more."""
    late = _only(instance_of((desk("one", (9, 17), service="y"),), (party("p"),)))
    assert (late.verdict, late.names) == ("service", ("x",))


def test_being_late_may_be_the_cheaper_way() -> None:
    """A visit costs more."""
    instance = replace(instance_of((desk("one", (9, 17)),), (party("p"),)), objective=Objective(late=50, visit=100))
    assert _only(instance).verdict == "price"


def test_a_plan_that_leaves_someone_out_for_nothing_is_to_blame() -> None:
    """The desk is free all day."""
    instance = instance_of((desk("one", (9, 17)),), (party("p"),))
    found = explain_plan(instance, Plan("feasible", 1000, 0, 0, ("p",), ()), seconds=60)
    assert found.late == (LateArrival("p", "plan"),)


def test_who_misses_the_same_desk_is_counted_together() -> None:
    """Four are late, the desk of one day serves three of them."""
    arrivals = tuple(party(f"p{n}", 15, 9) for n in range(7))
    instance = instance_of((desk("one", (9, 15)),), arrivals)
    plan = _plan(instance)
    assert len(plan.late) == 4
    (shared,) = explain_plan(instance, plan, seconds=60).shared
    assert (shared.missed_by, shared.serves) == (plan.late, 3)
    assert shared.desk.span == Span(9, 15)


def test_what_there_was_no_time_for_is_told_as_that() -> None:
    """With shadow prices all the same, such as they are."""
    instance = instance_of((desk("one", (9, 11)),), (party("p0"), party("p1"), party("p2")))
    found = explain_plan(instance, _plan(instance), seconds=0.0)
    assert [(late.verdict, late.complete) for late in found.late] == [("unseen", False)] * 2
    assert [price.late for price in found.prices] == [None]


def test_a_plan_with_nobody_late_has_no_reasons() -> None:
    """And one more desk hour is worth nothing."""
    found = explain_plan(instance := instance_of((desk("one", (9, 17)),), (party("p"),)), _plan(instance), seconds=60)
    assert (found.late, found.shared) == ((), ())
    assert [price.cost for price in found.prices] == [pytest.approx(0.0, abs=1e-2)]


@pytest.mark.parametrize("arrivals", [0, 3])
def test_where_there_is_no_desk_every_service_is_missing(arrivals: int) -> None:
    """And no desk hour has a price."""
    instance = instance_of((), tuple(party(f"p{n}") for n in range(arrivals)))
    found = explain_plan(instance, _plan(instance), seconds=60)
    assert [(late.verdict, late.names) for late in found.late] == [("service", ("x",))] * arrivals
    assert found.prices == ()
