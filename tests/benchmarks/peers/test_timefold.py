"""What of the Timefold peer needs no Timefold: the translation, and what is said where it is missing."""

import shutil
import sys
from dataclasses import replace

import pytest

from benchmarks.instances import Family, generate
from benchmarks.peers import greedy, timefold
from benchmarks.peers.answer import held_in, plan_of
from benchmarks.peers.pools import pools_of
from benchmarks.peers.timefold_problem import PeerRefusesError, Problem, decided, translated
from solver.instance import Instance, Journey, Objective, Step
from tests.solver.stage import desk, instance_of, party


def _problem(instance: Instance) -> Problem:
    pools = pools_of(instance)
    first = greedy.plan(instance, seconds=1.0, workers=1, seed=0)
    return translated(instance, pools, held_in(instance, pools, first))


def test_a_plan_goes_to_the_model_and_comes_back() -> None:
    """Its starts say all that it decides."""
    instance = generate(Family(40, days=3, desks=(1, 1, 2)), 1)
    first = greedy.plan(instance, seconds=1.0, workers=1, seed=0)
    assert first.late
    problem = _problem(instance)
    again = plan_of(instance, decided(problem, [task.start for task in problem.tasks]), 0.0, 0.0)
    assert (again.cost, again.late) == (first.cost, first.late)


def test_a_start_and_an_offset_make_a_cell_with_a_desk() -> None:
    """Whatever start a step may have, its kind of desk is open in all slots it takes."""
    problem = _problem(generate(Family(10, days=3), 2))
    for task in problem.tasks:
        assert task.start in task.starts
        assert all(problem.desks[start + offset] > 0 for start in task.starts for offset in task.offsets)


def test_no_cell_of_the_greedy_plan_is_overbooked() -> None:
    """The plan to begin with keeps the rule that the model states."""
    problem = _problem(generate(Family(60, days=3), 2))
    taken = [task.start + offset for task in problem.tasks if task.start is not None for offset in task.offsets]
    assert all(taken.count(cell) <= problem.desks[cell] for cell in set(taken))


def test_an_arrival_with_a_step_left_out_is_late() -> None:
    """Half an itinerary serves nobody."""
    problem = _problem(generate(Family(2, days=3), 1))
    starts = [task.start for task in problem.tasks]
    assert sorted(decided(problem, starts)) == [0, 1]
    assert sorted(decided(problem, [None, *starts[1:]])) == [1]


def test_places_keep_the_order_of_a_journey() -> None:
    """A step stands after those that come before it, and knows them."""
    journey = Journey("j", (Step("last", "x", (1,), after=("first",), result_days=1), Step("first", "x", (2,))))
    problem = _problem(instance_of((desk("a", (9, 17)),), (party("p"),), journey=journey, days=2))
    last, first = problem.tasks
    assert (first.place, first.after, first.lag, first.length) == (0, 0, 0, 2)
    assert (last.place, last.after, last.lag, last.length) == (1, 1, 1, 1)


def test_an_instance_it_has_no_words_for_is_refused() -> None:
    """In one line that says why."""
    plain = instance_of((desk("a", (9, 12)),), (party("p"),))
    two_kinds = replace(plain.resources[0], id="b", languages=frozenset(("de",)))
    elsewhere = desk("b", (9, 12), location="there", service="y")
    refused = {
        "many kinds": replace(plain, resources=(*plain.resources, two_kinds)),
        "travel": replace(plain, resources=(*plain.resources, elsewhere), travel={frozenset(("here", "there")): 5}),
        "neither start nor end": replace(plain, resources=(*plain.resources, desk("b", (10, 13)))),
        "whole numbers": replace(plain, objective=Objective(visit=0.5)),
    }
    for reason, instance in refused.items():
        with pytest.raises(PeerRefusesError, match=f"^timefold: .*{reason}"):
            _problem(instance)


def test_without_timefold_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with the version."""
    monkeypatch.setenv("JAVA_HOME", "somewhere")
    monkeypatch.setitem(sys.modules, "timefold.solver", None)
    monkeypatch.delitem(sys.modules, "benchmarks.peers.timefold_model", raising=False)
    with pytest.raises(timefold.PeerMissingError, match=r"^timefold: timefold\S* is missing; pip install timefold==1"):
        timefold.plan(generate(Family(2, days=3), 1), seconds=1.0, workers=1, seed=0)


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is started."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(timefold.PeerMissingError, match=r"^timefold: Java 17 or later is not installed"):
        timefold.plan(generate(Family(2, days=3), 1), seconds=1.0, workers=1, seed=0)
