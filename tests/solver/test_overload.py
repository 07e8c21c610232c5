"""Few late where many have to be."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from benchmarks.instances import Family, generate
from solver.assignment import greedy
from solver.instance import Instance, Objective
from solver.overload import fewest_late, glance
from solver.pricing import Pricer, Threads
from solver.relaxation import relax_widely
from solver.stopping import never
from solver.verify import verify
from tests.solver.stage import desk, instance_of, party

_LATENESS_FIRST = Objective(late=100_000, visit=10, wait_slot=1, day=1)
ONE_DESK = instance_of((desk("one", (9, 11)),), (party("p0"), party("p1"), party("p2")))


@pytest.fixture(name="overloaded", scope="module")
def overloaded_fixture() -> Instance:
    """Five days with half as many desks again asked for as there are."""
    return replace(generate(Family(60, days=5, desks=(1, 1, 2)), seed=5), objective=_LATENESS_FIRST)


def test_the_plan_is_verified_and_leaves_fewer_late_than_the_greedy_one(overloaded: Instance) -> None:
    """From the greedy plan under the same prices, by each of two threads."""
    pricer = Pricer.of(overloaded)
    relaxed = relax_widely(pricer, seconds=60)
    assert relaxed is not None
    with ThreadPoolExecutor(2) as executor:
        plan = fewest_late(overloaded, lambda _late: False, 6.0, 1, Threads(executor, 2), never)
    assert plan is not None
    assert verify(overloaded, plan).ok
    assert len(plan.late) < len(greedy(pricer, relaxed.prices).late)


def test_nobody_looks_on_once_few_enough_are_late(overloaded: Instance) -> None:
    """A goal that the first plan meets takes no round."""
    asked: list[int] = []

    def enough(late: int) -> bool:
        asked.append(late)
        return True

    plan = fewest_late(overloaded, enough, 60.0, 1, Threads(), never)
    assert plan is not None
    assert asked == [len(plan.late)]


def test_too_little_time_for_the_relaxation_is_told() -> None:
    """None, not a plan without prices."""
    assert fewest_late(ONE_DESK, lambda _late: False, 1e-6, 0, Threads(), never) is None


def test_a_demand_without_any_desk_has_no_such_plan() -> None:
    """There is nothing to relax."""
    nothing = instance_of((), (party("p0"),))
    assert fewest_late(nothing, lambda _late: False, 10.0, 0, Threads(), never) is None


def test_a_glance_tells_the_same_each_time(overloaded: Instance) -> None:
    """For one seed; with every desk twice it leaves fewer late."""
    first = glance(overloaded, 3)
    assert glance(overloaded, 3) == first
    more = tuple(replace(desk, id=f"{desk.id} too") for desk in overloaded.resources)
    assert glance(replace(overloaded, resources=(*overloaded.resources, *more)), 3) < first
