"""Files of both formats: what is written can be read, what cannot be read is said in one line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from solver.checks import FormatError, checked_instance
from solver.format import (
    MAX_BYTES,
    dump,
    field_path,
    instance_document,
    load_json,
    parse_document,
    plan_document,
    plan_from_document,
    read_instance,
    read_instance_document,
    read_plan_document,
)
from solver.instance import Instance
from solver.plan import Appointment, Itinerary, Plan
from solver.schema import InstanceDocument, PlanDocument
from tests.solver.brute_force import every_itinerary
from tests.solver.samples import INSTANCE, PLAN, changed
from tests.solver.strategies import instances

_HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=300, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_arrivals=3))
def test_an_instance_that_is_written_can_be_read_back(instance: Instance) -> None:
    """Everything but a window past the last day, which has no wall time of its own, comes back as it was."""
    document = instance_document(instance)
    again = checked_instance(parse_document(json.loads(dump(document)), InstanceDocument))
    last = len(instance.days) * instance.slots_per_day - 1
    arrivals = tuple(replace(a, available_from=min(a.available_from, last)) for a in instance.arrivals)
    kept = [a for a, given in zip(arrivals, instance.arrivals, strict=True) if a == given]
    assert [a for a in again.arrivals if a in kept] == kept
    assert replace(again, arrivals=()) == replace(instance, arrivals=())
    assert instance_document(again) == document


@settings(max_examples=200, deadline=None, suppress_health_check=_HEALTH)
@given(instances(max_steps=3))
def test_a_plan_that_is_written_can_be_read_back(instance: Instance) -> None:
    """Slots, wall times, slots."""
    found = next(every_itinerary(instance, instance.arrivals[0], lambda _resource, _slot: 0.0), None)
    itineraries = (Itinerary("a0", tuple(found[1])),) if found else ()
    plan = Plan("feasible", 12.5, 3.25, 1.5, () if found else ("a0",), itineraries)
    document = plan_document(plan, instance)
    again = plan_from_document(parse_document(json.loads(dump(document)), PlanDocument), instance)
    assert again == plan


def test_files_are_read_as_they_stand(tmp_path: Path) -> None:
    """Both formats, also with a byte order mark and with line ends of any kind."""
    instance, plan = tmp_path / "instance.json", tmp_path / "plan.json"
    instance.write_bytes(b"\xef\xbb\xbf" + json.dumps(INSTANCE, indent=1).replace("\n", "\r\n").encode())
    plan.write_text(json.dumps(PLAN), encoding="utf-8")
    assert read_instance(instance) == checked_instance(read_instance_document(instance))
    assert read_plan_document(plan).cost == 230


def test_a_document_is_written_one_arrival_a_line() -> None:
    """So that files of two days can be compared; names are written as people write them."""
    document = changed(INSTANCE, ("arrivals", 0, "id"), "Zoë")
    lines = dump(parse_document(document, InstanceDocument)).splitlines()
    assert [line.startswith('  {"id": "Zoë"') for line in lines].count(True) == 1
    assert sum(line.startswith("  {") for line in lines) == 1 + 4 + 2 + 1  # travel, resources, arrivals, booked


def test_an_appointment_until_midnight_ends_on_the_next_day() -> None:
    """24:00 is written as 00:00 of the day after, listed or not."""
    instance = checked_instance(parse_document(INSTANCE, InstanceDocument))
    plan = Plan("feasible", 0, 0, 0, (), (Itinerary("a-001", (Appointment("permit", "ind-1", 188, 192),)),))
    document = plan_document(plan, instance)
    assert document.itineraries[0].appointments[0].end == "2026-09-09T00:00"
    assert plan_from_document(document, instance) == plan


def test_a_plan_off_the_grid_is_no_start_for_another() -> None:
    """The field is named down to the appointment."""
    instance = checked_instance(parse_document(INSTANCE, InstanceDocument))
    plan = changed(PLAN, ("itineraries", 0, "appointments", 1, "end"), "2026-09-08T11:31")
    with pytest.raises(FormatError, match=r"^itineraries\[0\].appointments\[1\].end: 2026-09-08T11:31 is wrong"):
        plan_from_document(parse_document(plan, PlanDocument), instance)


def _refused(path: Path) -> str:
    with pytest.raises(FormatError) as refused:
        load_json(path)
    assert str(refused.value).isprintable()
    return str(refused.value)


def _told(path: Path) -> str:
    """A path as an error shows it."""
    text = str(path)
    return text if len(text) <= 60 else "..." + text[-57:]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "JSON (Expecting value at line 1, column 1)"),
        (b"Dear planner,", "JSON (Expecting value at line 1, column 1)"),
        (b'{"days": [1,\n 2', "JSON (Expecting ',' delimiter at line 2, column 3)"),
        (b'{"id": "Zo\xeb"}', "JSON in UTF-8"),
        (b"PK\x03\x04\xff\xfe", "JSON in UTF-8"),
        (b"[" * 200_000, "JSON that is not nested so deeply"),
        (b'{"a":' * 200_000, "JSON that is not nested so deeply"),
    ],
)
def test_a_file_that_is_not_json_is_named(content: bytes, expected: str, tmp_path: Path) -> None:
    """With the place where it stops being JSON."""
    path = tmp_path / "instance.json"
    path.write_bytes(content)
    assert _refused(path) == f"file: {_told(path)} is wrong; expected {expected}"


def test_a_number_of_thousands_of_digits_is_refused(tmp_path: Path) -> None:
    """Reading it would take quadratic time."""
    path = tmp_path / "instance.json"
    path.write_text('{"slot_minutes": ' + "9" * 5000 + "}")
    assert _refused(path).startswith(f"file: {_told(path)} is wrong; expected JSON (Exceeds the limit")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"days": [], "days": ["2026-09-07"]}', "days: days is wrong; expected a key that stands once in its object"),
        ('{"a": {"b": 1, "c": 2, "b": 3}}', "b: b is wrong; expected a key that stands once in its object"),
    ],
)
def test_what_json_leaves_open_is_refused(content: str, message: str, tmp_path: Path) -> None:
    """Duplicate keys and numbers that are none, by their own names."""
    path = tmp_path / "instance.json"
    path.write_text(content)
    assert _refused(path) == message


def test_a_number_past_all_numbers_is_not_finite(tmp_path: Path) -> None:
    """1e999 is JSON, and infinity when it is read."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN).replace('"cost": 230', '"cost": 1e999'))
    with pytest.raises(FormatError, match=r"^cost: Infinity is wrong; expected a finite number$"):
        read_plan_document(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """A sparse file one byte over the limit."""
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert _refused(path) == f"file: {_told(path)} is wrong; expected at most 256 MB"


@pytest.mark.parametrize(("name", "reason"), [("nowhere.json", "No such file or directory"), ("", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named_with_the_reason(name: str, reason: str, tmp_path: Path) -> None:
    """As the system gives it."""
    assert _refused(tmp_path / name) == f"file: {_told(tmp_path / name)} is wrong; expected a readable file ({reason})"


def test_a_long_path_keeps_its_file_name(tmp_path: Path) -> None:
    """The end says which file it was."""
    path = tmp_path / ("folder-" * 20) / "week-37.json"
    assert "/week-37.json is wrong" in _refused(path)


@pytest.mark.parametrize("data", [[], 3, "instance", None])
def test_a_document_that_is_no_object_is_refused(data: object) -> None:
    """There is no field to name, so the document is."""
    with pytest.raises(FormatError, match=r"^document: "):
        parse_document(data, InstanceDocument)


def test_a_field_is_named_as_people_write_it() -> None:
    """Positions in brackets, names after points."""
    assert field_path(("arrivals", 3, "ready_from", "permit")) == "arrivals[3].ready_from.permit"
    assert field_path(("journeys", "x", "[key]")) == "journeys.x"
    assert field_path(()) == "document"
