"""Neighbourhoods planned anew."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.assignment import Assignment
from solver.cpsat import Limits
from solver.instance import Instance
from solver.layout import lay_out
from solver.neighbourhood import Neighbourhood, close, improve, settle
from solver.verify import verify
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import HUGE
from tests.solver.stage import desk, first_plan, instance_of, party, pricer_of
from tests.solver.strategies import instances

LIMITS = Limits(20.0)


def _free(plan: Assignment) -> np.ndarray:
    return np.zeros(plan.pricer.classes.free.shape)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=2, max_steps=2))
def test_all_arrivals_on_all_days_make_the_best_plan(instance: Instance) -> None:
    """A neighbourhood of everything is the whole problem; nothing more is to be had from it then."""
    plan = first_plan(instance)
    before = plan.cost
    outcome = improve(plan, Neighbourhood(range(len(instance.arrivals)), None, HUGE), _free(plan), LIMITS)
    assert plan.cost == pytest.approx(cheapest_plan(instance))
    assert outcome.gained == pytest.approx(before - plan.cost, abs=1e-6)
    assert outcome.exhausted or len(plan.late) == len(instance.arrivals)
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=6, max_steps=3))
def test_no_neighbourhood_makes_a_plan_worse(instance: Instance) -> None:
    """Some arrivals, one day, hardly any slack: the rest keeps what it has, and every rule holds."""
    plan = first_plan(instance)
    before, others = plan.cost, plan.columns[1::2]
    improve(plan, Neighbourhood(range(0, len(instance.arrivals), 2), range(1), 5.0), _free(plan), LIMITS)
    assert plan.cost <= before + 1e-6
    assert all(repr(now) == repr(then) for now, then in zip(plan.columns[1::2], others, strict=True))
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


def test_closing_changes_nothing_and_settling_serves() -> None:
    """The flow first, the plan afterwards."""
    plan = Assignment(pricer_of(instance_of((desk("one", (9, 13)),), (party("p0"), party("p1"), party("p2")))))
    closed = close(plan, Neighbourhood(range(3), None, HUGE), _free(plan), 1000, LIMITS)
    assert closed is not None
    assert plan.late == [0, 1, 2]
    settle(plan, (2, 0, 1), closed)
    assert plan.late == [1]  # the first two in the order given


def test_desks_of_others_are_not_taken() -> None:
    """Only what is left is planned with."""
    plan = first_plan(instance_of((desk("one", (9, 11)),), (party("p0", 20), party("p1", 23))))
    assert plan.late == [1]
    assert improve(plan, Neighbourhood([1], None, HUGE), _free(plan), LIMITS).gained == 0
    assert plan.late == [1]


def test_a_price_of_lateness_of_its_own_leaves_arrivals_for_another_day() -> None:
    """Cheaper late than served here."""
    plan = Assignment(pricer_of(instance_of((desk("one", (9, 11)),), (party("p0"),))))
    closed = close(plan, Neighbourhood([0], None, HUGE), _free(plan), 60, LIMITS)
    assert closed is not None
    settle(plan, [0], closed)
    assert plan.late == [0]


def test_no_day_and_no_arrival_is_nothing_to_close() -> None:
    """There is no network."""
    plan = Assignment(pricer_of(instance_of((desk("one", (9, 11)),), (party("p0"), party("never", deadline=3)))))
    assert close(plan, Neighbourhood([0], range(0), HUGE), _free(plan), 1000, LIMITS) is None
    assert close(plan, Neighbourhood([1], None, HUGE), _free(plan), 1000, LIMITS) is None
    assert not improve(plan, Neighbourhood([1], None, HUGE), _free(plan), LIMITS).exhausted
