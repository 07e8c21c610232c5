"""The verifier: each rule of the format with a plan that keeps it and one that breaks it."""

from datetime import datetime
from typing import Any

import pytest

from benchmarks.instances import Family, generate
from solver import verify as verifier
from solver.checks import checked_instance
from solver.format import parse_document, plan_from_document
from solver.layout import lay_out
from solver.schema import InstanceDocument, PlanDocument
from solver.verify import Verdict, Violation, verify, verify_documents
from tests.solver.samples import INSTANCE, PLAN, Path, appointment, changed
from tests.solver.stage import first_plan

FIRST: Path = ("itineraries", 0, "appointments")
HELD: list[dict[str, str]] = PLAN["itineraries"][0]["appointments"]


def _verdict(instance: dict[str, Any], plan: dict[str, Any]) -> Verdict:
    return verify_documents(parse_document(instance, InstanceDocument), parse_document(plan, PlanDocument))


def _broken(plan: dict[str, Any], instance: dict[str, Any] = INSTANCE) -> list[Violation]:
    """What is wrong with a plan besides its figures, which a change of an itinerary makes wrong as well."""
    return [violation for violation in _verdict(instance, plan).violations if violation.rule != 7]


def _moved(*moves: tuple[int, dict[str, str]]) -> dict[str, Any]:
    """The plan with other appointments for the first arrival, by their places in its itinerary."""
    plan = PLAN
    for place, held in moves:
        plan = changed(plan, (*FIRST, place), held)
    return plan


def test_a_plan_that_keeps_every_rule_has_its_cost_and_no_violation() -> None:
    """Exactly the gap, exactly the travel, a result on the day of the deadline: all just allowed."""
    assert _verdict(INSTANCE, PLAN) == Verdict(230.0, ())


def test_a_plan_in_memory_gets_the_same_verdict_as_its_document() -> None:
    """Slots and wall times are two ways to say the same."""
    instance = checked_instance(parse_document(INSTANCE, InstanceDocument))
    for plan in (PLAN, _moved((0, appointment("permit", "ind-1", "09:30", "10:00")))):
        held = plan_from_document(parse_document(plan, PlanDocument), instance)
        assert verify(instance, held) == _verdict(INSTANCE, plan)


