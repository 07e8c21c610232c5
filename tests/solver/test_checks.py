"""What relates one field of an instance to another: unknown ids, order, overlaps, the grid."""

import pytest

from solver.checks import FormatError, checked_instance
from solver.format import parse_document
from solver.instance import Instance, Span
from solver.schema import InstanceDocument
from tests.solver.samples import INSTANCE, Data, Path, changed

SHIFT: Path = ("resources", 0, "shifts", 0)
ARRIVAL: Path = ("arrivals", 0)


def _checked(*changes: tuple[Path, object]) -> Instance:
    document: Data = INSTANCE
    for path, value in changes:
        document = changed(document, path, value)
    return checked_instance(parse_document(document, InstanceDocument))


def _span(start: str, end: str) -> dict[str, str]:
    return {"start": f"2026-09-{start}", "end": f"2026-09-{end}"}


def _steps(**after: list[str]) -> list[Data]:
    return [{"id": step, "service": "permit", "slots": [1], "after": before} for step, before in after.items()]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            [((*SHIFT, "end"), "2026-09-08T08:00")],
            "resources[0].shifts[0].end: 2026-09-08T08:00 is wrong; expected a time after its start 2026-09-08T09:00",
        ),
        (
            [(SHIFT, _span("09T09:00", "09T12:00"))],
            "resources[0].shifts[0].start: 2026-09-09T09:00 is wrong; expected a time on one of the listed days",
        ),
        (
            [(SHIFT, _span("07T09:00", "08T12:00"))],
            "resources[0].shifts[0].end: 2026-09-08T12:00 is wrong; "
            "expected an end on the day of its start: one shift for each day",
        ),
        (
            [(SHIFT, _span("08T11:00", "08T13:00"))],
            "resources[0].shifts: 2026-09-08T12:30 is wrong; expected shifts of one desk that do not overlap",
        ),
        (
            [(("journeys", "newcomer", "steps"), _steps(a=["c"], b=["a"], c=["b"]))],
            "journeys.newcomer.steps: a after c after b after a is wrong; expected an order without a cycle",
        ),
        (
            [(("journeys", "newcomer", "steps"), _steps(a=["a"]))],
            "journeys.newcomer.steps: a after a is wrong; expected an order without a cycle",
        ),
        (
            [(("journeys", "newcomer", "steps", 0, "after"), ["tour"])],
            "journeys.newcomer.steps[0].after: tour is wrong; "
            "expected steps of this journey: permit, registration, advice",
        ),
        (
            [(("journeys", "newcomer", "steps", 2, "id"), "permit")],
            "journeys.newcomer.steps[2].id: permit is wrong; expected an id that no other has",
        ),
        (
            [(("resources", 2, "id"), "ind-1")],
            "resources[2].id: ind-1 is wrong; expected an id that no other has",
        ),
        (
            [(("arrivals", 1, "id"), "a-001")],
            "arrivals[1].id: a-001 is wrong; expected an id that no other has",
        ),
        (
            [((*ARRIVAL, "journey"), "student")],
            "arrivals[0].journey: student is wrong; expected a journey: newcomer, check",
        ),
        (
            [(("journeys",), {})],
            "arrivals[0].journey: newcomer is wrong; expected a journey: none is given",
        ),
        (
            [((*ARRIVAL, "party"), 0)],
            "arrivals[0].party: 0 is wrong; expected 1 or more",
        ),
        (
            [((*ARRIVAL, "deadline"), "2026-09-07T09:00")],
            "arrivals[0].deadline: 2026-09-07T09:00 is wrong; expected a time after available_from 2026-09-07T10:00",
        ),
        (
            [((*ARRIVAL, "ready_from"), {"tour": "2026-09-07T09:00"})],
            "arrivals[0].ready_from: tour is wrong; expected steps of its journey: permit, registration, advice",
        ),
        (
            [((*ARRIVAL, "ready_from"), {"permit": "2026-09-07T09:10"})],
            "arrivals[0].ready_from.permit: 2026-09-07T09:10 is wrong; "
            "expected a time on the grid of 15 minutes from midnight",
        ),
        (
            [((*ARRIVAL, "unavailable", 0), _span("08T11:00", "08T10:00"))],
            "arrivals[0].unavailable[0].end: 2026-09-08T10:00 is wrong; "
            "expected a time after its start 2026-09-08T11:00",
        ),
        (
            [(("booked", 0, "resource"), "ind-9")],
            "booked[0].resource: ind-9 is wrong; expected the id of a resource",
        ),
        (
            [(("travel_slots",), [*INSTANCE["travel_slots"], {"from": "ceramique", "to": "mosae", "slots": 3}])],
            "travel_slots[1].slots: 3 is wrong; expected 2, as given before: it is symmetric",
        ),
        (
            [(("days",), ["2026-09-08", "2026-09-07", "2026-09-10"])],
            "days[1]: 2026-09-07 is wrong; expected a day after 2026-09-08: days stand in order",
        ),
        (
            [(("timezone",), "Europe/Maastricht")],
            "timezone: Europe/Maastricht is wrong; expected a time zone such as Europe/Amsterdam",
        ),
        (
            [(("slot_minutes",), 25)],
            "slot_minutes: 25 is wrong; expected a number of minutes that divides a day",
        ),
    ],
)
def test_what_does_not_fit_together_is_named(changes: list[tuple[Path, object]], message: str) -> None:
    """Field, value and what would be right, in one line."""
    with pytest.raises(FormatError) as refused:
        _checked(*changes)
    assert str(refused.value) == message


