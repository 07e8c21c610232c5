"""The recursion against brute force."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.classes import merged_classes
from solver.groups import group_arrivals
from solver.instance import Instance
from solver.pricing import Pricer
from solver.shape import keeps_order
from tests.solver.brute_force import every_itinerary
from tests.solver.strategies import instances


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(), st.integers(0, 2**32 - 1))
def test_the_cheapest_itinerary_under_prices_is_the_one_brute_force_finds(instance: Instance, seed: int) -> None:
    """Languages, travel, unavailable spans, ready_from, result_days, booked time and one to five steps."""
    classes = merged_classes(instance)
    prices = np.random.default_rng(seed).integers(0, 5, (classes.count, classes.width)) * 1.0
    found = _priced(instance, prices)
    cheapest = min((cost for cost, _ in every_itinerary(instance, instance.arrivals[0], _price(instance, prices))),
                   default=np.inf)  # fmt: skip
    if found is None:
        assert cheapest == np.inf
        return
    value, keeps = found
    assert value <= cheapest + 1e-9  # a bound even where the way over a third place is shorter
    if keeps:
        assert value == pytest.approx(cheapest)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(max_arrivals=4, max_steps=3), st.integers(0, 2**32 - 1))
def test_a_batch_gives_each_arrival_what_it_gets_alone(instance: Instance, seed: int) -> None:
    """Batching over groups changes no value."""
    classes = merged_classes(instance)
    groups = group_arrivals(instance, classes)
    pricer = Pricer(classes, groups)
    prices = np.random.default_rng(seed).random((classes.count, classes.width))
    together = pricer.price_all(prices)
    values = together.values()
    for number in range(len(groups.groups)):
        alone = pricer.price_one(number, together.starts).values()[number]
        assert alone == pytest.approx(values[number])
    for columns in together.cheapest():
        prices_of_starts = [
            sum(prices[c, s : s + n].sum() for c, s, n in zip(*row, strict=True))
            for row in zip(columns.cls, columns.start, columns.length, strict=True)
        ]
        assert columns.cost + prices_of_starts == pytest.approx(columns.value)
        assert columns.value == pytest.approx(values[columns.group])


def _priced(instance: Instance, prices: np.ndarray) -> tuple[float, bool] | None:
    classes = merged_classes(instance)
    groups = group_arrivals(instance, classes)
    for columns in Pricer(classes, groups).price_all(prices).cheapest():
        day, location = classes.day[columns.cls], classes.location[columns.cls]
        shape = groups.groups[0].shape
        keeps = keeps_order(shape, classes.gap, columns.step, day, location, columns.start)
        return float(columns.value[0]), bool(keeps[0])
    return None


def _price(instance: Instance, prices: np.ndarray):  # type: ignore[no-untyped-def]
    """Price of a desk's slot: that of the class it lies in."""
    classes = merged_classes(instance)
    table = {
        (member, classes.absolute(n, slot)): float(prices[n, slot])
        for n, members in enumerate(classes.members)
        for member in members
        for slot in range(int(classes.start[n]), int(classes.end[n]))
    }
    return lambda resource, slot: table[resource, slot]