BROKEN: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "too short for the party": (
        1, "gem-1", "registration 2026-09-08 10:45-11:15 does not take 3 slots",
        _moved((1, appointment("registration", "gem-1", "10:45", "11:15"))),
    ),
    "a desk without the service": (
        1, "expat-1", "registration 2026-09-08 11:00-11:45 needs service registration",
        _moved((1, appointment("registration", "expat-1", "11:00", "11:45")),
               (2, appointment("advice", "expat-1", "12:00", "12:45"))),
    ),
    "a desk without a common language": (
        1, "gem-2", "registration 2026-09-08 10:45-11:30 shares none of the languages en",
        _moved((1, appointment("registration", "gem-2", "10:45", "11:30"))),
    ),
    "an unknown desk": (
        1, "gem-9", "step registration is on a resource that does not exist",
        _moved((1, appointment("registration", "gem-9", "10:45", "11:30"))),
    ),
    "over the end of a shift": (
        2, "expat-1", "advice 2026-09-08 16:30-17:15 does not lie inside one shift",
        _moved((2, appointment("advice", "expat-1", "16:30", "17:15"))),
    ),
    "over lunch": (
        2, "ind-1", "permit 2026-09-08 11:45-12:15 does not lie inside one shift",
        _moved((0, appointment("permit", "ind-1", "11:45", "12:15")),
               (1, appointment("registration", "gem-1", "12:30", "13:15")),
               (2, appointment("advice", "expat-1", "13:45", "14:30"))),
    ),
    "over booked time": (
        2, "ind-1", "permit 2026-09-08 14:45-15:15 overlaps what is already there",
        _moved((0, appointment("permit", "ind-1", "14:45", "15:15")),
               (1, appointment("registration", "gem-1", "15:30", "16:15"))),
    ),
    "before available_from": (
        2, "gem-1", "registration 2026-09-07 09:45-10:30 starts before available_from 2026-09-07T10:00",
        _moved((1, appointment("registration", "gem-1", "09:45", "10:30", day="07"))),
    ),
    "before ready_from": (
        2, "ind-1", "permit 2026-09-08 09:30-10:00 starts before ready_from 2026-09-08T09:45",
        _moved((0, appointment("permit", "ind-1", "09:30", "10:00"))),
    ),
    "after the deadline": (
        2, "expat-1", "advice 2026-09-10 09:00-09:45 ends after the deadline 2026-09-08T17:00",
        _moved((2, appointment("advice", "expat-1", "09:00", "09:45", day="10"))),
    ),
    "in an unavailable span": (
        2, "expat-1", "advice 2026-09-08 09:00-09:45 overlaps the unavailable span",
        _moved((2, appointment("advice", "expat-1", "09:00", "09:45"))),
    ),
    "two steps at once": (
        3, "expat-1", "advice 2026-09-08 11:00-11:45 overlaps registration 2026-09-08 10:45-11:30",
        _moved((2, appointment("advice", "expat-1", "11:00", "11:45"))),
    ),
    "no time to travel": (
        3, "expat-1", "advice 2026-09-08 11:45-12:30 leaves less than the gap after registration 2026-09-08 10:45",
        _moved((2, appointment("advice", "expat-1", "11:45", "12:30"))),
    ),
    "the wrong order": (
        4, "gem-1", "registration 2026-09-08 10:00-10:45 starts before permit 2026-09-08 11:30-12:00",
        _moved((0, appointment("permit", "ind-1", "11:30", "12:00")),
               (1, appointment("registration", "gem-1", "10:00", "10:45")),
               (2, appointment("advice", "expat-1", "13:00", "13:45"))),
    ),
    "a step left out": (6, "", "step advice is held 0 times", changed(PLAN, FIRST, HELD[:2])),
    "a step held twice": (
        6, "", "step advice is held 2 times instead of once",
        changed(PLAN, FIRST, [*HELD, appointment("advice", "expat-1", "14:00", "14:45")]),
    ),
    "an unknown step": (
        6, "gem-1", "its journey has no step tour",
        changed(PLAN, FIRST, [*HELD, appointment("tour", "gem-1", "14:00", "14:45")]),
    ),
    "off the grid": (
        0, "expat-1", "advice 2026-09-08 12:05-12:50 does not start on the grid",
        _moved((2, appointment("advice", "expat-1", "12:05", "12:50"))),
    ),
    "no time at all": (
        0, "expat-1", "advice noon to 2026-09-08T12:45 is not a time",
        _moved((2, {"step": "advice", "resource": "expat-1", "start": "noon", "end": "2026-09-08T12:45"})),
    ),
    "a time with an offset": (
        0, "expat-1", "advice 2026-09-08T12:00+02:00 to 2026-09-08T12:45 is not a time",
        _moved((2, {"step": "advice", "resource": "expat-1",
                    "start": "2026-09-08T12:00+02:00", "end": "2026-09-08T12:45"})),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_rule_is_named_with_arrival_resource_and_times(case: str) -> None:
    """Number, arrival, resource and times stand in one line."""
    rule, resource, message, plan = BROKEN[case]
    found = [v for v in _broken(plan) if v.rule == rule and message in v.message]
    assert [(v.arrival, v.resource) for v in found] == [("a-001", resource)], _broken(plan)
    line = str(found[0])
    assert line.startswith(f"rule {rule}, arrival a-001{f', resource {resource}' if resource else ''}: ")
    assert "\n" not in line


@pytest.mark.parametrize(
    ("why", "plan"),
    {
        "a party of more people than lengths given takes the last": PLAN,
        "the end of a shift": _moved((2, appointment("advice", "expat-1", "16:15", "17:00"))),
        "the start of a shift after lunch": _moved(
            (0, appointment("permit", "ind-1", "12:30", "13:00")),
            (1, appointment("registration", "gem-1", "13:15", "14:00")),
            (2, appointment("advice", "expat-1", "14:30", "15:15")),
        ),
        "right beside booked time": _moved(
            (0, appointment("permit", "ind-1", "14:30", "15:00")),
            (1, appointment("registration", "gem-1", "15:15", "16:00")),
        ),
        "right at ready_from": _moved((0, appointment("permit", "ind-1", "09:45", "10:15"))),
        "right after an unavailable span": _moved(
            (2, appointment("advice", "expat-1", "09:30", "10:15")),
            (0, appointment("permit", "ind-1", "11:30", "12:00")),
            (1, appointment("registration", "gem-1", "12:15", "13:00")),
        ),
    }.items(),
)
def test_what_is_just_allowed_breaks_no_rule(why: str, plan: dict[str, Any]) -> None:
    """At each edge of the rules the plan stands."""
    assert _broken(plan) == [], why


def test_two_arrivals_at_one_desk_at_once_are_named_with_both_times() -> None:
    """Rule 2 between two appointments of a plan."""
    plan = changed(PLAN, ("itineraries", 1, "appointments", 0), appointment("check", "ind-1", "10:15", "10:30"))
    (violation,) = _broken(plan)
    assert str(violation) == (
        "rule 2, arrival a-002, resource ind-1: check 2026-09-08 10:15-10:30 overlaps what is already there, "
        "2026-09-08 10:00 to 10:30"
    )


def test_a_long_appointment_hides_no_clash_behind_a_short_one() -> None:
    """What a desk holds is compared with whatever reaches furthest before it, not just with its neighbour."""
    booked = [{"resource": "ind-1", "start": f"2026-09-08T{s}", "end": f"2026-09-08T{e}"}
              for s, e in (("09:00", "11:15"), ("09:15", "09:30"))]  # fmt: skip
    violations = _broken(PLAN, changed(INSTANCE, ("booked",), booked))
    assert {(v.rule, v.arrival) for v in violations} == {(2, "a-001"), (2, "a-002")}


def test_a_step_after_another_keeps_the_gap_even_with_a_third_between_them() -> None:
    """Rule 4 counts the gap of rule 3 also where the way over a third place is shorter."""
    instance = changed(INSTANCE, ("travel_slots",), [{"from": "mosae", "to": "annex", "slots": 8}])
    instance = changed(instance, ("resources", 1, "location"), "annex")
    plan = _moved(
        (2, appointment("advice", "expat-1", "10:45", "11:30")),
        (1, appointment("registration", "gem-1", "11:45", "12:30")),
    )
    (violation,) = _broken(plan, instance)
    assert violation.rule == 4
    assert "registration 2026-09-08 11:45-12:30 does not leave the gap after permit" in violation.message
    later = changed(plan, (*FIRST, 1), appointment("registration", "gem-1", "12:30", "13:15"))
    assert _broken(later, instance) == []


def test_gaps_do_not_count_between_days() -> None:
    """The evening at one place, the morning after at another."""
    instance = changed(INSTANCE, ("arrivals", 0, "deadline"), "2026-09-10T17:00")
    plan = changed(_moved((2, appointment("advice", "expat-1", "09:00", "09:45", day="10"))), ("cost",), 340)
    assert _verdict(instance, changed(plan, ("bound",), 340)).violations == ()


@pytest.mark.parametrize(("deadline", "broken"), [("2026-09-10T12:00", []), ("2026-09-09T12:00", [5])])
def test_a_result_is_there_on_the_day_of_the_deadline_at_the_latest(deadline: str, broken: list[int]) -> None:
    """Rule 5 counts positions in the list of days."""
    instance = changed(INSTANCE, ("arrivals", 1, "deadline"), deadline)
    assert [v.rule for v in _broken(PLAN, instance)] == broken


def test_a_result_past_the_last_listed_day_is_past_any_deadline() -> None:
    """Nobody knows when it would come."""
    instance = changed(INSTANCE, ("days",), INSTANCE["days"][:2])
    instance = changed(instance, ("resources",), [INSTANCE["resources"][0]])
    assert [v.rule for v in _broken(changed(PLAN, ("itineraries",), PLAN["itineraries"][1:]), instance)] == [5, 6]


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (changed(PLAN, ("late",), ["a-002"]), "rule 6, arrival a-002: is both served and late, or late twice"),
        (changed(PLAN, ("late",), ["a-009"]), "rule 0, arrival a-009: is listed as late and is not in the instance"),
        (changed(PLAN, ("itineraries", 1, "arrival"), "a-009"), "rule 0, arrival a-009: the instance has no such"),
        (changed(PLAN, ("itineraries", 1, "arrival"), "a-001"), "rule 0, arrival a-001: has more than one itinerary"),
        (changed(PLAN, ("itineraries",), PLAN["itineraries"][:1]), "rule 6, arrival a-002: is neither served nor late"),
    ],
)
def test_every_arrival_is_accounted_for_once(plan: dict[str, Any], message: str) -> None:
    """Served whole or late, never both, never neither."""
    assert any(str(violation).startswith(message) for violation in _broken(plan))


