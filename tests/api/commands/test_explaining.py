"""`onestop explain` tells why arrivals are late, and refuses what `onestop verify` refuses."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.api.samples import changed
from tests.documents import ROOT

INSTANCE: dict[str, Any] = json.loads((ROOT / "docs" / "tuesday.json").read_text(encoding="utf-8"))
PLAN: dict[str, Any] = {
    "format": "onestop-plan/1",
    "status": "feasible",
    "cost": 50_000,
    "bound": 0,
    "seconds": 0,
    "late": [arrival["id"] for arrival in INSTANCE["arrivals"]],
    "itineraries": [],
}
RUNNER = CliRunner()


@pytest.fixture(name="files")
def files_fixture(tmp_path: Path) -> tuple[str, str]:
    """An instance and a plan that leaves everybody late."""
    return _written(tmp_path / "instance.json", INSTANCE), _written(tmp_path / "plan.json", PLAN)


def _written(path: Path, document: object) -> str:
    path.write_text(json.dumps(document))
    return str(path)


def test_reasons_are_told_in_lines(files: tuple[str, str]) -> None:
    """Each late arrival has its own, and what one more desk hour saves stands below."""
    result = RUNNER.invoke(app, ["explain", *files])
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[:2] == ["5 of 5 arrivals late", "a-001: no desk is missing: a better plan serves it"]
    assert "  a deadline one day later, on 10 September, would have served it" in lines
    below = lines[lines.index("what one more desk hour saves at most:") + 1 :]
    assert below[0].split()[:2] == ["agency", "services"]
    assert [float(line.split()[-1]) > 0 for line in below[1:]] == [True] * 3


def test_reasons_are_given_as_a_document(files: tuple[str, str]) -> None:
    """The same in JSON, for programs."""
    result = RUNNER.invoke(app, ["explain", *files, "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["format"] == "onestop-explanation/1"
    assert [late["arrival"] for late in found["late"]] == PLAN["late"]


def test_a_plan_that_breaks_a_rule_is_not_explained(files: tuple[str, str], tmp_path: Path) -> None:
    """Exit 1 with a line for each broken rule, as from `verify`."""
    broken = _written(tmp_path / "broken.json", changed(PLAN, "/cost", 1))
    explained, verified = (RUNNER.invoke(app, [command, files[0], broken]) for command in ("explain", "verify"))
    assert explained.exit_code == 1
    assert explained.stdout == verified.stdout != ""


@pytest.mark.parametrize(
    ("pointer", "value", "line"),
    [("/timezone", "Europe/Atlantis", "timezone: "), ("/arrivals/0/party", 0, "arrivals[0].party: 0 is wrong")],
)
def test_a_bad_file_is_refused_in_one_line(files: tuple[str, str], pointer: str, value: object, line: str) -> None:
    """Exit 2, naming field and value."""
    _written(Path(files[0]), changed(INSTANCE, pointer, value))
    result = RUNNER.invoke(app, ["explain", *files])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(line)
    assert len(result.stderr.splitlines()) == 1


def test_a_time_limit_that_cannot_be_is_refused(files: tuple[str, str]) -> None:
    """The option is named."""
    result = RUNNER.invoke(app, ["explain", *files, "--time-limit", "0"])
    assert result.exit_code == 2
    assert "--time-limit" in result.stderr
