"""The race: a row for each planner, gaps to one bound, and a chart."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.instances import Family
from benchmarks.peers import cp_sat, greedy, race
from benchmarks.peers.timefold import PeerMissingError
from solver.instance import Instance
from solver.plan import Plan
from solver.solve import solve

CASE = race.Case("tiny", Family(8, days=2, desks=(1, 1, 1), window_days=2), 2, 20.0)


def _absent(_instance: Instance, **_options: float) -> Plan:
    raise PeerMissingError("timefold: not here")


def _boastful(instance: Instance, *, seconds: float, workers: int, seed: int) -> Plan:
    """Claims a bound that it cannot have."""
    plan = greedy.plan(instance, seconds=seconds, workers=workers, seed=seed)
    return replace(plan, bound=plan.cost, status="optimal")


def _broken(instance: Instance, *, seconds: float, workers: int, seed: int) -> Plan:
    return replace(greedy.plan(instance, seconds=seconds, workers=workers, seed=seed), itineraries=())


def test_all_planners_are_measured_on_the_best_bound(tmp_path: Path) -> None:
    """A row each: the gap is to the best bound that any proved, and stands beside that of onestop."""
    planners: dict[str, race.Planner] = {
        "onestop": solve,
        "CP-SAT": cp_sat.plan,
        "Timefold": _absent,
        "greedy": greedy.plan,
    }
    table, points = race.measure([CASE], planners, workers=1, chart=tmp_path / "race.svg")
    assert [row[2] for row in table.rows] == list(planners)
    cost, gap, times = ({row[2]: row[column] for row in table.rows} for column in (5, 7, 8))
    assert cost["Timefold"] == "none (timefold: not here)"
    assert (gap["onestop"], times["onestop"]) == ("0.00%", "1.0")
    assert cost["CP-SAT"] == cost["onestop"]
    assert (gap["greedy"] == "0.00%") == (cost["greedy"] == cost["onestop"])
    assert {point.planner for point in points} == {"onestop", "CP-SAT", "greedy"}
    assert ElementTree.parse(tmp_path / "race.svg").getroot().tag.endswith("svg")  # noqa: S314


def test_without_any_bound_the_gap_is_unknown(tmp_path: Path) -> None:
    """A peer that proves nothing has nothing to be measured on."""
    table, _ = race.measure([CASE], {"greedy": greedy.plan}, workers=1, chart=tmp_path / "race.svg")
    assert table.rows[0][6:] == ("none", "unknown", "")


def test_a_bound_above_the_cost_of_a_plan_is_found_out(tmp_path: Path) -> None:
    """A bound is one on every plan, also on those of others."""
    planners: dict[str, race.Planner] = {"onestop": solve, "boastful": _boastful}
    with pytest.raises(RuntimeError, match="above the cost"):
        race.measure([CASE], planners, workers=1, chart=tmp_path / "race.svg")


def test_a_plan_that_the_verifier_refuses_ends_the_race(tmp_path: Path) -> None:
    """Nothing is compared with a plan that breaks a rule."""
    with pytest.raises(RuntimeError, match=r"broken on .*, seed \d+: rule"):
        race.measure([CASE], {"broken": _broken}, workers=1, chart=tmp_path / "race.svg")
