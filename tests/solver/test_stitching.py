"""Prices by window, and the bound they prove together."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.instance import Instance
from solver.layout import lay_out
from solver.parts import Solved
from solver.stitching import Stitching
from solver.stretch import stretch
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import random_prices
from tests.solver.stage import desk, first_plan, instance_of, party
from tests.solver.strategies import instances


def _solved(instance: Instance, seed: int) -> Solved:
    """A plan with prices that have nothing to do with it."""
    plan = first_plan(instance)
    return Solved(lay_out(plan, 0.0, 0.0), plan.pricer.classes, random_prices(plan.pricer, seed))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=2, max_steps=2), st.integers(0, 9))
def test_whatever_the_prices_of_windows_no_plan_is_cheaper_than_the_bound(instance: Instance, seed: int) -> None:
    """Each day is a window of its own here; the bound never falls."""
    stitching = Stitching(instance)
    bounds = [stitching.bound]
    for day in range(len(instance.days)):
        stitching.learn(
            range(day, day + 1), range(day, day + 1), _solved(stretch(instance, range(day, day + 1), ()), seed)
        )
        bounds.append(stitching.bound)
    for day in range(len(instance.days)):
        stitching.even_out(day, 10.0)
        bounds.append(stitching.bound)
    assert bounds == sorted(bounds)
    assert bounds[-1] <= cheapest_plan(instance) + 1e-6


def test_the_bound_is_that_of_the_prices_learnt() -> None:
    """Three parties for the two places of the second day: a price of 445 a slot says who is late."""
    parties = tuple(party(f"p{n}", deadline=47, available_from=24) for n in range(3))
    instance = instance_of((desk("one", (8, 10), (33, 37)),), parties, days=2)
    window = stretch(instance, range(1, 2), parties)
    plan = first_plan(window)
    prices = np.full(plan.pricer.classes.free.shape, 445.0)
    stitching = Stitching(instance)
    assert stitching.bound == pytest.approx(300)
    stitching.learn(range(1, 2), range(1, 2), Solved(lay_out(plan, 0.0, 0.0), plan.pricer.classes, prices))
    assert stitching.bound == pytest.approx(1190)  # 3 * (100 + 2 * 445) - 4 * 445


def test_only_the_days_asked_for_are_learnt() -> None:
    """Prices of the margin that no window knows well stay out."""
    parties = tuple(party(f"p{n}", deadline=47, available_from=24) for n in range(3))
    instance = instance_of((desk("one", (8, 10), (33, 37)),), parties, days=2)
    plan = first_plan(instance)
    prices = np.full(plan.pricer.classes.free.shape, 445.0)
    stitching = Stitching(instance)
    stitching.learn(range(2), range(1), Solved(lay_out(plan, 0.0, 0.0), plan.pricer.classes, prices))
    assert stitching.bound == pytest.approx(300)
    stitching.even_out(1, 0.0)
    assert stitching.bound == pytest.approx(300)


def test_a_seam_is_evened_out_by_the_relaxation_of_the_days_around_it() -> None:
    """Nothing is known before; two of three find room, and being late costs 900 more than that."""
    parties = tuple(party(f"p{n}", deadline=47, available_from=24) for n in range(3))
    instance = instance_of((desk("one", (8, 10), (33, 37)),), parties, days=2)
    stitching = Stitching(instance)
    stitching.even_out(1, 10.0)
    assert stitching.bound == pytest.approx(1200, abs=1)
