"""Shadow prices against the relaxation solved anew with one desk more and one fewer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from solver.classes import FloatArray, IntArray, merged_classes
from solver.desk_prices import by_desk, desk_prices
from solver.instance import Instance, Span
from solver.pricing import Pricer
from solver.programme import Programme
from solver.relaxation import Relaxation, price_slope
from solver.shadow_prices import ShadowPrice, shadow_prices
from tests.solver.flows import network_of
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

DEARER = 2.0


def _prices(instance: Instance) -> tuple[ShadowPrice, ...]:
    return shadow_prices(instance, desk_prices(instance, seconds=20, crowded=True))


def _relaxed(pricer: Pricer, free: IntArray, late: float) -> tuple[FloatArray, float]:
    """Prices and cost of the relaxation on so many desks at a price of lateness."""
    network = network_of(pricer)
    found = Programme(network, free, late).relaxed(20)
    assert found is not None
    prices, flow = found
    missing = sum(entry.count for entry in network.entries) - float(flow[network.arcs.opens >= 0].sum())
    return prices, float((flow * network.arcs.cost).sum()) + late * missing


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=6, max_steps=2), st.data())
def test_prices_lie_between_what_one_more_desk_saves_and_one_fewer_costs(
    instance: Instance, data: st.DataObject
) -> None:
    """For some slots of a class; and late arrivals between what the same desks save at the two prices of lateness."""
    pricer = pricer_of(instance)
    network = network_of(pricer)
    assume(network.entries)
    cls = data.draw(st.integers(0, pricer.classes.count - 1))
    more = np.zeros_like(pricer.classes.free)
    start, end = int(pricer.classes.start[cls]), int(pricer.classes.end[cls])
    more[cls, data.draw(st.integers(start, end - 1)) : end] = 1
    late, free = float(instance.objective.late), pricer.classes.free
    prices, cost = _relaxed(pricer, free, late)
    slope = price_slope(pricer, Relaxation(prices, network, np.zeros(0)), 20)
    assert slope is not None
    close = 2e-3 * (1 + cost)
    saved, lost = cost - _relaxed(pricer, free + more, late)[1], _relaxed(pricer, free - more, late)[1] - cost
    assert saved - close <= (prices * more).sum() <= lost + close
    dear = _relaxed(pricer, free, DEARER * late)[1]
    saves = dear - _relaxed(pricer, free + more, DEARER * late)[1]
    loses = _relaxed(pricer, free - more, DEARER * late)[1] - dear
    fewer = float((slope * more).sum()) * (DEARER - 1) * late
    assert saves - lost - 4 * close <= fewer <= loses - saved + 4 * close


def test_a_desk_hour_saves_its_share_of_a_late_arrival() -> None:
    """A talk takes two hours and saves 900: each hour saves half of it, and half an arrival."""
    instance = instance_of((desk("one", (9, 11)),), tuple(party(f"p{n}") for n in range(3)))
    (price,) = _prices(instance)
    assert price.late is not None
    assert [price.cost, price.late] == pytest.approx([450, 0.5], rel=1e-2)
    assert (price.day, price.kind.agency) == (0, "a")


def test_hours_are_hours_whatever_the_grid() -> None:
    """On a grid of a quarter of an hour the talk takes half an hour: an hour saves two arrivals."""
    instance = instance_of((desk("one", (36, 38)),), tuple(party(f"p{n}", 95) for n in range(6)))
    (price,) = _prices(replace(instance, slot_minutes=15))
    assert price.late is not None
    assert [price.cost, price.late] == pytest.approx([1800, 2], rel=1e-2)
    assert price.dearest == Span(36, 38)


def test_the_dearest_hour_is_the_one_everybody_asks_for() -> None:
    """Three parties may come at ten alone, the desk is open from nine to five."""
    one = desk("one", (9, 17))
    instance = instance_of((one,), tuple(party(f"p{n}", 12, 10) for n in range(3)))
    (price,) = _prices(instance)
    assert Span(10, 12).start <= price.dearest.start < 12
    assert price.dearest_cost >= 450 * 0.99
    assert price.cost == pytest.approx(900 / 8, rel=1e-2)


def test_desks_of_a_kind_are_one_line_a_day_and_closed_days_none() -> None:
    """The dearest first; desks of another language are another kind."""
    shifts = ((9, 11), (33, 35))
    other = replace(desk("three", (9, 11)), languages=frozenset(("en",)))
    desks = (desk("one", *shifts), desk("two", (9, 10), (33, 35)), other)
    instance = instance_of(desks, tuple(party(f"p{n}", 40, 24) for n in range(4)), days=2)
    found = _prices(instance)
    assert [(price.day, sorted(price.kind.languages)) for price in found if price.cost > 1] == [(1, ["nl"])]
    assert sorted((price.day, min(price.kind.languages)) for price in found) == [(0, "en"), (0, "nl"), (1, "nl")]


def test_one_more_desk_works_the_hours_of_the_one_worth_most() -> None:
    """Where desks of a kind are worth different prices in a slot."""
    classes = merged_classes(instance_of((desk("one", (9, 11)), desk("two", (9, 12))), (party("p"),)))
    prices = by_desk(classes, np.array([[4.0, 2.0, 0.0], [1.0, 5.0, 3.0]]), np.zeros((2, 3)))
    (price,) = shadow_prices(classes.instance, prices)
    assert (price.cost, price.dearest, price.dearest_cost) == (4.0, Span(10, 11), 5.0)