def test_a_shift_may_end_at_midnight() -> None:
    """The end of the day is its last slot's, also where the next day is listed."""
    shift = _checked(
        (SHIFT, _span("08T20:00", "09T00:00")), (("resources", 0, "shifts", 1), _span("08T12:30", "08T20:00"))
    )
    assert shift.resources[0].shifts == (Span(96 + 50, 96 + 80), Span(96 + 80, 2 * 96))
    assert _checked((SHIFT, _span("07T20:00", "08T00:00"))).resources[0].shifts[0] == Span(80, 96)


def test_an_arrival_on_a_day_that_is_not_listed_counts_from_the_next_one() -> None:
    """Wednesday 9 September becomes the first slot of Thursday."""
    instance = _checked(
        ((*ARRIVAL, "available_from"), "2026-09-09T11:00"), ((*ARRIVAL, "deadline"), "2026-09-10T17:00")
    )
    assert instance.arrivals[0].available_from == 2 * 96


def test_a_deadline_on_a_day_that_is_not_listed_ends_the_day_before_it() -> None:
    """Its last appointment and its last result come on Tuesday."""
    arrival = _checked(((*ARRIVAL, "deadline"), "2026-09-09T12:00")).arrivals[0]
    assert (arrival.deadline, arrival.deadline_day) == (2 * 96, 1)


def test_a_window_outside_all_days_is_allowed_and_holds_nothing() -> None:
    """Arrivals of another month are late, not wrong."""
    early = _checked(((*ARRIVAL, "available_from"), "2026-08-01T10:00"), ((*ARRIVAL, "deadline"), "2026-08-03T10:00"))
    assert early.arrivals[0].deadline_day == -1
    late = _checked(((*ARRIVAL, "available_from"), "2026-10-01T10:00"), ((*ARRIVAL, "deadline"), "2026-10-03T10:00"))
    assert late.arrivals[0].available_from == 3 * 96


def test_an_unavailable_span_outside_the_days_takes_no_room() -> None:
    """A holiday on Wednesday is no time at all; one from Tuesday to Thursday is what the listed days hold of it."""
    spans = [_span("09T08:00", "09T20:00"), _span("08T12:00", "10T09:00")]
    found = _checked(((*ARRIVAL, "unavailable"), spans)).arrivals[0].unavailable
    assert found == (Span(96 + 48, 2 * 96 + 36),)


def test_travel_within_one_location_is_nothing() -> None:
    """Whatever an entry says of it."""
    entry = {"from": "mosae", "to": "mosae", "slots": 9}
    instance = _checked((("travel_slots",), [entry, *INSTANCE["travel_slots"]]))
    assert instance.gap("mosae", "mosae") == 1
    assert instance.gap("ceramique", "mosae") == 2
