"""Every field of both formats, wrong in turn: one line that names the field and the value."""

import json
from pathlib import Path as File

import pytest

from solver.checks import FormatError
from solver.format import field_path, read_instance, read_plan_document
from tests.solver.samples import INSTANCE, MISSING, PLAN, Data, Path, changed

DESK: Path = ("resources", 0)
STEP: Path = ("journeys", "newcomer", "steps", 1)
ARRIVAL: Path = ("arrivals", 0)
HELD: Path = ("itineraries", 0, "appointments", 0)
NAME: tuple[object, ...] = ("", "n" * 201, 3, ["a"], {})
TIME: tuple[object, ...] = (
    *("", "noon", "2026-09-08", "2026-09-08 09:00", "2026-09-08T09:00+02:00", "2026-09-31T09:00"),
    *("2026-09-08T24:30", "2026-09-08T09:07", "2026-09-08T09:00:30", 900, ["2026-09-08T09:00"]),
)
COUNT: tuple[object, ...] = (-1, 1_000_001, 1.5, "2", True, [1])
PRICE: tuple[object, ...] = (-1, 1e13, 10**400, "100", True, {})
FIGURE: tuple[object, ...] = ("230", True, [], {})

INSTANCE_FIELDS: dict[Path, tuple[object, ...]] = {
    ("format",): ("onestop-instance/2", "", 1, []),
    ("timezone",): ("Europe/Maastricht", "../etc/passwd", "Europe", "", "x" * 300, 1),
    ("slot_minutes",): (0, -15, 7, 1441, 2880, 15.5, "15", True),
    ("days",): ([], "2026-09-07", {}),
    ("days", 1): ("2026-09-31", "8 September", "20260908", "2026-W37-2", "2026-09-07", "2026-09-06", 8, ""),
    ("min_gap_slots",): COUNT,
    ("travel_slots",): ("none", {}),
    ("travel_slots", 0): ("mosae", []),
    ("travel_slots", 0, "from"): NAME,
    ("travel_slots", 0, "to"): NAME,
    ("travel_slots", 0, "slots"): COUNT,
    ("objective",): (100, []),
    **{("objective", name): PRICE for name in ("late", "visit", "wait_slot", "day")},
    ("resources",): ({}, "ind-1"),
    DESK: ("ind-1", []),
    **{(*DESK, name): NAME for name in ("id", "agency", "location")},
    (*DESK, "services"): ("permit", {}),
    (*DESK, "services", 0): NAME,
    (*DESK, "languages"): ("nl", {}),
    (*DESK, "languages", 0): NAME,
    (*DESK, "shifts"): ("09:00", {}),
    (*DESK, "shifts", 0): ("09:00", []),
    (*DESK, "shifts", 0, "start"): TIME,
    (*DESK, "shifts", 0, "end"): (*TIME, "2026-09-08T09:00", "2026-09-08T08:00", "2026-09-09T09:00"),
    ("journeys",): ([], "newcomer"),
    ("journeys", "newcomer"): ([], "permit"),
    ("journeys", "newcomer", "steps"): ([], {}, "permit"),
    STEP: ("registration", []),
    (*STEP, "id"): NAME,
    (*STEP, "service"): NAME,
    (*STEP, "slots"): ([], 2, {}),
    (*STEP, "slots", 0): (0, -1, 100_001, 1.5, "1", True),
    (*STEP, "desks"): ([], 2, {}),
    (*STEP, "desks", 0): (0, -1, 101, 1.5, "1", True),
    (*STEP, "after"): ("permit", ["tour"], {}),
    (*STEP, "after", 0): NAME,
    (*STEP, "result_days"): COUNT,
    ("arrivals",): ({}, "a-001"),
    ARRIVAL: ("a-001", []),
    (*ARRIVAL, "id"): NAME,
    (*ARRIVAL, "journey"): (*NAME, "student"),
    (*ARRIVAL, "party"): (0, -1, 100_001, 1.5, "2", True),
    (*ARRIVAL, "available_from"): TIME,
    (*ARRIVAL, "deadline"): (*TIME, "2026-09-07T09:45"),
    (*ARRIVAL, "languages"): ("en", {}),
    (*ARRIVAL, "languages", 0): NAME,
    (*ARRIVAL, "unavailable"): ("2026-09-08", {}),
    (*ARRIVAL, "unavailable", 0): ("2026-09-08", []),
    (*ARRIVAL, "unavailable", 0, "start"): TIME,
    (*ARRIVAL, "unavailable", 0, "end"): (*TIME, "2026-09-08T09:00"),
    (*ARRIVAL, "ready_from"): ([], "permit", {"tour": "2026-09-08T09:00"}),
    (*ARRIVAL, "ready_from", "permit"): TIME,
    ("booked",): ({}, "ind-1"),
    ("booked", 0): ("ind-1", []),
    ("booked", 0, "resource"): (*NAME, "ind-9"),
    ("booked", 0, "start"): TIME,
    ("booked", 0, "end"): (*TIME, "2026-09-08T15:00"),
}
PLAN_FIELDS: dict[Path, tuple[object, ...]] = {
    ("format",): ("onestop-instance/1", "", 1),
    ("status",): ("good", "", 1, []),
    ("cost",): FIGURE,
    ("bound",): FIGURE,
    ("seconds",): (-1, *FIGURE),
    ("late",): ("a-001", {}),
    ("late", 0): NAME,
    ("itineraries",): ({}, "a-001"),
    ("itineraries", 0): ("a-001", []),
    ("itineraries", 0, "arrival"): NAME,
    ("itineraries", 0, "appointments"): ({}, "permit"),
    HELD: ("permit", []),
    (*HELD, "step"): NAME,
    (*HELD, "resource"): NAME,
    (*HELD, "start"): (900, [], {}),
    (*HELD, "end"): (900, [], {}),
}
OWN_KEYS: set[Path] = {("journeys", "newcomer"), (*ARRIVAL, "ready_from", "permit")}  # names that the planner gives
OPTIONAL = {"travel_slots", "desks", "after", "result_days", "languages", "unavailable", "ready_from", "booked"}
LATE_PLAN = changed(PLAN, ("late",), ["a-003"])


