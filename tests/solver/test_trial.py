"""Rosters tried in earnest."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from solver import trial
from solver.instance import Instance, Objective
from solver.plan import Plan
from solver.roster import Pattern
from solver.solve import solve
from solver.trial import Trials
from solver.verify import verify
from tests.solver.stage import desk, instance_of, party

DEMAND = instance_of((), (party("p0"), party("p1"), party("p2")))
PATTERN = Pattern(desk("short", (9, 11)), 10.0)


@pytest.fixture(name="limits")
def limits_fixture(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that each solve is given, in order."""
    seen: list[float] = []

    def counted(instance: Instance, *, seconds: float, **options: object) -> Plan:
        seen.append(seconds)
        return solve(instance, seconds=seconds, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(trial, "solve", counted)
    return seen


@pytest.fixture(name="executor")
def executor_fixture() -> Iterator[ThreadPoolExecutor]:
    """Two threads."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


def _trials(executor: ThreadPoolExecutor, *demands: Instance) -> Trials:
    return Trials(demands, [PATTERN], executor, 2, 0, lambda: False)


def test_plans_cost_what_their_demand_says(executor: ThreadPoolExecutor) -> None:
    """Made with visits almost free, told at the demand's own prices."""
    (found,) = _trials(executor, DEMAND).run(np.array([2]), [1], 1, 10.0)
    assert (found.late, found.plan.cost) == (1, 1200.0)
    assert verify(found.instance, found.plan).ok


def test_people_are_served_also_where_being_late_is_cheaper(executor: ThreadPoolExecutor) -> None:
    """The share counts people, not costs; bettering the plan makes nobody late."""
    trials = _trials(executor, replace(DEMAND, objective=Objective(late=5, visit=100)))
    found = trials.run(np.array([3]), [0], 0, 10.0)
    assert found[0].late == trials.polish(found, 5.0)[0].late == 0


def test_what_may_be_late_goes_where_it_is_needed(executor: ThreadPoolExecutor, limits: list[float]) -> None:
    """A sample content with its part of the late gives it up for one that is not."""
    others = replace(DEMAND, arrivals=(*DEMAND.arrivals, party("p3")))
    found = _trials(executor, DEMAND, others).run(np.array([3]), [0, 0], 1, 10.0)
    assert [each.late for each in found] == [0, 1]
    assert limits[:2] == pytest.approx([2.0, 2.0])


def test_samples_beyond_the_threads_share_the_time(executor: ThreadPoolExecutor, limits: list[float]) -> None:
    """Three samples on two threads take two turns."""
    _trials(executor, DEMAND, DEMAND, DEMAND).run(np.array([3]), [0, 0, 0], 0, 10.0)
    assert limits == pytest.approx([1.0] * 3)


def test_the_hardest_sample_is_tried_again_last_and_alone(
    executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On all threads, so that it has whatever time the others leave."""
    seen: list[tuple[int, int]] = []

    def counted(instance: Instance, *options: object) -> None:
        seen.append((len(instance.arrivals), options[3].count))  # type: ignore[attr-defined]

    monkeypatch.setattr(trial, "fewest_late", counted)
    longer = [replace(DEMAND, arrivals=tuple(party(f"p{n}") for n in range(count))) for count in (5, 3, 4)]
    found = _trials(executor, *longer).run(np.array([2]), [0, 0, 0], 0, 3.0)
    assert [each.late for each in found] == [3, 1, 2]
    assert sorted(seen[:2]) == [(3, 1), (4, 1)]
    assert seen[2:] == [(5, 2)]


def test_polish_lowers_the_cost(executor: ThreadPoolExecutor) -> None:
    """And leaves nobody more late."""
    trials = _trials(executor, DEMAND)
    found = trials.run(np.array([3]), [0], 3, 10.0)
    better = trials.polish(found, 10.0)
    assert better[0].late <= found[0].late
    assert better[0].plan.cost <= found[0].plan.cost
    assert better[0].plan.status == "optimal"


def test_of_rosters_the_one_that_serves_most_at_a_glance_is_likeliest(executor: ThreadPoolExecutor) -> None:
    """Each short desk serves one of three; of equals the first."""
    rosters = [np.array([count]) for count in (1, 3, 2, 3)]
    assert _trials(executor, DEMAND).likeliest(rosters, 0) is rosters[1]


def test_a_sample_that_is_overloaded_is_tried_again_for_what_others_leave(
    executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its goal is what is allowed less the late of the others; a plan that is no better changes nothing."""
    goals: list[list[bool]] = []

    def no_better(instance: Instance, is_enough: Callable[[int], bool], *rest: object) -> None:
        goals.append([is_enough(late) for late in range(4)])

    monkeypatch.setattr(trial, "fewest_late", no_better)
    others = replace(DEMAND, arrivals=(*DEMAND.arrivals, party("p3")))
    found = _trials(executor, DEMAND, others).run(np.array([2]), [0, 1], 2, 2.0)
    assert [each.late for each in found] == [1, 2]
    assert goals == [[True, False, False, False], [True, True, False, False]]
