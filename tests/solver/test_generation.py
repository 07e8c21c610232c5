"""Column generation on some days."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.assignment import Assignment
from solver.generation import Generation, Left, Waiting
from solver.instance import Instance
from solver.later import priced
from solver.packing import Packed
from solver.pricing import Pricer
from solver.ruin import Zone
from tests.solver.brute_force import cheapest_plan
from tests.solver.flows import random_prices
from tests.solver.stage import pricer_of
from tests.solver.strategies import crowds


def _begin(pricer: Pricer, close: float = 1e-6) -> tuple[Generation, Left, Packed, float]:
    """All days at once, as if nobody held anything, from random prices; and what all cost if they are late."""
    groups = np.arange(len(pricer.groups.groups))
    late = pricer.objective.late + pricer.tables.move
    plan, days = Assignment(pricer), len(pricer.classes.instance.days)
    zone = Zone(np.arange(len(plan.late)), 0, days, days)
    generation = Generation(pricer, Waiting(groups, late), zone, priced(random_prices(pricer, 3)), 1)
    left = Left(plan.occupancy, pricer.groups.sizes.copy())
    packed, bound = generation.begin(left, lambda _value: close, lambda: False)
    return generation, left, packed, bound


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(crowds())
def test_the_bound_is_under_every_plan_and_the_relaxed_plan_close_to_it(instance: Instance) -> None:
    """By brute force, whatever prices it began from."""
    pricer = pricer_of(instance)
    _, left, packed, bound = _begin(pricer)
    late = float(pricer.objective.late * (left.counts.sum() + len(pricer.groups.hopeless)))
    assert bound <= packed.value + 1e-6
    assert packed.value - bound <= 1e-3 * late
    assert bound + late <= cheapest_plan(instance) + 1e-6


def test_columns_are_itineraries_at_their_cost() -> None:
    """Each is a plan by itself that the verifier accepts; none is there twice."""
    instance = generate(Family(arrivals=12, days=3, desks=(1, 2, 2), features=True), 2)
    pricer = pricer_of(instance)
    generation, _, _, _ = _begin(pricer)
    seen = set()
    for number, group in enumerate(generation.group.tolist()):
        plan, column = Assignment(pricer), generation.column(number)
        plan.serve(pricer.groups.groups[group].members[0], column)
        seen.add((group, repr(column)))
        assert generation.value[number] == pytest.approx(column.cost - pricer.objective.late)
        assert (plan.occupancy.free >= 0).all()
    assert len(seen) == len(generation.group)


def test_after_fixing_the_relaxed_plan_keeps_to_what_is_left() -> None:
    """Nobody left to come, nothing to plan; all of it back, the same value again or a better one."""
    pricer = pricer_of(generate(Family(arrivals=12, days=3, desks=(1, 2, 2)), 2))
    generation, left, packed, _ = _begin(pricer)
    none = Left(left.desks, np.zeros_like(left.counts))
    assert generation.go_on(none, 2).value == pytest.approx(0.0)
    assert generation.go_on(left, 2).value <= packed.value + 1e-6
