"""What is left of a journey that has begun."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from scheduler.scenarios.afterwards import pricer_for
from scheduler.scenarios.remainders import completed, done_before
from solver.assignment import greedy
from solver.classes import merged_classes
from solver.instance import Instance, Journey, Step
from solver.layout import lay_out
from solver.verify import verify
from tests.solver.stage import PER_DAY, desk, instance_of, party, with_families

TWO_STEPS = Journey("j", (Step("permit", "x", (2,)), Step("registration", "y", (1,), after=("permit",))))


def two_days() -> Instance:
    """One party, of which the permit is possible on the first day only and the registration on the two after."""
    desks = (
        desk("permits", (9, 11)),
        desk("town", (PER_DAY + 9, PER_DAY + 10), service="y"),
        desk("town-2", (2 * PER_DAY + 9, 2 * PER_DAY + 10), service="y"),
    )
    return instance_of(desks, (party("a", 3 * PER_DAY - 1),), days=3, journey=TWO_STEPS)


def test_the_rest_is_planned_around_what_is_done() -> None:
    """It costs what the whole would have cost from the start: two visits, the last two days on."""
    classes = merged_classes(two_days())
    pricer, none = pricer_for(classes, two_days().arrivals), np.zeros(classes.free.shape)
    plan = greedy(pricer, none)
    (held,) = plan.release((0,)).values()
    assert held is not None
    assert done_before(classes, held, 1).tolist() == [True, False]
    plan.occupancy.take(np.array([1]), classes.start[1:2], np.array([1]))
    found = completed(classes, two_days().arrivals[0], held, 1, plan.occupancy, none)
    assert found is not None
    assert (found.step.tolist(), classes.day[found.cls].tolist(), found.cost) == ([0, 1], [0, 2], 220.0)
    soon = replace(two_days().arrivals[0], deadline=2 * PER_DAY - 1, deadline_day=1)
    assert completed(classes, soon, held, 1, plan.occupancy, none) is None


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_itineraries_that_are_completed_keep_all_rules(seed: int) -> None:
    """With every feature of the format: what was done stays, the rest is one way, the verifier counts the same cost."""
    instance = generate(Family(arrivals=40, days=6, features=True), seed)
    instance = replace(instance, journeys={**instance.journeys, **with_families(instance).journeys})
    classes = merged_classes(instance)
    pricer, none = pricer_for(classes, instance.arrivals), np.zeros(classes.free.shape)
    spread = 3 * instance.objective.visit * np.random.default_rng(seed).random(none.shape)  # over days
    plan = greedy(pricer, spread)
    several = {n: column for n, column in enumerate(plan.columns) if column and len(set(classes.day[column.cls])) > 1}
    assert several
    for arrival, held in several.items():
        day = int(classes.day[held.cls].max())
        done = done_before(classes, held, day)
        plan.release((arrival,))
        found = completed(classes, instance.arrivals[arrival], held, day, plan.occupancy, none)
        assert found is not None
        plan.serve(arrival, found)
        for before, after in ((held.step, found.step), (held.cls, found.cls), (held.start, found.start)):
            assert np.array_equal(after[: done.sum()], before[done])
        assert not done_before(classes, found, day)[done.sum() :].any()
    verdict = verify(instance, lay_out(plan, 0.0, 0.0))
    assert verdict.violations == ()
    assert verdict.cost == pytest.approx(plan.cost)
