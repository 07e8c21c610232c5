"""All figures in CSV and JSON."""

import csv
import json
from dataclasses import replace
from io import StringIO

import pytest

from scheduler.scenarios.kept import digest, read
from scheduler.scenarios.measures import measures
from scheduler.scenarios.report.tables import as_csv, as_json, replications_csv
from tests.scheduler.scenarios.imagined import SCENARIO
from tests.scheduler.scenarios.report.stage import BASE, BUSIER, EMPTY


def rows(text: str) -> list[dict[str, str]]:
    """The rows of a CSV by the names of its columns."""
    return list(csv.DictReader(StringIO(text)))


def test_each_measure_of_each_scenario_is_a_row() -> None:
    """With its interval; the change is from the first scenario, which has none."""
    found = {(row["scenario"], row["measure"]): row for row in rows(as_csv([BASE, BUSIER]))}
    base, busier = found["as now", "within"], found["more come", "within"]
    assert float(base["low"]) < float(base["mean"]) < float(base["high"])
    assert (base["count"], base["change"], base["verdict"]) == ("6", "", "")
    assert float(busier["change"]) < 0
    assert busier["verdict"] == "worse"


def test_replications_are_rows_with_all_measures() -> None:
    """One that failed is not among them."""
    found = rows(replications_csv([BASE, BUSIER]))
    assert [(row["scenario"], row["replication"]) for row in found[5:]] == [
        ("as now", "5"),
        *(("more come", str(number)) for number in (0, 1, 2, 3, 5)),
    ]
    assert set(found[0]) == {"scenario", "seed", "replication", *(m.key for m in measures(SCENARIO.capacity.agencies))}
    assert float(found[0]["within"]) == pytest.approx(BASE.figures[0].within / BASE.figures[0].arrivals)


def test_json_holds_all_that_the_page_tells() -> None:
    """And the figures of each replication, which can be read back."""
    document = json.loads(as_json([BASE, BUSIER], "nl"))
    assert (document["format"], document["level"]) == ("onestop-scenario-report/1", 0.95)
    base, busier = document["scenarios"]
    assert base["digest"] == digest(BASE.scenario)
    assert base["measures"]["within"]["title"] == "Binnen de belofte klaar"
    assert busier["failures"] == [{"number": 4, "seed": 7, "reason": "no desk is open"}]
    assert read(base["figures"]["3"]) == BASE.figures[3]
    (difference,) = document["differences"]
    assert difference["measures"]["within"]["verdict"] == "worse"
    assert [change["after"] for change in difference["assumptions"]] == ["75"]


def test_scenarios_of_one_name_are_told_apart() -> None:
    """In every table."""
    twice = [BASE, replace(BUSIER, scenario=BASE.scenario), replace(BUSIER, scenario=BASE.scenario)]
    expected = ["as now", "as now (2)", "as now (3)"]
    assert list(dict.fromkeys(row["scenario"] for row in rows(as_csv(twice)))) == expected
    assert [each["name"] for each in json.loads(as_json(twice))["scenarios"]] == expected


def test_no_figures_are_no_rows() -> None:
    """And a document without measures."""
    assert rows(as_csv([EMPTY])) == []
    assert rows(replications_csv([EMPTY])) == []
    assert json.loads(as_json([EMPTY]))["scenarios"][0]["measures"] == {}
