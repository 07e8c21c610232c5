"""`onestop` names its commands without importing what they need, and leads to each."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from api.cli import app

COMMANDS = (
    *(("plan",), ("verify",), ("explain",), ("staff",), ("run",), ("worker",), ("demo",), ("token", "create")),
    *(("scenario", name) for name in ("run", "compare", "staff", "show", "worth", "weekdays", "frontier", "break")),
)
_IMPORTED = "import sys; from api.cli import app; app({}, standalone_mode=False); print(*sys.modules)"


def imported(*arguments: str) -> set[str]:
    """Packages that a process has imported once a command was asked for help."""
    code = _IMPORTED.format(list(arguments))
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    return set(ended.stdout.splitlines()[-1].split())


def shown(*arguments: str) -> str:
    """What a command writes, on lines as long as they come."""
    ended = CliRunner().invoke(app, arguments, env={"COLUMNS": "200"})
    assert ended.exit_code == 0
    return ended.output


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_a_command_is_listed_in_the_words_of_its_help(names: tuple[str, ...]) -> None:
    """Its group tells of a command what the command tells of itself."""
    (line,) = (line for line in shown(*names[:-1], "--help").splitlines() if line.startswith(f"│ {names[-1]} "))
    assert line.strip("│ ").removeprefix(names[-1]).strip() in shown(*names, "--help")


@pytest.mark.parametrize("group", [(), ("token",), ("scenario",)], ids=["onestop", "token", "scenario"])
def test_no_other_command_is_listed(group: tuple[str, ...]) -> None:
    """The commands of these tests are all there are, in each group."""
    listed = [line.split()[1] for line in shown(*group, "--help").splitlines() if line.startswith("│ ")]
    tried = {names[len(group)] for names in COMMANDS if names[: len(group)] == group}
    assert {name for name in listed if not name.startswith("-")} == tried


def test_help_imports_no_engine() -> None:
    """Who asks what commands there are does not wait for the solver, the store or the web framework."""
    assert imported("--help").isdisjoint({"numpy", "ortools", "sqlalchemy", "fastapi", "altair"})


def test_a_command_imports_what_it_needs() -> None:
    """A plan of a file needs the solver, and neither the store nor the web framework."""
    modules = imported("plan", "--help")
    assert "solver.solve" in modules
    assert modules.isdisjoint({"sqlalchemy", "fastapi", "altair", "distributed"})