def test_a_late_arrival_listed_twice_is_told_once() -> None:
    """One line for one fault."""
    plan = changed(changed(PLAN, ("itineraries",), PLAN["itineraries"][:1]), ("late",), ["a-002", "a-002"])
    assert [str(v) for v in _broken(plan)] == ["rule 6, arrival a-002: is both served and late, or late twice"]


def test_a_late_arrival_costs_its_price() -> None:
    """10,000 beside the 110 of the one served."""
    plan = changed(changed(PLAN, ("itineraries",), PLAN["itineraries"][:1]), ("late",), ["a-002"])
    plan = changed(changed(plan, ("cost",), 10110), ("bound",), 10110)
    assert _verdict(INSTANCE, plan) == Verdict(10110.0, ())


def test_idle_slots_beyond_the_gap_and_a_second_visit_cost() -> None:
    """Three idle quarters of an hour cost 3; a second day costs 100 for the visit and 20 for being later."""
    waiting = changed(_moved((2, appointment("advice", "expat-1", "12:45", "13:30"))), ("cost",), 233)
    assert _verdict(INSTANCE, waiting).cost == 233
    instance = changed(INSTANCE, ("arrivals", 0, "deadline"), "2026-09-10T17:00")
    twice = _moved((2, appointment("advice", "expat-1", "09:00", "09:45", day="10")))
    assert _verdict(instance, twice).cost == 230 + 100 + 10


