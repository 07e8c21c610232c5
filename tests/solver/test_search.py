"""Ruin and recreate."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.instance import Instance
from solver.layout import lay_out
from solver.pricing import Threads
from solver.search import RuinRecreate, Schedule
from solver.verify import verify
from tests.solver.stage import first_plan
from tests.solver.strategies import instances


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3), st.integers(0, 2**31))
def test_however_warm_the_search_the_plan_gets_no_worse_and_keeps_every_rule(instance: Instance, seed: int) -> None:
    """What it says to have saved is what it saved, and the desks are counted right."""
    plan = first_plan(instance)
    search = RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape))
    for heat in (30.0, 1.0):
        before = plan.cost
        saved = search.run(range(len(instance.days)), Schedule(20, heat, 0.1, seed))
        assert saved >= 0
        assert before - plan.cost == pytest.approx(saved, abs=1e-6)
    assert (plan.occupancy.free >= 0).all()
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


def test_in_a_crowd_it_saves_something() -> None:
    """The greedy plan of a crowd is far from the best."""
    plan = first_plan(generate(Family(arrivals=60, days=4, desks=(1, 2, 2)), 4))
    assert RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape)).run(range(4), Schedule(200, 5.0, 0.5, 1)) > 0


def test_the_same_seed_finds_the_same_plan() -> None:
    """Every choice comes from the seed."""
    costs = set()
    for _ in range(2):
        plan = first_plan(generate(Family(arrivals=40, days=4, desks=(1, 2, 2)), 4))
        RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape)).run(range(4), Schedule(100, 5.0, 0.5, 7))
        costs.add(plan.cost)
    assert len(costs) == 1


def test_a_zone_leaves_what_lies_outside_it_alone() -> None:
    """Only arrivals held on its days alone, and late ones that could be, are moved, and stay within."""
    plan = first_plan(generate(Family(arrivals=60, days=6, desks=(1, 2, 2)), 4))
    search = RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape))
    movable = set(search.zone(range(3)).arrivals.tolist())
    before = [repr(column) for column in plan.columns]
    search.run(range(3), Schedule(200, 5.0, 0.5, 1))
    for arrival, column in enumerate(plan.columns):
        if arrival not in movable:
            assert repr(column) == before[arrival]
        elif column is not None:
            assert plan.pricer.classes.day[column.cls].max() < 3


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=8, max_steps=3), st.integers(0, 9))
def test_parts_that_share_no_day_are_searched_at_the_same_time(instance: Instance, border: int) -> None:
    """Somebody late who could come in both belongs to one of them: no desk is taken twice."""
    plan = first_plan(instance)
    days = range(len(instance.days))
    search = RuinRecreate(plan, np.zeros(plan.pricer.classes.free.shape))
    before = plan.cost
    with ThreadPoolExecutor(2) as executor:
        parts = (days[:border], days[border:])
        saved = search.run_apart(parts, Schedule(20, 30.0, 1.0, border), Threads(executor, 2))
    assert before - plan.cost == pytest.approx(saved, abs=1e-6)
    assert (plan.occupancy.free >= 0).all()
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok
