"""The measures, small: that they run, and that what they measure is sound."""

from pathlib import Path

import pytest

from benchmarks.booking.fight import fight
from benchmarks.booking.throughput import throughput
from benchmarks.record import Table


def cell(table: Table, first: str, column: int) -> str:
    """What stands in a column of the row that begins with some words."""
    (found,) = {row[column] for row in table.rows if row[0].startswith(first)}
    return found


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of a database that is not there yet."""
    return f"sqlite:///{tmp_path}/onestop.db"


def test_a_fight_ends_without_a_violation(url: str, tmp_path: Path) -> None:
    """Ten clients, forty attempts: somebody wins, and somebody loses."""
    table = fight(url, tmp_path, clients=10, attempts=40)
    assert {("book", "201"), ("book", "409")} <= {row[:2] for row in table.rows}
    assert cell(table, "answers 500", 2) == "0"
    assert cell(table, "violations", 2) == "0"


def test_throughput_is_a_share(url: str, tmp_path: Path) -> None:
    """More than nothing, and less than that of an insert that asks nothing."""
    table = throughput(url, tmp_path, rounds=1)
    assert 0.05 < float(cell(table, "median", 3)) < 2
    assert cell(table, "violations", 1) == "0"
