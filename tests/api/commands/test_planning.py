"""`onestop plan` and `onestop verify` keep their exit codes, and say in one line what is wrong."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.commands import planning
from benchmarks.instances import Family, generate
from solver.format import dump, instance_document
from tests.api.samples import MISSING, changed

INSTANCE: dict[str, Any] = {
    "format": "onestop-instance/1",
    "timezone": "Europe/Amsterdam",
    "slot_minutes": 15,
    "days": ["2026-09-07", "2026-09-08"],
    "min_gap_slots": 1,
    "travel_slots": [],
    "objective": {"late": 10000, "visit": 100, "wait_slot": 1, "day": 10},
    "resources": [
        {
            "id": "ind-1",
            "agency": "ind",
            "location": "mosae",
            "services": ["permit", "registration"],
            "languages": ["nl", "en"],
            "shifts": [{"start": "2026-09-08T09:00", "end": "2026-09-08T12:00"}],
        }
    ],
    "journeys": {
        "newcomer": {
            "steps": [
                {"id": "permit", "service": "permit", "slots": [1, 2], "after": [], "result_days": 0},
                {"id": "registration", "service": "registration", "slots": [2], "after": ["permit"], "result_days": 0},
            ]
        }
    },
    "arrivals": [
        {
            "id": "a-001",
            "journey": "newcomer",
            "party": 2,
            "available_from": "2026-09-07T10:00",
            "deadline": "2026-09-08T17:00",
            "languages": ["en"],
            "unavailable": [],
            "ready_from": {},
        }
    ],
    "booked": [],
}
RUNNER = CliRunner()


@pytest.fixture(name="instance")
def instance_fixture(tmp_path: Path) -> Path:
    """A file with one arrival, two steps and one desk."""
    return _written(tmp_path / "instance.json", INSTANCE)


@pytest.fixture(name="plan")
def plan_fixture(instance: Path) -> Path:
    """The plan of that instance, as the command writes it."""
    plan = instance.with_name("plan.json")
    result = RUNNER.invoke(app, ["plan", str(instance), "-o", str(plan), "--time-limit", "5", "--workers", "1"])
    assert result.exit_code == 0, result.output
    return plan


def _written(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document))
    return path


def test_a_plan_is_written_and_verified(instance: Path, plan: Path) -> None:
    """A plan goes to the file asked for, and `verify` prints its cost."""
    found = json.loads(plan.read_text())
    assert found["status"] == "optimal"
    assert found["late"] == []
    result = RUNNER.invoke(app, ["verify", str(instance), str(plan)])
    assert (result.exit_code, result.stdout) == (0, f"{found['cost']:g}\n")


def test_a_plan_goes_to_standard_output(instance: Path) -> None:
    """Without a file to write, the plan is the whole output."""
    result = RUNNER.invoke(app, ["plan", str(instance), "--time-limit", "5"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["format"] == "onestop-plan/1"
    assert result.stderr == ""


def test_each_broken_rule_has_its_line(instance: Path, plan: Path) -> None:
    """A plan that breaks rules is exit 1, with a line for each that names rule, arrival, resource and times."""
    broken = json.loads(plan.read_text())
    first = broken["itineraries"][0]["appointments"][0]
    first["end"] = "2026-09-08T12:00"
    result = RUNNER.invoke(app, ["verify", str(instance), str(_written(plan, broken))])
    assert result.exit_code == 1
    assert "rule 1, arrival a-001, resource ind-1: permit 2026-09-08" in result.stdout
    assert len(result.stdout.splitlines()) > 1


@pytest.mark.parametrize(
    ("pointer", "value", "line"),
    [
        ("/timezone", "Europe/Atlantis", "timezone: "),
        ("/arrivals/0/party", 0, "arrivals[0].party: 0 is wrong"),
        ("/arrivals/0/deadline", "2026-09-06T09:00", "arrivals[0].deadline: "),
        ("/resources/0/shifts/0/end", "2026-09-08T08:00", "resources[0].shifts[0].end: "),
        ("/journeys/newcomer/steps/0/after", ["registration"], "journeys.newcomer"),
        ("/objective", MISSING, "objective: "),
    ],
)
def test_a_bad_instance_is_refused_in_one_line(instance: Path, pointer: str, value: object, line: str) -> None:
    """Both commands refuse a bad instance with exit 2 and one line that names field and value."""
    _written(instance, changed(INSTANCE, pointer, value))
    for arguments in (["plan", str(instance)], ["verify", str(instance), str(instance)]):
        result = RUNNER.invoke(app, arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith(line)
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("content", [b"", b"not json", b"\xff\xfe", b"[" * 100_000, b'{"a": 1, "a": 2}'])
def test_what_is_not_json_is_refused_in_one_line(tmp_path: Path, instance: Path, content: bytes) -> None:
    """A file that holds no JSON is refused, as an instance and as a plan."""
    other = tmp_path / "other.json"
    other.write_bytes(content)
    for arguments in (["plan", str(other)], ["verify", str(instance), str(other)]):
        result = RUNNER.invoke(app, arguments)
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_missing_file_is_refused_in_one_line() -> None:
    """A file that is not there is named."""
    result = RUNNER.invoke(app, ["plan", "nothing.json"])
    assert result.exit_code == 2
    assert "nothing.json" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_an_output_that_cannot_be_written_is_refused_in_one_line(instance: Path, tmp_path: Path) -> None:
    """A plan that has nowhere to go is exit 2, not a traceback."""
    result = RUNNER.invoke(app, ["plan", str(instance), "--time-limit", "1", "-o", str(tmp_path / "no" / "plan.json")])
    assert result.exit_code == 2
    assert result.stderr.startswith("output: ")


@pytest.mark.parametrize(
    "options", [["--time-limit", "0"], ["--workers", "0"], ["--seed", "-1"], ["--time-limit", "x"]]
)
def test_options_out_of_range_are_refused(instance: Path, options: list[str]) -> None:
    """An option that cannot be is exit 2 and names itself."""
    result = RUNNER.invoke(app, ["plan", str(instance), *options])
    assert result.exit_code == 2
    assert options[0] in result.stderr


def _desk_down(instance: Path) -> Path:
    """The same problem with a desk that opens an hour later."""
    later = [{"start": "2026-09-08T10:00", "end": "2026-09-08T12:00"}]
    return _written(instance.with_name("down.json"), changed(INSTANCE, "/resources/0/shifts", later))


def test_a_plan_from_one_that_stands_tells_the_moves(instance: Path, plan: Path) -> None:
    """A line for each appointment that changes and one for all, on the standard error; the plan is verified."""
    down, output = _desk_down(instance), instance.with_name("next.json")
    options = ["--from", str(plan), "--move-price", "7", "--time-limit", "5", "-o", str(output)]
    result = RUNNER.invoke(app, ["plan", str(down), *options])
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "a-001: permit 2026-09-08T09:00 ind-1 -> 2026-09-08T10:00 ind-1",
        "a-001: registration 2026-09-08T09:45 ind-1 -> 2026-09-08T10:45 ind-1",
        "moves 1   desk changes 0   cost 117   bound 117, moves included",
    ]
    assert RUNNER.invoke(app, ["verify", str(down), str(output)]).output == "110\n"


def test_who_finds_no_other_room_is_told_to_be_late(instance: Path, plan: Path) -> None:
    """At the price of a visit if none is given."""
    closed = _written(instance.with_name("closed.json"), changed(INSTANCE, "/resources/0/shifts", []))
    result = RUNNER.invoke(app, ["plan", str(closed), "--from", str(plan), "--time-limit", "5"])
    assert result.stderr.splitlines() == [
        "a-001: permit 2026-09-08T09:00 ind-1 -> late",
        "a-001: registration 2026-09-08T09:45 ind-1 -> late",
        "moves 1   desk changes 0   cost 10100   bound 10100, moves included",
    ]
    assert json.loads(result.stdout)["late"] == ["a-001"]


@pytest.mark.parametrize("fixed", [["--fixed", "a-001"], ["--fixed-before", "2026-09-08T11:00"]])
def test_what_is_fixed_does_not_move(instance: Path, plan: Path, fixed: list[str]) -> None:
    """Whole arrivals, or whatever starts before a time; where that cannot be it is one line that says why."""
    command = ["plan", str(instance), "--from", str(plan), *fixed, "--time-limit", "5"]
    found = RUNNER.invoke(app, command)
    assert json.loads(found.stdout)["itineraries"] == json.loads(plan.read_text())["itineraries"]
    refused = RUNNER.invoke(app, ["plan", str(_desk_down(instance)), *command[2:]])
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert (
        "arrival a-001, resource ind-1: permit 2026-09-08 09:00-09:30 does not lie inside one shift" in refused.stderr
    )


def test_a_plan_written_to_a_file_is_told_in_one_line(instance: Path, tmp_path: Path) -> None:
    """Its status, cost, bound and how many are late."""
    result = RUNNER.invoke(app, ["plan", str(instance), "-o", str(tmp_path / "new.json"), "--time-limit", "5"])
    found = json.loads((tmp_path / "new.json").read_text())
    assert result.stderr == f"status optimal   cost {found['cost']:g}   bound {found['bound']:g}   late 0\n"


def test_a_plan_of_other_arrivals_is_no_start(instance: Path, plan: Path) -> None:
    """It is told as that, not passed over."""
    plan.write_text(plan.read_text().replace("a-001", "b-001"))
    result = RUNNER.invoke(app, ["plan", str(instance), "--from", str(plan)])
    assert result.exit_code == 2
    assert result.stderr == (
        "from: none of its arrivals, as b-001, is one of the instance; expected a plan of this instance\n"
    )


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--fixed", "a-001"], "from: "),
        (["--fixed-before", "2026-09-08T09:00"], "from: "),
        (["--move-price", "7"], "from: "),
        (["--from", "PLAN", "--fixed", "a-009"], "fixed: arrival a-009"),
        (["--from", "PLAN", "--fixed-before", "noon"], "fixed-before: noon"),
        (["--from", "PLAN", "--move-price", "inf"], "move_price: inf"),
        (["--from", "nothing.json"], "file: nothing.json"),
    ],
)
def test_options_that_do_not_fit_what_stands_are_refused(
    instance: Path, plan: Path, options: list[str], named: str
) -> None:
    """In one line that names the option and its value."""
    given = [str(plan) if option == "PLAN" else option for option in options]
    result = RUNNER.invoke(app, ["plan", str(instance), *given])
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert result.stderr.startswith(named)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_end_it_writes_what_it_has(
    tmp_path: Path, ending: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long before its time is up: a plan that verifies, and the signals mean again what they meant."""
    crowd = tmp_path / "crowd.json"
    crowd.write_text(dump(instance_document(generate(Family(60, days=4, desks=(1, 2, 2)), 1))), encoding="utf-8")
    monkeypatch.setattr(planning, "reporter", lambda: lambda _progress: os.kill(os.getpid(), ending))
    before = signal.getsignal(ending)
    found = RUNNER.invoke(app, ["plan", str(crowd), "-o", str(tmp_path / "plan.json"), "--time-limit", "86400"])
    assert found.exit_code == 0
    assert signal.getsignal(ending) == before
    assert RUNNER.invoke(app, ["verify", str(crowd), str(tmp_path / "plan.json")]).exit_code == 0
