"""Bounds by prices."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.instance import Instance, Objective
from solver.prices import Ascent, desks_are_dear, dual_of, lagrangian, next_possible_cost, price_of_lateness
from tests.solver.brute_force import cheapest_plan, fewest_late
from tests.solver.flows import random_prices
from tests.solver.stage import cheapest_alone, desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

_HEALTH = list(HealthCheck)


@settings(max_examples=80, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=2, max_steps=2), st.integers(0, 2**32 - 1), st.sampled_from((2, 40, 1500)))
def test_any_prices_prove_a_bound(instance: Instance, seed: int, largest: int) -> None:
    """Small ones, dear ones, ones out of all reason."""
    pricer = pricer_of(instance)
    prices = random_prices(pricer, seed, largest)
    assert lagrangian(pricer, pricer.price_all(prices), prices) <= cheapest_plan(instance) + 1e-9


@settings(max_examples=80, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=3, max_steps=2))
def test_no_prices_at_all_prove_what_each_costs_alone(instance: Instance) -> None:
    """As if every arrival had the desks to itself."""
    pricer = pricer_of(instance)
    none = np.zeros(pricer.classes.free.shape)
    assert lagrangian(pricer, pricer.price_all(none), none) == pytest.approx(
        sum(cheapest_alone(instance)), rel=1e-6, abs=1e-6
    )


@settings(max_examples=30, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=2, max_steps=2))
def test_the_ascent_never_passes_the_best_plan(instance: Instance) -> None:
    """Its best bound only rises, and its prices prove it."""
    pricer = pricer_of(instance)
    ascent = Ascent(pricer)
    before = ascent.best.value
    ascent.run(40, lambda: False)
    assert before <= ascent.best.value <= cheapest_plan(instance) + 1e-9
    prices = ascent.best.prices
    assert lagrangian(pricer, pricer.price_all(prices), prices) == pytest.approx(ascent.best.value)
    assert (prices >= 0).all()
    assert (prices[~pricer.classes.open_slots] == 0).all()


@settings(max_examples=80, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=3, max_steps=2), st.integers(0, 2**32 - 1), st.sampled_from((2, 40, 1500)))
def test_who_is_late_in_every_plan_pays_in_any_case(instance: Instance, seed: int, largest: int) -> None:
    """The bound stays below every plan; no price of lateness proves more than what the last of the dearest costs."""
    pricer, forced, late = pricer_of(instance), fewest_late(instance), instance.objective.late
    prices = random_prices(pricer, seed, largest)
    pricing = pricer.price_all(prices)
    best = price_of_lateness(pricer, pricing, forced)

    def proven(price: float) -> float:
        return dual_of(pricer, price, forced=forced).value(pricing, prices)

    found = proven(best)
    assert found <= cheapest_plan(instance) + 1e-6
    assert all(proven(late * n / 8) <= found + 1e-6 for n in range(9))


def test_the_ascent_finds_most_of_what_a_shortage_costs() -> None:
    """At full load the bound rises well above what everybody would cost alone."""
    pricer = pricer_of(generate(Family(arrivals=60, days=3, desks=(1, 2, 2)), 1))
    ascent = Ascent(pricer)
    before = ascent.best.value
    ascent.run(100, lambda: False)
    assert ascent.rounds == 100
    assert ascent.best.value > before + 100


def test_the_ascent_stops_when_time_is_up() -> None:
    """Asked before each round."""
    ascent = Ascent(pricer_of(instance_of((desk("one", (9, 11)),), (party("p0"), party("p1")))))
    answers = iter((False, False, True))
    ascent.run(50, lambda: next(answers))
    assert ascent.rounds == 2


@pytest.mark.parametrize(
    ("bound", "objective", "cost"),
    [
        (1234.2, Objective(), 1235.0),
        (1234.0000000001, Objective(), 1234.0),
        (1234.0, Objective(), 1234.0),
        (1234.2, Objective(wait_slot=0.5), 1234.2),
        (-np.inf, Objective(), -np.inf),
        (0.0, Objective(), 0.0),
    ],
)
def test_whole_prices_make_whole_costs(bound: float, objective: Objective, cost: float) -> None:
    """A bound between two whole costs is worth the upper one; rounding errors lift none."""
    assert next_possible_cost(objective, bound) == cost


def test_a_price_of_a_move_that_is_not_whole_makes_no_cost_whole() -> None:
    """Beside whole ones it does not matter."""
    assert next_possible_cost(Objective(), 1234.2, (5.0, 0.0)) == 1235.0
    assert next_possible_cost(Objective(), 1234.2, (5.0, 0.25)) == 1234.2


@pytest.mark.parametrize(("arrivals", "dear"), [(80, False), (86, True)])
def test_desks_are_dear_where_nearly_all_of_them_are_needed(arrivals: int, dear: bool) -> None:
    """88 and 95% of them, of two days as of ten."""
    pricer = pricer_of(generate(Family(arrivals, days=2), 3))
    ascent = Ascent(pricer)
    ascent.run(400, lambda: False)
    assert desks_are_dear(ascent.best, pricer.classes.free) == dear
