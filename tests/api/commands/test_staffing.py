"""`onestop staff` keeps its exit codes, and says in one line what is wrong."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from tests.api.commands.test_planning import INSTANCE

RUNNER = CliRunner()
DESK = INSTANCE["resources"][0]
DEMAND = {**INSTANCE, "resources": []}
PATTERN = {**DESK, "id": "ind-tuesday", "cost": 310, "most": 2}


def _staff(folder: Path, *options: str, demand: object = DEMAND, pattern: object = PATTERN) -> Result:
    patterns = {"format": "onestop-patterns/1", "patterns": [pattern]}
    files = (folder / "demand.json", folder / "patterns.json")
    for file, document in zip(files, (demand, patterns), strict=True):
        file.write_text(json.dumps(document))
    arguments = ["staff", str(files[0]), str(files[0]), "--patterns", str(files[1]), "--time-limit", "5", *options]
    return RUNNER.invoke(app, arguments)


def test_a_roster_is_written(tmp_path: Path) -> None:
    """The cheapest desks for all demands, proven, in the file asked for."""
    file = tmp_path / "roster.json"
    result = _staff(tmp_path, "-o", str(file))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "status optimal   cost 310   bound 310   late 0   allowed 0\n"
    roster = json.loads(file.read_text())
    assert (roster["format"], roster["status"]) == ("onestop-roster/1", "optimal")
    assert (roster["cost"], roster["bound"], roster["allowed"]) == (310, 310, 0)
    assert roster["roster"] == [{"pattern": "ind-tuesday", "desks": 1}]
    assert [sample["late"] for sample in roster["samples"]] == [[], []]


def test_too_few_desks_are_an_answer(tmp_path: Path) -> None:
    """Exit 0, who is late at best, and in words why there is no roster."""
    result = _staff(tmp_path, pattern={**PATTERN, "most": 0})
    assert result.exit_code == 0
    assert result.stderr == ("infeasible: every pattern at its most leaves at least 2 of 2 arrivals late, 0 may be\n")
    roster = json.loads(result.stdout)
    assert (roster["status"], roster["bound"]) == ("infeasible", None)
    assert [sample["late"] for sample in roster["samples"]] == [["a-001"], ["a-001"]]


@pytest.mark.parametrize(
    ("demand", "cost", "options", "line"),
    [
        (DEMAND, -1, (), "patterns[0].cost: -1 is wrong"),
        (DEMAND, 310, ("--late-share", "99"), "late_share: 99.0 is wrong; expected a share of the arrivals"),
        ({**DEMAND, "slot_minutes": 7}, 310, (), "slot_minutes: 7 is wrong"),
        (DEMAND, 310, ("-o", "/no/such/folder/roster.json"), "output: /no/such/folder/roster.json is in no folder"),
    ],
)
def test_bad_input_is_refused_in_one_line(
    tmp_path: Path, demand: object, cost: float, options: tuple[str, ...], line: str
) -> None:
    """Exit 2, nothing on standard output."""
    result = _staff(tmp_path, *options, demand=demand, pattern={**PATTERN, "cost": cost})
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)
    assert len(result.stderr.splitlines()) == 1
