"""`onestop scenario worth`, `break`, `weekdays` and `frontier` answer what planners ask beyond figures."""

import json
import re
from pathlib import Path

import pytest

from tests.api.commands.test_scenarios import ALONE, SMALL, onestop, written


@pytest.fixture(name="file")
def file_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario of three weeks at one desk, in a folder without a database, played once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    return written(tmp_path / "small.yaml", SMALL | {"replications": 2})


def test_what_a_desk_hour_is_worth(file: Path) -> None:
    """One row is simulated, the others are not; the report has that one beside the scenario as it is."""
    report = file.parent / "worth.csv"
    told = onestop("worth", file, "--confirm", 1, "-o", report, *ALONE).stdout
    rows = [line for line in told.splitlines() if "day" in line and "," in line]
    assert len(rows) == 5
    assert not rows[0].rstrip().endswith("-")
    assert all(row.rstrip().endswith("-") for row in rows[1:])
    assert f"{SMALL['name']}, a desk more at {rows[0].split(',')[0].strip()}" in report.read_text()


def test_a_report_holds_the_answer_it_was_made_for(file: Path) -> None:
    """As a table on the page, and in words in the document."""
    page, document = file.parent / "worth.html", file.parent / "break.json"
    onestop("worth", file, "--confirm", 0, "-o", page, *ALONE)
    assert "What one more desk hour saves" in page.read_text()
    assert "Town hall, Monday" in page.read_text()
    onestop("break", file, "--service-level", 0.5, "--precision", 0.5, "-o", document, *ALONE)
    answer = json.loads(document.read_text())["answer"]
    assert answer["title"] == "When the promise breaks"
    assert all(len(row) == len(answer["columns"]) for row in answer["rows"])
    assert "beyond chance it holds at" in answer["notes"][0]


def test_when_the_promise_breaks(file: Path) -> None:
    """Between a multiple that holds and one that does not; the report has all that were tried."""
    report = file.parent / "break.csv"
    told = onestop("break", file, "--service-level", 0.5, "--precision", 0.5, "-o", report, *ALONE).stderr
    found = re.search(r"holds at ([\d.]+) times   breaks at ([\d.]+) times", told)
    assert found
    assert float(found[1]) < float(found[2])
    tried = set(re.findall(r"([\d.]+) times the demand", report.read_text()))
    assert {found[1], found[2]} <= tried


def test_which_weekdays_are_best(file: Path) -> None:
    """All choices of four of five, in the terminal and in the report; an ending must say what to write."""
    report, asked = file.parent / "days.json", ("weekdays", file, "--agency", "town", "--days", 4)
    told = onestop(*asked, "-o", report, *ALONE, "--language", "nl").stdout
    assert report.read_text().count(f"{SMALL['name']}, maandag") >= 4
    assert len(re.findall(r"^ *\w+dag, .*%", told, re.MULTILINE)) == 5
    assert "expected a name that ends in .html, .csv, .json" in onestop(*asked, "-o", "days.txt", *ALONE, code=2).stderr


def test_bad_questions_are_one_line(file: Path) -> None:
    """With the option and what would be right."""
    told = onestop("weekdays", file, "--agency", "police", *ALONE, code=2).stderr
    assert told == "agency: police is wrong; expected one of those that have desks: town\n"
    assert "serviceLevel: 2.0" in onestop("break", file, "--service-level", 2.0, *ALONE, code=2).stderr


def test_where_nothing_binds_it_is_said(file: Path) -> None:
    """Hardly anybody comes."""
    idle = written(file, SMALL | {"demand": {**SMALL["demand"], "weekly": 1}, "replications": 1})
    assert "nothing binds" in onestop("worth", idle, "--confirm", 0, *ALONE).stderr


def test_what_service_levels_cost(file: Path) -> None:
    """One row for each, the cheaper first; the report has them in one chart."""
    levels, report = ("--service-level", 0.95, "--service-level", 0.5), file.parent / "frontier.html"
    busy = written(file, SMALL | {"demand": {**SMALL["demand"], "weekly": 30}, "replications": 2})
    told = onestop("frontier", busy, *levels, "--time-limit", 5, "-o", report, *ALONE).stdout
    rows = re.findall(r"^ *(50|95)% +([\d,.]+) +([\d,.]+) +[\d.]+%", told, re.MULTILINE)
    assert [level for level, _, _ in rows] == ["50", "95"]
    costs = [float(cost.replace(",", "")) for _, cost, _ in rows]
    assert costs == sorted(costs)
    told = report.read_text()
    assert "Cost against the promise" in told
    assert all(f"{SMALL['name']}, {level}" in told for level in ("50%", "95%"))