def test_days_count_from_the_next_listed_one_when_the_first_is_not_listed() -> None:
    """Wednesday 9 September is not listed, so Thursday is the first day and costs nothing."""
    instance = changed(INSTANCE, ("arrivals",), [{**INSTANCE["arrivals"][0], "available_from": "2026-09-09T10:00",
                       "deadline": "2026-09-10T17:00", "ready_from": {}, "unavailable": []}])  # fmt: skip
    thursday = {"start": "2026-09-10T09:00", "end": "2026-09-10T12:00"}
    instance = changed(instance, ("resources", 0, "shifts", 0), thursday)
    held = [{**a, "start": a["start"].replace("-08T", "-10T"), "end": a["end"].replace("-08T", "-10T")}
            for a in HELD]  # fmt: skip
    plan = changed(PLAN, ("itineraries",), [{"arrival": "a-001", "appointments": held}])
    assert _verdict(instance, {**plan, "cost": 100, "bound": 100}) == Verdict(100.0, ())


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"cost": 231}, "rule 7: the plan says its cost is 231.0, it is 230.0"),
        ({"bound": 230.1}, "rule 7: the bound 230.1 is above the cost 230.0"),
        ({"bound": 229}, "rule 7: called optimal with cost 230.0 above its bound 229.0"),
    ],
)
def test_cost_bound_and_status_are_what_they_say(figures: dict[str, float], message: str) -> None:
    """A wrong figure is a violation like any other."""
    assert [str(violation) for violation in _verdict(INSTANCE, {**PLAN, **figures}).violations] == [message]


@pytest.mark.parametrize("figures", [{"cost": 230.0001}, {"bound": 229.9999}, {"status": "feasible", "bound": 12}])
def test_figures_may_differ_by_a_millionth(figures: dict[str, object]) -> None:
    """Optimal means agreeing to 1e-6 relative; a feasible plan may have any lower bound."""
    assert _verdict(INSTANCE, {**PLAN, **figures}).ok


TOGETHER: dict[str, Any] = changed(
    changed(INSTANCE, ("journeys", "newcomer", "steps", 1, "desks"), [1, 1, 2]), ("resources", 2, "languages"), ["en"]
)


