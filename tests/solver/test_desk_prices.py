"""Prices by desk."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from solver.classes import merged_classes
from solver.desk_prices import by_desk, desk_prices
from solver.instance import Instance, Span
from solver.remedies import ExtraDesk, kind_of
from tests.solver.flows import random_prices
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=2))
def test_prices_told_by_desk_are_those_of_the_classes(instance: Instance) -> None:
    """Spread over desks and put back, nothing changes."""
    pricer = pricer_of(instance)
    prices = random_prices(pricer, 3)
    assert (by_desk(pricer.classes, prices, None).on(pricer.classes) == prices).all()


def test_a_desk_that_was_not_priced_costs_nothing_and_others_keep_their_prices() -> None:
    """Also where booked time or another desk makes other classes."""
    one, two = desk("one", (9, 13)), desk("two", (9, 13))
    instance = instance_of((one, two), (party("p"),))
    classes = merged_classes(instance)
    found = by_desk(classes, np.array([[4.0, 3.0, 2.0, 1.0]]), None)
    more = merged_classes(ExtraDesk(kind_of(one), Span(10, 12)).applied(instance))
    assert found.on(more).tolist() == [[4.0, 3.0, 2.0, 1.0], [0.0, 0.0, 0.0, 0.0]]
    alike = merged_classes(ExtraDesk(kind_of(one), Span(9, 13)).applied(instance))
    assert found.on(alike).tolist() == [[0.0, 0.0, 0.0, 0.0]]


def test_a_desk_that_could_serve_one_of_the_late_is_worth_being_late() -> None:
    """Less what the visit costs; and one late arrival."""
    instance = instance_of((desk("one", (9, 11)),), tuple(party(f"p{n}") for n in range(3)))
    found = desk_prices(instance, seconds=20, crowded=True)
    assert found.late is not None
    assert found.cost[0].sum() == pytest.approx(900, rel=1e-2)
    assert found.late[0].sum() == pytest.approx(1, rel=1e-2)
    assert not found.cost[0, :9].any()


def test_prices_of_the_ascent_stand_in_where_time_is_short() -> None:
    """How many late a desk saves is not known then."""
    instance = instance_of((desk("one", (9, 11)),), tuple(party(f"p{n}") for n in range(3)))
    found = desk_prices(instance, seconds=0.0, crowded=True)
    assert found.late is None
    assert found.cost.shape == (1, 24)
