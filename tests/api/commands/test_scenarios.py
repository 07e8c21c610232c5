"""`onestop scenario` runs, compares and staffs scenarios from files, and says in one line what is wrong with one."""

import csv
import json
import os
import re
import shutil
import signal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from api.cli import app
from api.commands import sweeping
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.scenario import Scenario
from tests.api.samples import changed
from tests.api.scenarios.samples import SCRATCH
from tests.scheduler.scenarios.test_jobs import NOTHING

RUNNER = CliRunner()
ALONE = ("--workers", "1")
SMALL = SCRATCH | {"horizon": {"from": "2026-09-07", "to": "2026-09-27", "warmUpDays": 7}, "replications": 3}


@pytest.fixture(name="file")
def file_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario of three weeks at one desk, in a folder without a database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    return written(tmp_path / "small.yaml", SMALL)


def written(path: Path, document: object) -> Path:
    """A file with a document."""
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    return path


def onestop(*arguments: object, code: int = 0) -> Any:
    """What a command says; it ends as it should."""
    result = RUNNER.invoke(app, ["scenario", *map(str, arguments)])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def test_a_scenario_is_run(file: Path) -> None:
    """The table tells each measure with its interval."""
    told = onestop("run", file, *ALONE).stdout
    assert "One counter" in told
    assert "Waiting at the desk, an appointment, minutes" in told
    assert re.search(r"Done within the promise +\d+(\.\d+)?%", told)
    assert re.search(r"Arrivals +\d+\.?\d* \(\d+\.?\d* to \d+\.?\d*\)", told)
    assert "Binnen de belofte klaar" in onestop("run", file, *ALONE, "--language", "nl").stdout


def test_any_number_of_workers_gives_the_same(file: Path) -> None:
    """The figures do not depend on where they were made."""
    alone, together = (onestop("run", file, "--workers", workers, "-o", "r.json") for workers in (1, 2))
    assert alone.stdout == together.stdout


def test_options_stand_above_the_file(file: Path) -> None:
    """Replications and seed may be others."""
    onestop("run", file, *ALONE, "-o", "r.json", "--replications", 2, "--seed", 7)
    assert json.loads(Path("r.json").read_text())["scenarios"][0]["seed"] == 7


def test_a_report_is_written(file: Path) -> None:
    """As a page, as a table and as a document."""
    for suffix in ("html", "csv", "json"):
        onestop("run", file, *ALONE, "-o", f"report.{suffix}")
    assert "<html" in Path("report.html").read_text()
    assert len(list(csv.reader(StringIO(Path("report.csv").read_text())))) > 10
    json.loads(Path("report.json").read_text())
    refused = onestop("run", file, "-o", "report.pdf", code=2)
    assert refused.stderr == "output: report.pdf is wrong; expected a name that ends in .html, .csv, .json\n"


def test_two_scenarios_are_compared(file: Path) -> None:
    """What is assumed differently, and what comes of it, with the same people in both."""
    busy = {"format": SMALL["format"], "name": "Busy", "base": file.name, "demand": {"scale": 3}}
    other = written(file.parent / "busy.yaml", busy)
    told = onestop("compare", file, other, *ALONE).stdout
    assert "Arrivals a week, on average: 30, was 10" in told
    assert re.search(r"Arrivals .* \+\d+", told)
    assert re.search(r"the same in every replication: .*Desk hours open", told, re.DOTALL)
    assert "Arrivals a week, on average: 30, was 10" in onestop("run", other, *ALONE).stdout


def test_those_compared_draw_the_same_people(file: Path) -> None:
    """Two seeds are refused, unless one is given for both."""
    other = written(file.parent / "other.yaml", SMALL | {"seed": 2})
    refused = onestop("compare", file, other, code=2).stderr
    assert refused == f"{other}: seed: 2 is wrong; expected 1 as in {file}, or --seed for both\n"
    onestop("compare", file, other, *ALONE, "--seed", 3)


def test_a_region_starts_without_a_database(file: Path) -> None:
    """The example region ships, and stands in for one that has no region yet; another one needs a database."""
    as_now = {"format": SMALL["format"], "name": "as now", "start": {"region": "zuid-limburg"}}
    shown = onestop("show", written(file, as_now)).stdout
    document = yaml.safe_load(shown)
    assert document["demand"]["weekly"] == 60
    assert "ind-1" in document["capacity"]["desks"]
    (file.parent / "var").mkdir()
    RUNNER.invoke(app, ["token", "create", "--name", "counter", "--scope", "desk"])
    assert onestop("show", file).stdout == shown
    shutil.rmtree(file.parent / "var")
    refused = onestop("show", written(file, as_now | {"start": {"region": "atlantis"}}), code=2).stderr
    assert 'start.region: "atlantis" is wrong; expected zuid-limburg, since there is no database' in refused
    refused = onestop("show", written(file, as_now | {"start": {"history": "zuid-limburg"}}), code=2).stderr
    assert "start.history: " in refused
    assert "expected a database that holds it, as ONESTOP_DATABASE_URL says" in refused