def _objects(document: object, path: Path = ()) -> list[Path]:
    """Paths of the first of every kind of object that has fields of its own."""
    if isinstance(document, list):
        return _objects(document[0], (*path, 0)) if document else []
    if not isinstance(document, dict):
        return []
    inner = [found for key, value in document.items() for found in _objects(value, (*path, key))]
    return inner if path[-1:] in (("journeys",), ("ready_from",)) else [path, *inner]


def _refusal(path: Path, document: Data, folder: File) -> FormatError:
    """What reading a document says, after checking that it says it in one line."""
    file = folder / "document.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(FormatError) as refused:
        (read_plan_document if "status" in document or path == ("status",) else read_instance)(file)
    assert len(str(refused.value).splitlines()) == 1
    assert str(refused.value).isprintable()
    return refused.value


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    quoted = json.dumps(value, ensure_ascii=False)
    return (value if isinstance(value, str) and value and not value.isdigit() else quoted)[:50]


def _fits(told: object, value: object) -> bool:
    """Whether the value told is the wrong one, or what is wrong inside it."""
    return told == value or (isinstance(value, list | dict) and told in value)


@pytest.mark.parametrize(
    ("document", "path", "value"),
    [(INSTANCE, path, value) for path, values in INSTANCE_FIELDS.items() for value in (*values, None)]
    + [(LATE_PLAN, path, value) for path, values in PLAN_FIELDS.items() for value in (*values, None)],
)
def test_a_wrong_value_is_named_with_its_field(document: Data, path: Path, value: object, tmp_path: File) -> None:
    """Wrong type, null, out of range, no time, off the grid, unknown: the field and what stands there."""
    refused = _refusal(path, changed(document, path, value), tmp_path)
    inside = refused.field[len(field_path(path)) :]
    assert refused.field.startswith(field_path(path))
    assert not inside or isinstance(value, dict | list)
    assert str(refused).startswith(f"{refused.field}: {_shown(refused.value)}")
    assert inside or _fits(refused.value, value)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (INSTANCE, path)
        for path in INSTANCE_FIELDS
        if isinstance(path[-1], str) and path[-1] not in OPTIONAL and path not in OWN_KEYS
    ]
    + [(PLAN, path) for path in PLAN_FIELDS if isinstance(path[-1], str)],
)
def test_a_missing_field_is_named(document: Data, path: Path, tmp_path: File) -> None:
    """What has no default must be there."""
    refused = _refusal(path, changed(document, path, MISSING), tmp_path)
    assert refused.field == field_path(path)
    assert str(refused) == f"{field_path(path)}: missing; expected the field {path[-1]}"


