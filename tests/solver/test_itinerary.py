"""The recursion against brute force."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.cheapest import cheapest_value
from solver.classes import merged_classes
from solver.grouping import group_arrivals
from solver.instance import Instance
from solver.itinerary import path_keeps_order
from solver.pricing import Pricer
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
    values = pricer.price_all(prices).values
    desks = pricer.desks(prices, pricer.empty)
    for number in range(len(groups.groups)):
        assert pricer.recursion(number, desks).best() == pytest.approx(values[number])
        column = pricer.column(number, desks)
        if column is not None and pricer.classes.gap.max() == pricer.classes.gap.min():
            spent = sum(prices[cls, start : start + length].sum() for _, cls, start, length in column.spans())
            assert column.cost + spent == pytest.approx(values[number])


def _priced(instance: Instance, prices: np.ndarray) -> tuple[float, bool] | None:
    classes = merged_classes(instance)
    groups = group_arrivals(instance, classes)
    if not groups.groups:
        return None
    pricer = Pricer(classes, groups)
    value = float(pricer.price_all(prices).values[0])
    if value == np.inf:
        return None
    work, desks = pricer.work(), pricer.desks(prices, pricer.empty)
    cheapest_value(pricer.tables, pricer.rules, 0, desks, work)
    return value, path_keeps_order(groups.groups[0].shape.moves, pricer.rules, work.path)


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