def _registered(*held: dict[str, str]) -> dict[str, Any]:
    return changed(PLAN, FIRST, [HELD[0], *held, HELD[2]])


def test_a_step_at_two_desks_at_once_is_one_step_and_costs_as_much() -> None:
    """One appointment for each desk, all at one time: no overlap, no wait, no visit more."""
    plan = _registered(HELD[1], {**HELD[1], "resource": "gem-2"})
    assert _verdict(TOGETHER, plan) == Verdict(230.0, ())
    few = changed(TOGETHER, ("arrivals", 0, "party"), 2)
    (violation,) = [v for v in _broken(plan, few) if v.rule == 6]
    assert violation.message == "step registration is held 2 times instead of once"


@pytest.mark.parametrize(
    ("rule", "message", "held"),
    [
        (1, "registration 2026-09-08 10:45-11:30 is not at 2 different desks", ("gem-1",)),
        (1, "registration 2026-09-08 10:45-11:30 is not at 2 different desks", ("gem-1", "gem-1")),
        (2, "registration 2026-09-08 10:45-11:30 overlaps what is already there", ("gem-1", "gem-1")),
        (1, "registration 2026-09-08 10:45-11:30 is not at 2 different desks", ("gem-1", "gem-2", "gem-3")),
        (1, "is not at mosae, as the same step at another desk", ("gem-1", "gem-4")),
        (6, "step registration is held 0 times instead of once", ()),
    ],
)
def test_a_step_at_several_desks_is_at_as_many_different_ones_at_one_location(
    rule: int, message: str, held: tuple[str, ...]
) -> None:
    """No fewer, no more, none twice, none elsewhere."""
    third, far = ({**TOGETHER["resources"][1], "id": name} for name in ("gem-3", "gem-4"))
    desks = [*TOGETHER["resources"], third, {**far, "location": "annex"}]
    plan = _registered(*({**HELD[1], "resource": desk} for desk in held))
    assert [v for v in _broken(plan, {**TOGETHER, "resources": desks}) if v.rule == rule and message in v.message]


def test_all_desks_of_a_step_are_there_at_the_same_time() -> None:
    """Two desks one after the other are not two at once."""
    plan = _registered(HELD[1], appointment("registration", "gem-2", "11:00", "11:45"))
    (violation,) = [v for v in _broken(plan, TOGETHER) if v.rule == 1]
    assert violation.message == (
        "registration 2026-09-08 11:00-11:45 is not at the time of registration 2026-09-08 10:45-11:30, "
        "the same step at another desk"
    )


def test_each_desk_of_a_step_keeps_the_rules_of_desks() -> None:
    """Each offers the service, shares a language and has the time free."""
    plan = _registered(HELD[1], {**HELD[1], "resource": "gem-2"})
    german = changed(TOGETHER, ("resources", 2, "languages"), ["de"])
    assert [(v.rule, v.resource) for v in _broken(plan, german)] == [(1, "gem-2")]
    taken = changed(TOGETHER, ("booked",), [{**appointment("", "gem-2", "11:00", "12:00"), "resource": "gem-2"}])
    del taken["booked"][0]["step"]
    assert [(v.rule, v.resource) for v in _broken(plan, taken)] == [(2, "gem-2")]


def test_a_violation_is_one_line_whatever_a_name_holds() -> None:
    """A plan's own names may hold line breaks."""
    (violation, _) = _broken(changed(PLAN, ("itineraries", 1, "arrival"), "a\nb"))
    assert str(violation) == "rule 0, arrival a b: the instance has no such arrival"


def test_times_are_read_once_whatever_the_number_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desk has a hundred shifts here; a visit looks at those of its own day."""
    instance = generate(Family(100, 50, (1, 1, 1)), 1)
    plan, read = lay_out(first_plan(instance), 0.0, 0.0), list[str]()
    shifts = sum(len(desk.shifts) for desk in instance.resources)
    visits = sum(len(itinerary.appointments) for itinerary in plan.itineraries)

    def wall(text: str) -> datetime:
        read.append(text)
        return datetime.fromisoformat(text)

    monkeypatch.setattr(verifier, "_wall", wall)
    assert verify(instance, plan).ok
    assert len(read) <= 2 * shifts + 6 * visits
