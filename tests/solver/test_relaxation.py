"""The relaxation as a solve uses it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.instance import Instance
from solver.prices import lagrangian
from solver.relaxation import Rest, relax, relax_rest, relax_within
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import random_prices
from tests.solver.stage import desk, instance_of, party, pricer_of
from tests.solver.strategies import instances


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=2, max_steps=2))
def test_whatever_the_slack_leaves_out_the_prices_prove_a_bound(instance: Instance) -> None:
    """No plan is cheaper; the flow serves nobody more than once and overbooks no desk."""
    pricer = pricer_of(instance)
    relaxed = relax(pricer, np.zeros(pricer.classes.free.shape), seconds=30)
    if relaxed is None:
        return
    bound = lagrangian(pricer, pricer.price_all(relaxed.prices), relaxed.prices)
    assert bound <= cheapest_plan(instance) + 1e-6
    arcs = relaxed.network.arcs
    assert (relaxed.flow >= -1e-4).all()
    assert float(relaxed.flow[arcs.opens >= 0].sum()) <= len(instance.arrivals) + 1e-3
    used = np.zeros((pricer.classes.count, pricer.classes.width))
    for n in np.flatnonzero(arcs.cls >= 0).tolist():
        used[arcs.cls[n], arcs.start[n] : arcs.start[n] + arcs.length[n]] += relaxed.flow[n]
    assert (used <= pricer.classes.free + 1e-3).all()


def test_a_shortage_has_its_price() -> None:
    """Three parties for two places: the bound is the cost of the best plan."""
    instance = instance_of((desk("one", (9, 13)),), (party("p0"), party("p1"), party("p2")))
    pricer = pricer_of(instance)
    relaxed = relax(pricer, np.zeros(pricer.classes.free.shape), seconds=30)
    assert relaxed is not None
    bound = lagrangian(pricer, pricer.price_all(relaxed.prices), relaxed.prices)
    assert bound == pytest.approx(1200, rel=1e-3)


def test_nobody_who_can_be_served_needs_no_relaxation() -> None:
    """There is no flow to find."""
    pricer = pricer_of(instance_of((), (party("p0"),)))
    assert relax(pricer, np.zeros(pricer.classes.free.shape), seconds=30) is None


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=3, max_steps=2), st.integers(0, 9))
def test_classes_that_are_not_free_to_change_keep_their_prices(instance: Instance, seed: int) -> None:
    """What the others find proves a bound all the same."""
    pricer = pricer_of(instance)
    prices, free = random_prices(pricer, seed), pricer.classes.day == 0
    found = relax_within(pricer, prices, free, seconds=30)
    if found is None:
        return
    assert (found[~free] == prices[~free]).all()
    assert lagrangian(pricer, pricer.price_all(found), found) <= cheapest_plan(instance) + 1e-6


def test_desks_that_are_not_free_to_change_are_there_for_all_at_their_price() -> None:
    """Two of four go to the second day, for 10 and two slots at 15: so the first day is worth 20 a slot."""
    arrivals = tuple(party(f"p{n}", deadline=47) for n in range(4))
    pricer = pricer_of(instance_of((desk("one", (9, 13), (33, 35)),), arrivals, days=2))
    prices = np.where(pricer.classes.day[:, None] == 0, 0.0, 15.0) * pricer.classes.open_slots
    found = relax_within(pricer, prices, pricer.classes.day == 0, seconds=30)
    assert found is not None
    assert lagrangian(pricer, pricer.price_all(found), found) == pytest.approx(4 * 140 - 4 * 20 - 2 * 15, abs=0.5)


def test_no_time_relaxes_nothing() -> None:
    """The prices stay what they are."""
    pricer = pricer_of(instance_of((desk("one", (9, 13)),), (party("p0"),)))
    assert relax_within(pricer, np.zeros(pricer.classes.free.shape), pricer.classes.day == 0, seconds=0.0) is None


def test_of_the_rest_the_price_of_the_only_desk_somebody_can_have_stays_near_what_it_was() -> None:
    """It could be anything up to what being late costs: it is no more than a fifth of a visit dearer a slot."""
    pricer = pricer_of(instance_of((desk("one", (9, 11)),), (party("p0"),)))
    before = np.where(pricer.classes.open_slots, 7.0, 0.0)
    found = relax_rest(pricer, Rest(np.array([1]), pricer.empty, range(1)), before, seconds=30)
    assert found is not None
    assert (found <= 27 + 1e-3).all()
