"""Some days planned by diving."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.assignment import Assignment, greedy
from solver.diving import Effort, dive
from solver.instance import Instance, Journey, Step
from solver.last_chance import last_chances
from solver.later import FREE, Later, priced
from solver.layout import lay_out
from solver.prices import Ascent
from solver.pricing import Pricer, Threads
from solver.ruin import Zone
from solver.verify import verify
from tests.solver.flows import random_prices
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


def _everything(plan: Assignment) -> Zone:
    days = len(plan.pricer.classes.instance.days)
    return Zone(np.flatnonzero(plan.group_of >= 0), 0, days, days)


def _dive(plan: Assignment, zone: Zone, *, looks: int = 1 << 30, until: int = 1 << 30) -> float:
    """Under random prices, until it has looked at the clock so often."""
    left = iter(range(looks))
    effort = Effort(lambda: next(left, None) is None, 50, 3, Threads(), 1)
    return dive(plan, zone, priced(random_prices(plan.pricer, 5)), plan.late_cost, effort, until)


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


@pytest.mark.parametrize("desks", [1, 2])
def test_slots_of_the_next_day_that_only_today_can_fill_are_taken_as_often_as_there_are_desks(desks: int) -> None:
    """One visit more costs 110, waiting for tomorrow 130: as many come back in the morning as can register then."""
    journey = Journey("j", (Step("permit", "x", (1,)), Step("registration", "y", (2,), after=("permit",))))
    permits = tuple(desk(f"permit-{n}", (9, 17), (33, 41)) for n in range(2))
    registers = tuple(desk(f"register-{n}", (9, 17), (33, 41), service="y") for n in range(desks))
    arrivals = tuple(party(f"p{n}", deadline=2 * PER_DAY - 1) for n in range(9))
    plan = Assignment(pricer_of(instance_of(permits + registers, arrivals, days=2, journey=journey)))
    classes, tomorrow = plan.pricer.classes, 1000.0 * (plan.pricer.classes.day == 1)
    last_chance = last_chances(plan.pricer, plan.held, 1)
    prices = np.where(last_chance, -1.0, classes.open_slots * tomorrow[:, None])
    otherwise, zone = np.full(len(arrivals), 230.0), Zone(np.arange(len(arrivals)), 0, 2, 1)
    later = Later(prices, np.where(last_chance, np.arange(prices.size).reshape(prices.shape), FREE))
    dive(plan, zone, later, otherwise, Effort(lambda: False, 1, 1, Threads(), 1), 1)
    mornings = [column for column in plan.columns if column is not None and classes.day[column.cls[1]] == 1]
    assert [column.start[1] for column in mornings] == [0] * desks
    assert len(plan.late) == len(arrivals) - len(mornings) - 3 * desks


def test_days_looked_at_are_not_made_whole() -> None:
    """Nothing is kept of them, so a dive ends with the days before: it looks at the clock 41 times, not 75."""

    def looks(until: int) -> int:
        pricer = pricer_of(generate(Family(arrivals=60, days=6, desks=(1, 2, 2)), 3))
        plan, count = Assignment(pricer), itertools.count()
        effort = Effort(lambda: next(count) < 0, 1, 1, Threads(), 1)
        dive(plan, _everything(plan), priced(random_prices(pricer, 5)), plan.late_cost, effort, until)
        return next(count)

    assert looks(1) < 0.75 * looks(6)