@pytest.mark.parametrize("path", [path for path in INSTANCE_FIELDS if path[-1] in OPTIONAL])
def test_a_field_with_a_default_may_be_left_out(path: Path, tmp_path: File) -> None:
    """A desk's languages have none: without them it would serve nobody who needs one."""
    document = changed(INSTANCE, path, MISSING)
    if path == (*DESK, "languages"):
        assert "languages: missing" in str(_refusal(path, document, tmp_path))
        return
    file = tmp_path / "instance.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert read_instance(file).days


@pytest.mark.parametrize(
    ("document", "path"),
    [(INSTANCE, path) for path in _objects(INSTANCE)] + [(PLAN, path) for path in _objects(PLAN)],
)
def test_an_unknown_field_is_refused_everywhere(document: Data, path: Path, tmp_path: File) -> None:
    """A typing error in an optional field must not go unseen."""
    refused = _refusal(path, changed(document, (*path, "priority"), 7), tmp_path)
    assert refused.field == field_path((*path, "priority"))
    assert str(refused).endswith("priority: 7 is wrong; expected no field of this name")


def test_a_misspelt_field_is_named_with_the_missing_one(tmp_path: File) -> None:
    """The two are one mistake."""
    document = changed(changed(INSTANCE, (*ARRIVAL, "party"), MISSING), (*ARRIVAL, "prty"), 2)
    refused = _refusal(ARRIVAL, document, tmp_path)
    assert str(refused) == "arrivals[0].party: missing; expected the field party, not prty"


@pytest.mark.parametrize(
    ("path", "expected"),
    [(("objective", "late"), "a finite number"), ((*ARRIVAL, "party"), "a whole number"), ((*ARRIVAL, "id"), "a text")],
)
def test_no_number_is_named_with_its_field(path: Path, expected: str, tmp_path: File) -> None:
    """NaN is no JSON, but many programs write it."""
    refused = _refusal(path, changed(INSTANCE, path, float("nan")), tmp_path)
    assert str(refused) == f"{field_path(path)}: NaN is wrong; expected {expected}"


def test_a_text_in_place_of_a_number_is_told_apart_from_it(tmp_path: File) -> None:
    """It stands in quotes, as in the file."""
    refused = _refusal(ARRIVAL, changed(INSTANCE, (*ARRIVAL, "party"), "2"), tmp_path)
    assert str(refused) == 'arrivals[0].party: "2" is wrong; expected a whole number'


def test_half_a_character_is_no_name(tmp_path: File) -> None:
    """A lone surrogate could not be written to a plan."""
    for path in ((*ARRIVAL, "id"), ("travel_slots", 0, "from")):
        assert _refusal(path, changed(INSTANCE, path, "\ud800"), tmp_path).field == field_path(path)
    assert _refusal(HELD, changed(PLAN, (*HELD, "step"), "\ud800"), tmp_path).field == field_path((*HELD, "step"))
