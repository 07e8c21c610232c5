"""A plan that is known, as a flow."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.arcs import Network
from solver.assignment import Assignment
from solver.cpsat import Flow, column_of, paths
from solver.hints import known_flow
from solver.instance import Instance
from solver.layout import lay_out
from solver.pricing import Column
from solver.verify import verify
from tests.solver.flows import network_of
from tests.solver.stage import desk, first_plan, instance_of, party, pricer_of
from tests.solver.strategies import instances


def _held(assignment: Assignment) -> list[tuple[int, Column]]:
    return [(assignment.group_of[n], column) for n, column in enumerate(assignment.columns) if column is not None]


def _names(network: Network, columns: Iterable[tuple[int, Column]]) -> Counter[object]:
    """Each itinerary with the network of the group that holds it."""
    of = {entry.group: entry.network for entry in network.entries}
    return Counter((of[int(group)], frozenset(Counter(column.spans()).items())) for group, column in columns)


def _check(plan: Assignment, columns: list[tuple[int, Column]]) -> None:
    """The verifier accepts the plan of these columns, which costs what the other one does."""
    again, members = Assignment(plan.pricer), [iter(group.members) for group in plan.pricer.groups.groups]
    for group, column in columns:
        again.serve(next(members[group]), column)
    verdict = verify(plan.pricer.classes.instance, lay_out(again, 0.0, 0.0))
    assert verdict.ok
    assert verdict.cost == pytest.approx(plan.cost)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=5, max_steps=3))
def test_the_flow_of_a_plan_holds_its_itineraries(instance: Instance) -> None:
    """Read back path by path they are the same; whoever holds none is late.

    Where groups share a network one may be told to hold what another held: together they cost the same.
    """
    plan = first_plan(instance)
    network = network_of(plan.pricer)
    units, late = known_flow(network, plan.pricer, _held(plan))
    found = paths(network, Flow(units, late, 0.0, optimal=False))
    columns = [(group, column_of(network, plan.pricer, group, path)) for group, path in found]
    assert _names(network, columns) == _names(network, _held(plan))
    _check(plan, columns)
    assert Counter(group for group, _ in found) == Counter(int(group) for group, _ in _held(plan))
    assert late.sum() == sum(entry.count for entry in network.entries) - len(_held(plan))


def test_a_column_that_the_network_left_out_is_left_out() -> None:
    """Without slack only the cheapest day is there."""
    arrivals = (party("p0", 47), party("p1", 47))
    plan = first_plan(instance_of((desk("one", (9, 11), (33, 35)),), arrivals, days=2))
    assert plan.late == []
    network = network_of(plan.pricer, slack=0.0)
    units, late = known_flow(network, plan.pricer, _held(plan))
    assert (units[network.arcs.cls >= 0].sum(), late.tolist()) == (1, [1])


def test_a_window_of_many_days_is_walked_to_its_end() -> None:
    """More than a thousand arcs that wait lead to the one that holds a step."""
    desks = (desk("one", *((24 * day + 7, 24 * day + 23) for day in range(100))),)
    pricer = pricer_of(instance_of(desks, (party("p0", 2399),), days=100))
    plan = Assignment(pricer)
    assert plan.insert(0, np.zeros(pricer.classes.free.shape), range(85, 86))
    units, late = known_flow(network_of(pricer), pricer, _held(plan))
    assert units.sum() > 1000
    assert late.tolist() == [0]


def test_a_group_outside_the_network_gives_no_hint() -> None:
    """Its arrivals are not planned anew."""
    instance = generate(Family(arrivals=3, days=3), 1)
    plan = first_plan(instance)
    none = first_plan(replace(instance, resources=()))
    network = network_of(none.pricer)
    units, late = known_flow(network, plan.pricer, _held(plan))
    assert (len(units), len(late)) == (0, 0)
