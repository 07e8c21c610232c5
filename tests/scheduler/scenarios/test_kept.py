"""Figures in a file."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.kept import Kept, digest, read, written
from scheduler.scenarios.policy import Policy
from tests.scheduler.scenarios.imagined import SCENARIO, busier, imagined


def test_figures_survive_the_way_through_json() -> None:
    """With their hours of the week."""
    figures = imagined(SCENARIO, 0)
    assert read(json.loads(json.dumps(written(figures)))) == figures


def test_what_was_kept_is_read_back_by_number(tmp_path: Path) -> None:
    """A file that is not there holds nothing."""
    kept = Kept(tmp_path / "figures.jsonl", SCENARIO)
    assert kept.done() == {}
    expected = {number: imagined(SCENARIO, number) for number in (3, 0)}
    for number, figures in expected.items():
        kept.keep(number, figures)
    assert Kept(tmp_path / "figures.jsonl", SCENARIO).done() == expected


def test_scenarios_share_a_file_and_do_not_mix(tmp_path: Path) -> None:
    """Each finds its own."""
    path = tmp_path / "figures.jsonl"
    for scenario in (SCENARIO, busier(90)):
        Kept(path, scenario).keep(0, imagined(scenario, 0))
    assert Kept(path, busier(90)).done() == {0: imagined(busier(90), 0)}


def test_a_name_and_more_replications_change_no_figure() -> None:
    """So a sweep can be made longer without beginning anew."""
    assert digest(replace(SCENARIO, name="other", replications=99)) == digest(SCENARIO)


@pytest.mark.parametrize(
    "other",
    [
        replace(SCENARIO, seed=8),
        replace(SCENARIO, policy=Policy(priced=True)),
        replace(SCENARIO, horizon=replace(SCENARIO.horizon, warm_up=timedelta(days=7))),
        replace(SCENARIO, overbooking={"ind": 1}),
        replace(SCENARIO, capacity=replace(SCENARIO.capacity, desks=SCENARIO.capacity.desks[1:])),
    ],
    ids=["seed", "policy", "warm-up", "overbooking", "desks"],
)
def test_whatever_may_change_a_figure_changes_the_digest(other: object) -> None:
    """Figures of what a scenario was are never taken for those of what it is."""
    assert digest(other) != digest(SCENARIO)  # type: ignore[arg-type]


def test_a_line_that_was_cut_is_dropped(tmp_path: Path) -> None:
    """Whoever wrote it was ended; what comes next is a line of its own."""
    path = tmp_path / "figures.jsonl"
    kept = Kept(path, SCENARIO)
    kept.keep(0, imagined(SCENARIO, 0))
    kept.keep(1, imagined(SCENARIO, 1))
    path.write_bytes(path.read_bytes()[:-20])
    assert set(kept.done()) == {0}
    kept.keep(1, imagined(SCENARIO, 1))
    assert set(kept.done()) == {0, 1}


@pytest.mark.parametrize(
    "change",
    [
        {"arrivals": "x"},
        {"late": 3},
        {"use": [[1]]},
        {"use": None},
        {"weeks": [[1]]},
        {"days_to_done": None},
        {"odd": 1},
    ],
    ids=str,
)
def test_figures_that_cannot_be_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    """Whatever somebody did to the file by hand, it is told by its line."""
    path = tmp_path / "figures.jsonl"
    kept = Kept(path, SCENARIO)
    kept.keep(0, imagined(SCENARIO, 0))
    kept.keep(1, imagined(SCENARIO, 1))
    good, line = path.read_text().splitlines()
    told = json.loads(line)
    path.write_text(f"{good}\n{json.dumps(told | {'figures': told['figures'] | change})}\n")
    with pytest.raises(InvalidInput, match=r"/figures: 'line 2 of .* should be a line of onestop-figures/1"):
        kept.done()


@pytest.mark.parametrize("line", ["[1]", "name,value", '{"format":"onestop-plan/1"}', ""])
def test_another_kind_of_file_is_refused(tmp_path: Path, line: str) -> None:
    """Its name and line are told."""
    path = tmp_path / "figures.jsonl"
    Kept(path, SCENARIO).keep(0, imagined(SCENARIO, 0))
    with path.open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(InvalidInput, match=r"/figures: 'line 2 of .* should be a line of onestop-figures/1"):
        Kept(path, SCENARIO).done()
