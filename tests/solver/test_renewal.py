"""Prices of what is left once some days are planned."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.instance import Instance
from solver.occupancy import Occupancy
from solver.prices import lagrangian
from solver.relaxation import Rest
from solver.renewal import dual_of_rest, renewed
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import random_prices
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2), st.integers(0, 9))
def test_new_prices_prove_no_less_than_those_there_were(instance: Instance, seed: int) -> None:
    """Where nothing is planned yet they are prices of the whole: no plan is cheaper than they prove."""
    pricer = pricer_of(instance)
    before = random_prices(pricer, seed)
    after = renewed(pricer, Rest.whole(pricer), before, seconds=30)
    proven = [lagrangian(pricer, pricer.price_all(prices), prices) for prices in (before, after)]
    assert proven[0] <= proven[1] + 1e-6
    assert proven[1] <= cheapest_plan(instance) + 1e-6


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2), st.integers(0, 9))
def test_the_rest_of_an_instance_of_which_nothing_is_planned_is_the_whole(instance: Instance, seed: int) -> None:
    """Its dual has the value of the instance's own, but for those who can never come."""
    pricer = pricer_of(instance)
    prices, dual = random_prices(pricer, seed), dual_of_rest(pricer, Rest.whole(pricer))
    hopeless = instance.objective.late * len(pricer.groups.hopeless)
    whole = lagrangian(pricer, pricer.price_all(prices), prices)
    assert dual.value(dual.price(prices), prices) + hopeless == pytest.approx(whole, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("taken", "worth"), [(0, 0.0), (1, 10.0)])
def test_a_day_is_worth_more_once_others_have_taken_of_it(taken: int, worth: float) -> None:
    """Two parties of two hours wait for tomorrow: with one of its two desks taken one waits a day more, for 10."""
    hours = tuple((PER_DAY * day + 9, PER_DAY * day + 11) for day in range(3))
    parties = tuple(party(f"p{n}", deadline=3 * PER_DAY - 1) for n in range(3))
    pricer = pricer_of(instance_of((desk("one", *hours), desk("two", *hours)), parties, days=3))
    left, tomorrow = Occupancy(pricer.classes), np.flatnonzero(pricer.classes.day == 1)
    left.take(np.repeat(tomorrow, taken), np.zeros(taken, dtype=np.int64), np.full(taken, 2))
    rest = Rest(np.array([2]), left, range(1, 3))
    prices = renewed(pricer, rest, np.zeros(left.free.shape), seconds=30)
    assert prices[tomorrow].sum() == pytest.approx(worth, abs=0.1)


@pytest.mark.parametrize(("seconds", "waiting"), [(0.0, 1), (30.0, 0)])
def test_prices_stay_where_time_runs_out_or_nobody_waits(seconds: float, waiting: int) -> None:
    """They are the very ones there were."""
    pricer = pricer_of(instance_of((desk("one", (9, 13)),), (party("p0"),)))
    rest = Rest(np.array([waiting]), pricer.empty, range(1))
    before = random_prices(pricer, 1)
    assert renewed(pricer, rest, before, seconds=seconds) is before