def test_a_database_that_is_not_there_is_told_and_not_made(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name may be mistyped."""
    monkeypatch.setenv("ONESTOP_DATABASE_URL", "sqlite:///nothere.db")
    as_now = {"format": SMALL["format"], "name": "as now", "start": {"region": "zuid-limburg"}}
    refused = onestop("run", written(file, as_now), code=2).stderr
    assert refused == "ONESTOP_DATABASE_URL: there is no file nothere.db; a scenario makes none\n"
    assert not Path("nothere.db").exists()


def test_a_base_that_is_not_there_is_told_by_the_file_that_wants_it(file: Path) -> None:
    """With the name that it gives."""
    refused = onestop(
        "run", written(file, {"format": SMALL["format"], "name": "Busy", "base": "asnow.yaml"}), code=2
    ).stderr
    assert refused.startswith(f'{file}: base: "asnow.yaml" is wrong; expected a file, and there is no ')


def test_what_is_shown_is_a_scenario_itself(file: Path) -> None:
    """The whole of a scenario reads back."""
    whole = file.parent / "whole.yaml"
    whole.write_text(onestop("show", file).stdout, encoding="utf-8")
    assert onestop("show", whole).stdout == whole.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("pointer", "value", "said"),
    [
        ("/demand/weekly", -1, "demand.weekly: -1 is wrong; expected 0 or more"),
        ("/demnad", {}, "demnad: there is no such field; did you mean demand?"),
        ("/capacity/desks/town-1/hours", {"monday": []}, "days of which at least one has an open desk"),
    ],
)
def test_a_wrong_file_is_a_line(file: Path, pointer: str, value: object, said: str) -> None:
    """Of the first field that is wrong, and exit code 2, for every command."""
    written(file, changed(SMALL, pointer, value))
    for command in (("run", file), ("compare", file, file), ("staff", file), ("show", file)):
        told = onestop(*command, code=2).stderr
        assert told.startswith(f"{file}: ")
        assert said in told
        assert told.count("\n") == 1


def test_a_cluster_that_does_not_answer_is_a_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And so is an address that is none."""
    told = onestop("run", file, "--cluster", "nowhere", code=2).stderr
    assert told.startswith("cluster: nowhere is wrong; expected the address of a Dask scheduler")


def test_figures_that_are_kept_are_not_made_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that goes on makes the rest only; a file that holds something else is refused."""
    first = onestop("run", file, *ALONE, "--figures", "kept.jsonl").stdout

    def never(_scenario: Scenario, _number: int) -> Figures:
        raise AssertionError

    monkeypatch.setattr(sweeping, "replicate", never)
    assert onestop("run", file, *ALONE, "--figures", "kept.jsonl").stdout == first
    Path("other.txt").write_text("something else\n")
    assert onestop("run", file, *ALONE, "--figures", "other.txt", code=2).stderr.startswith(
        "figures: line 1 of other.txt"
    )
    assert onestop("run", file, *ALONE, "--figures", file.parent, code=2).stderr.startswith("figures: ")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_played(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of that name, or one that is not there."""

    def never(_scenario: Scenario, _number: int) -> Figures:
        raise AssertionError

    monkeypatch.setattr(sweeping, "replicate", never)
    (file.parent / "taken.html").mkdir()
    told = onestop("run", file, *ALONE, "-o", file.parent / "taken.html", code=2).stderr
    assert told.endswith("taken.html is a folder; expected a file\n")
    assert "no folder that exists" in onestop("run", file, *ALONE, "-o", "nowhere/report.html", code=2).stderr


def test_scenarios_of_one_name_are_told_apart(file: Path) -> None:
    """And where nothing differs, that is all there is to tell."""
    told = onestop("compare", file, file, *ALONE).stdout
    assert "One counter (2)" in told
    assert "Nothing differs, in any replication" in told


def test_a_failed_replication_is_told_with_its_seed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others stand, and the exit code is 1."""

    def fails(scenario: Scenario, number: int) -> Figures:
        if number == 1:
            raise ValueError("the desk is on fire")
        return NOTHING

    monkeypatch.setattr(sweeping, "replicate", fails)
    result = onestop("run", file, *ALONE, code=1)
    assert result.stderr == "One counter: replication 1 of seed 1 failed: the desk is on fire\n"
    assert "Arrivals" in result.stdout


def test_whoever_ends_it_gets_what_is_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt ends the run with the figures so far, and a report of them; it is no success."""

    def interrupted(_scenario: Scenario, number: int) -> Figures:
        if number == 1:
            os.kill(os.getpid(), signal.SIGINT)
        return NOTHING

    monkeypatch.setattr(sweeping, "replicate", interrupted)
    result = onestop("run", file, *ALONE, "--replications", 50, "-o", "r.html", code=1)
    assert re.fullmatch(r"One counter: ended after \d+ of 50\n", result.stderr)
    assert Path("r.html").exists()


def test_the_cheapest_desks_are_found(file: Path) -> None:
    """With their cost, its bound and what the simulation says; the roster is a scenario itself."""
    result = onestop("staff", file, "--service-level", 0.9, "--time-limit", 20, *ALONE, "-o", "roster.yaml")
    assert re.search(r"Town hall +\S+ +\S+", result.stdout)
    assert re.search(r"status \w+   cost a week \S+   bound \S+   service level 0.9", result.stderr)
    assert re.search(r"status kept.*   cost a week \S+   desks added \d", result.stderr)
    assert ("each desk hour counts as 1" in result.stderr) == ("hourly" not in str(SMALL))
    again = onestop("run", "roster.yaml", *ALONE).stdout
    assert "Done within the promise" in again
    assert "One counter, 0.9" in again
    refused = onestop("staff", file, "-o", "roster.csv", code=2).stderr
    assert refused == "output: roster.csv is wrong; expected a name that ends in .yaml, .yml\n"


def test_a_service_level_is_a_share(file: Path) -> None:
    """Others are refused."""
    for level in (0, 1.5, "nan"):
        assert onestop("staff", file, "--service-level", level, code=2).stderr.startswith("serviceLevel: ")
