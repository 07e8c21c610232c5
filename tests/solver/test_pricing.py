"""Groups under prices, on the desks that are left."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.grouping import group_arrivals
from solver.groups import Home
from solver.instance import Instance
from solver.pricing import Pricer, Threads
from tests.solver.flows import random_prices
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


@pytest.fixture(name="shared")
def shared_fixture(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to do, it is shared."""
    monkeypatch.setattr("solver.pricing._WORTH_SHARING", 0)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=4, max_steps=3), st.integers(0, 2**32 - 1))
def test_usage_is_what_the_cheapest_itineraries_take(instance: Instance, seed: int) -> None:
    """At the prices of an open slot each, usage times prices is what they pay beyond their cost."""
    pricer = pricer_of(instance)
    prices = random_prices(pricer, seed)
    pricing = pricer.price_all(prices)
    paid = 0.0
    for number, value in enumerate(pricing.values.tolist()):
        column = pricer.column(number, pricer.desks(prices, pricer.empty))
        if value < instance.objective.late and column is not None:
            paid += pricer.groups.groups[number].size * (value - column.cost)
    if pricer.classes.gap.max() == pricer.classes.gap.min():
        assert float((pricing.usage * prices).sum()) == pytest.approx(paid)
    assert (pricing.usage[~pricer.classes.open_slots] == 0).all()


@pytest.mark.usefixtures("shared")
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=4, max_steps=3), st.lists(st.integers(0, 6), max_size=3), st.integers(0, 2**32 - 1))
def test_groups_priced_on_from_one_another_cost_what_each_costs_alone(
    instance: Instance, later: list[int], seed: int
) -> None:
    """Also those that come later on the same day than others like them, or on no slot of it."""
    twins = (
        replace(a, id=f"{a.id}-{n}", available_from=a.available_from + slots)
        for n, slots in enumerate(later)
        for a in instance.arrivals
    )
    pricer = pricer_of(replace(instance, arrivals=(*instance.arrivals, *twins)))
    prices, count = random_prices(pricer, seed), len(pricer.groups.groups)
    together = pricer.price_all(prices)
    with ThreadPoolExecutor(1) as executor:
        alone = pricer.price_all(prices, threads=Threads(executor, max(1, count)))
    np.testing.assert_array_equal(together.values, alone.values)
    paid = [float((pricing.usage * prices).sum()) for pricing in (together, alone)]
    assert paid[0] == pytest.approx(paid[1])


@pytest.mark.usefixtures("shared")
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=6, max_steps=3), st.integers(0, 2**32 - 1))
def test_pricing_in_threads_is_pricing(instance: Instance, seed: int) -> None:
    """Whatever the number of parts, also more than there are groups."""
    pricer = pricer_of(instance)
    prices = random_prices(pricer, seed)
    alone = pricer.price_all(prices)
    with ThreadPoolExecutor(2) as executor:
        for count in (2, 9):
            together = pricer.price_all(prices, threads=Threads(executor, count))
            for one, other in zip(alone, together, strict=True):
                np.testing.assert_array_equal(one, other)


def test_who_holds_an_itinerary_pays_for_any_other() -> None:
    """Home as long as moving saves less than its price, also under the prices of desks."""
    instance = instance_of((desk("one", (9, 17)),), (party("p"),))
    classes = pricer_of(instance).classes
    home = {0: Home(move=30.0, cost=100.0, step=(0,), start=(2,), cls=((0,),))}
    pricer = Pricer(classes, group_arrivals(instance, classes, home))
    prices = np.zeros(classes.free.shape)
    for price, start, value in ((0.0, 2, 100.0), (10.0, 2, 120.0), (20.0, 0, 130.0)):
        prices[0, 2:4] = price
        column = pricer.column(0, pricer.desks(prices, pricer.empty))
        assert column is not None
        assert column.start.tolist() == [start]
        assert pricer.price_all(prices).values.tolist() == [value]


def test_days_bound_an_itinerary() -> None:
    """Only desks on the days asked for are looked at."""
    instance = instance_of((desk("one", (9, 17), (33, 41)),), (party("p", deadline=47),), days=2)
    pricer = pricer_of(instance)
    none = np.zeros(pricer.classes.free.shape)
    for days, expected in ((range(1), 0), (range(1, 2), 1)):
        column = pricer.column(0, pricer.desks(none, pricer.empty, days))
        assert column is not None
        assert pricer.classes.day[column.cls].tolist() == [expected]
    assert pricer.column(0, pricer.desks(none, pricer.empty, range(2, 3))) is None
