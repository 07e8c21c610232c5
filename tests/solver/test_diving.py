"""Some days planned by diving."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.assignment import Assignment, greedy
from solver.diving import Effort, dive
from solver.instance import Instance
from solver.layout import lay_out
from solver.prices import Ascent
from solver.pricing import Pricer, Threads
from solver.search import Zone
from solver.verify import verify
from tests.solver.flows import random_prices
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


def _everything(plan: Assignment) -> Zone:
    days = len(plan.pricer.classes.instance.days)
    return Zone(np.flatnonzero(plan.group_of >= 0), 0, days, days)


def _dive(plan: Assignment, zone: Zone, *, looks: int = 1 << 30, until: int = 1 << 30) -> float:
    """Under random prices, until it has looked at the clock so often."""
    left = iter(range(looks))
    effort = Effort(lambda: next(left, None) is None, 50, 3, Threads(), 1)
    return dive(plan, zone, random_prices(plan.pricer, 5), plan.late_cost, effort, until)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=6, max_steps=3), st.sampled_from([1, 5, 300]))
def test_a_plan_keeps_every_rule_and_never_gets_worse(instance: Instance, looks: int) -> None:
    """Every feature of the format, in haste or not; what it says it saves, it saves."""
    pricer = pricer_of(instance)
    plan = greedy(pricer, random_prices(pricer, 2))
    before = plan.cost
    saved = _dive(plan, _everything(plan), looks=looks)
    assert saved >= 0
    assert plan.cost == pytest.approx(before - saved)
    verdict = verify(instance, lay_out(plan, 0.0, 0.0))
    assert verdict.ok
    assert verdict.cost == pytest.approx(plan.cost)


def test_a_crowd_is_planned_close_to_the_bound() -> None:
    """To which greedy is not, in a few dives."""
    pricer = pricer_of(generate(Family(arrivals=60, days=6, desks=(1, 2, 2)), 3))
    ascent = Ascent(pricer)
    ascent.run(600, lambda: False)
    plan = Assignment(pricer)
    assert greedy(pricer, np.zeros(pricer.classes.free.shape)).cost > 1.03 * ascent.best.value
    _dive(plan, _everything(plan), looks=400)
    assert plan.cost <= 1.03 * ascent.best.value


def test_desks_that_others_hold_are_left_to_them() -> None:
    """Only the arrivals of the zone are planned anew."""
    instance = instance_of((desk("one", (9, 11)),), (party("p0"), party("p1")))
    pricer = pricer_of(instance)
    plan = greedy(pricer, np.zeros(pricer.classes.free.shape))
    held, late = [n for n in (0, 1) if n not in plan.late], plan.late
    before = repr(plan.columns)
    assert len(late) == len(held) == 1
    assert _dive(plan, Zone(np.array(late), 0, 1, 1)) == 0.0
    assert repr(plan.columns) == before


def test_who_begins_from_the_day_looked_at_on_waits_again() -> None:
    """That day is relaxed only for the sake of those before it."""
    instance = instance_of((desk("one", (9, 11), (33, 35)),), (party("p0"), party("p1")), days=2)
    plan = Assignment(Pricer.of(instance))
    assert _dive(plan, _everything(plan), until=1) > 0
    assert len(plan.late) == 1
    (served,) = (column for column in plan.columns if column is not None)
    assert plan.pricer.classes.day[served.cls].tolist() == [0]
