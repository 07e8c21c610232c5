"""Patterns as they are read, rosters as they are written."""

import json
from pathlib import Path as File
from typing import Any

import pytest

from solver.checks import FormatError
from solver.format import dump, parse_document
from solver.instance import Span
from solver.plan import Plan
from solver.roster import Pattern, Roster, Sample
from solver.roster_format import read_patterns, roster_document
from solver.schema import RosterDocument
from tests.solver.samples import INSTANCE, MISSING, Path, changed
from tests.solver.stage import desk, instance_of, party

PATTERNS: dict[str, Any] = {
    "format": "onestop-patterns/1",
    "patterns": [{**INSTANCE["resources"][0], "id": "ind-tuesday", "cost": 310, "most": 3}],
}
PATTERN: Path = ("patterns", 0)
DEMAND = instance_of((), (party("p0"),))
SHIFT = {"start": "2026-09-07T09:00", "end": "2026-09-07T12:00"}


def _written(folder: File, document: object) -> File:
    file = folder / "patterns.json"
    file.write_text(json.dumps(document))
    return file


def test_patterns_are_desks_with_a_cost(tmp_path: File) -> None:
    """On the days of the demand; without a limit if none is given."""
    one = changed(PATTERNS, (*PATTERN, "shifts"), [SHIFT])
    (pattern,) = read_patterns(_written(tmp_path, one), DEMAND)
    assert (pattern.desk.id, pattern.cost, pattern.most) == ("ind-tuesday", 310, 3)
    assert pattern.desk.shifts == (Span(9, 12),)
    (free,) = read_patterns(_written(tmp_path, changed(one, (*PATTERN, "most"), MISSING)), DEMAND)
    assert free.most is None


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("format",), "onestop-instance/1", "format: onestop-instance/1 is wrong"),
        (("patterns",), [], "patterns: a list is wrong"),
        ((*PATTERN, "cost"), -5, "patterns[0].cost: -5 is wrong; expected 0 or more"),
        ((*PATTERN, "cost"), MISSING, "patterns[0].cost: "),
        ((*PATTERN, "most"), 1.5, "patterns[0].most: 1.5 is wrong"),
        ((*PATTERN, "colour"), "red", "patterns[0].colour: red is wrong; expected no field of this name"),
        ((*PATTERN, "shifts"), [{**SHIFT, "end": SHIFT["start"]}], "patterns[0].shifts[0].end: 2026-09-07T09:00"),
        ((*PATTERN, "shifts", 0, "start"), "2026-09-08T09:07", "patterns[0].shifts[0].start: 2026-09-08T09:07"),
        ((*PATTERN, "services"), "permit", "patterns[0].services: permit is wrong"),
    ],
)
def test_bad_patterns_are_refused_in_one_line(tmp_path: File, path: Path, value: object, line: str) -> None:
    """It names the field and the value."""
    with pytest.raises(FormatError) as refused:
        read_patterns(_written(tmp_path, changed(PATTERNS, path, value)), DEMAND)
    assert str(refused.value).startswith(line)


@pytest.mark.parametrize(("bound", "written"), [(12.5, 12.5), (float("inf"), None)])
def test_a_roster_reads_back_as_it_was(bound: float, written: float | None) -> None:
    """Desks by pattern, the late by sample; a bound that nothing reaches is null."""
    plan = Plan("feasible", 1000.0, 0.0, 0.1, ("p0",), ())
    roster = Roster("feasible", (2,), 20.0, bound, 1, 3.14159, (Sample(DEMAND, plan, 0),))
    document = roster_document(roster, [Pattern(desk("morning", (9, 12)), 10.0)])
    again = parse_document(json.loads(dump(document)), RosterDocument)
    assert again == document
    assert (again.bound, again.seconds) == (written, 3.142)
    assert [(one.pattern, one.desks) for one in again.roster] == [("morning", 2)]
    assert [(one.arrivals, one.least_late, one.late) for one in again.samples] == [(1, 0, ["p0"])]
