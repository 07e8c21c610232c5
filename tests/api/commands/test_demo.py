"""`onestop demo` plans, books and shows a week of its own."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.commands.demo import intake_monday
from api.commands.report import bars
from scheduler.domain.capacity import FreeSlot


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 6, 1), date(2026, 9, 14)),
        (date(2026, 8, 31), date(2026, 9, 14)),
        (date(2026, 9, 1), date(2027, 9, 13)),
        (date(2025, 1, 1), date(2025, 9, 8)),
    ],
)
def test_the_week_is_the_second_of_the_next_september(today: date, monday: date) -> None:
    """The intake week starts on the second Monday of a September that is to come."""
    assert intake_monday(today) == monday


def test_the_demo_says_what_came_of_the_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The output counts the served and the late, and shows bound, gap and use of each agency by day."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["demo", "--arrivals", "30", "--time-limit", "1"], env={"COLUMNS": "120"})
    assert result.exit_code == 0, result.output
    assert "30 of 30" in result.output
    for word in ("late", "bound", "gap", "IND", "Expat Centre", "Municipality", "closed", "█"):
        assert word in result.output
    assert (tmp_path / "var" / "demo.db").exists()


def test_a_bar_is_an_hour() -> None:
    """Each bar shows how much of the open desk time of its hour is taken; no hour is open, no bar."""
    nine = datetime(2026, 9, 8, 9, tzinfo=UTC)
    frees = [2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0]
    quarter = timedelta(minutes=15)
    slots = [
        FreeSlot("ind", nine + number * quarter, nine + (number + 1) * quarter, 2, free)
        for number, free in enumerate(frees)
    ]
    assert bars(slots) == "▁▅█"
    assert bars([]) == ""
