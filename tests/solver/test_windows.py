"""Windows of a few days planned anew, several at a time."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.instances import Family, generate
from solver import windows
from solver.assignment import Assignment
from solver.cpsat import Limits
from solver.layout import lay_out
from solver.neighbourhood import Neighbourhood, Outcome
from solver.verify import verify
from solver.windows import WindowSearch, search_slack
from tests.solver.stage import desk, first_plan, instance_of, party


def _search(plan: Assignment, seed: int = 1) -> WindowSearch:
    prices = np.zeros(plan.pricer.classes.free.shape)
    return WindowSearch(plan, prices, search_slack(plan.pricer), np.random.default_rng(seed))


@pytest.mark.parametrize("features", [False, True])
def test_a_search_never_gets_worse_and_keeps_every_rule(features: bool) -> None:
    """In a crowd of ten days it gets better."""
    instance = generate(Family(arrivals=150, days=10, desks=(1, 2, 2), features=features), 3)
    plan = first_plan(instance)
    search, costs = _search(plan), [plan.cost]
    with ThreadPoolExecutor(2) as executor:
        for _ in range(6):
            search.step(executor, 2, 5.0)
            costs.append(plan.cost)
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(costs))
    assert costs[-1] < costs[0]
    assert verify(instance, lay_out(plan, 0.0, 0.0)).ok


def _chosen(
    plan: Assignment, monkeypatch: pytest.MonkeyPatch, *, rounds: int, workers: int
) -> list[list[Neighbourhood]]:
    """The windows of each round, none of them planned."""
    seen: list[list[Neighbourhood]] = []

    def note(_plan: Assignment, window: Neighbourhood, _prices: object, _limits: Limits) -> Outcome:
        seen[-1].append(window)
        return Outcome(0.0, exhausted=True)

    monkeypatch.setattr(windows, "improve", note)
    search = _search(plan)
    with ThreadPoolExecutor(1) as executor:
        for _ in range(rounds):
            seen.append([])
            search.step(executor, workers, 1.0)
    return seen


def test_windows_of_one_round_share_no_day_and_no_arrival(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are planned at the same time on the same plan; all that arrivals hold lies inside their window."""
    plan = first_plan(generate(Family(arrivals=220, days=10, desks=(1, 2, 2)), 3))
    assert plan.late
    for chosen in _chosen(plan, monkeypatch, rounds=30, workers=3):
        days = [day for window in chosen for day in window.days or ()]
        arrivals = [arrival for window in chosen for arrival in window.arrivals]
        assert chosen
        assert len(set(days)) == len(days)
        assert len(set(arrivals)) == len(arrivals)
        for window in chosen:
            for arrival in window.arrivals:
                column = plan.columns[arrival]
                assert (
                    column is None
                    or window.days is None
                    or set(window.days).issuperset(plan.pricer.classes.day[column.cls])
                )


def test_windows_grow_while_they_are_planned_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """And reach further by turns, with half as many arrivals."""
    plan = first_plan(generate(Family(arrivals=150, days=10, desks=(1, 2, 2)), 3))
    rounds = _chosen(plan, monkeypatch, rounds=60, workers=1)
    sizes = [len(window.arrivals) for (window,) in rounds]
    assert sizes[-1] < max(sizes)  # the sixtieth round reaches further
    assert max(sizes[:3]) < max(sizes[-3:]) <= 60
    assert {window.slack for (window,) in rounds} == {45.0, 4 * 45.0}


def test_a_plan_of_fewer_days_than_a_window_is_planned_whole() -> None:
    """Two arrivals in each other's way on the one day there is."""
    arrivals = (party("early", deadline=14, available_from=9), party("later", deadline=15, available_from=9))
    plan = first_plan(instance_of((desk("one", (9, 13)),), arrivals))
    with ThreadPoolExecutor(2) as executor:
        _search(plan).step(executor, 2, 5.0)
    assert plan.cost == 200


def test_nobody_to_plan_is_no_window() -> None:
    """An instance in which nobody can ever be served."""
    plan = first_plan(instance_of((desk("one", (9, 11)),), (party("never", deadline=3),)))
    search = _search(plan)
    with ThreadPoolExecutor(1) as executor:
        search.step(executor, 2, 1.0)
    assert (search.rounds, plan.late) == (1, [0])
