"""Serving the late of a plan after all."""

import logging
from dataclasses import replace

import pytest

from benchmarks.instances import Family, generate
from solver import rescue
from solver.desk_prices import desk_prices
from solver.instance import Instance
from solver.layout import lay_out
from solver.plan import Plan
from solver.verify import Verdict, Violation, verify
from tests.solver.stage import desk, first_plan, instance_of, party

CROWD = generate(Family(arrivals=30, days=2, desks=(1, 1, 1)), 3)


def _rescued(instance: Instance, plan: Plan, *, in_time: bool = True) -> Plan:
    return rescue.rescued(instance, plan, desk_prices(instance, seconds=20, crowded=True), lambda: not in_time)


def test_a_crowd_is_searched() -> None:
    """Fewer are late than one by one, and the verifier agrees."""
    plan = lay_out(first_plan(CROWD), 0.0, 0.0)
    found = _rescued(CROWD, plan)
    assert 0 < len(found.late) < len(plan.late)
    assert verify(CROWD, found).ok
    assert _rescued(CROWD, plan) == found


def test_few_are_planned_to_the_end() -> None:
    """Two who are in the way of a third are moved, time or not."""
    arrivals = (party("p0", 15, 9), party("p1", 15, 9), party("p2", 13, 11))
    instance = instance_of((desk("one", (9, 15)),), arrivals)
    first = lay_out(first_plan(replace(instance, arrivals=arrivals[:2])), 0.0, 0.0)
    plan = replace(first, late=("p2",), cost=first.cost + 1000)
    assert _rescued(instance, plan, in_time=False).late == ()


def test_the_known_plan_is_kept_where_nobody_more_is_served() -> None:
    """The very same."""
    instance = instance_of((desk("one", (9, 11)),), (party("p0", 11), party("p1", 11)))
    plan = lay_out(first_plan(instance), 0.0, 0.0)
    assert _rescued(instance, plan) is plan


def test_a_plan_that_the_verifier_refuses_is_not_used(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The known one stays, and an alert is raised."""
    instance = instance_of((desk("one", (9, 17)),), (party("p"),))
    plan = Plan("feasible", 1000, 0, 0, ("p",), ())
    refusal = Verdict(0.0, (Violation(2, "p", "one", "overlaps"),))
    monkeypatch.setattr(rescue, "verify", lambda _instance, _plan: refusal)
    with caplog.at_level(logging.ERROR):
        assert _rescued(instance, plan) is plan
    assert "refused by the verifier" in caplog.text
