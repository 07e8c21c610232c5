"""Reads and writes the exchange formats; refuses what breaks them in one line naming field and value."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from solver.checks import FormatError, MissingFieldError, checked_instance, moment_on_grid
from solver.instance import Arrival, Instance, Span
from solver.plan import Appointment, Itinerary, Plan, in_order
from solver.schema import Document, InstanceDocument, PlanDocument
from solver.wall_time import WallClock
from solver.wording import expected, meant_by, unknown_beside

MAX_BYTES = 256 * 2**20
D = TypeVar("D", bound=Document)


def read_instance(path: Path) -> Instance:
    """The instance in a file; raises FormatError."""
    return checked_instance(read_instance_document(path))


def read_instance_document(path: Path) -> InstanceDocument:
    """The document in an instance file, shapes and types checked only; raises FormatError."""
    return parse_document(load_json(path), InstanceDocument)


def read_plan_document(path: Path) -> PlanDocument:
    """The document in a plan file, shapes and types checked only; raises FormatError."""
    return parse_document(load_json(path), PlanDocument)


def load_json(path: Path) -> object:
    """The JSON in a file; raises FormatError on anything that is not a readable JSON file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FormatError("file", path, f"at most {MAX_BYTES // 2**20} MB")
        return json.loads(path.read_bytes(), object_pairs_hook=_no_duplicates)
    except FormatError:
        raise
    except OSError as error:
        raise FormatError("file", path, f"a readable file ({error.strerror})") from None
    except UnicodeDecodeError:
        raise FormatError("file", path, "JSON in UTF-8") from None
    except RecursionError:
        raise FormatError("file", path, "JSON that is not nested so deeply") from None
    except json.JSONDecodeError as error:
        where = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise FormatError("file", path, f"JSON ({where})") from None
    except ValueError as error:  # integers of thousands of digits
        raise FormatError("file", path, f"JSON ({error})") from None


def parse_document(data: object, model: type[D]) -> D:
    """A document from parsed JSON; raises FormatError for the first field that is wrong."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _refusal(error.errors(include_url=False)) from None


def field_path(loc: Iterable[int | str]) -> str:
    """A path as people write it: arrivals[3].ready_from.permit."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc if part != "[key]"]
    return "".join(parts).lstrip(".") or "document"


def instance_document(instance: Instance) -> InstanceDocument:
    """The document of an instance: what `read_instance` would read back."""
    clock = WallClock(instance.days, instance.slot_minutes)
    return InstanceDocument.model_validate(
        {
            "format": "onestop-instance/1",
            "timezone": instance.timezone,
            "slot_minutes": instance.slot_minutes,
            "days": [day.isoformat() for day in instance.days],
            "min_gap_slots": instance.min_gap,
            "travel_slots": [_travel(pair, slots) for pair, slots in instance.travel.items()],
            "objective": {key: getattr(instance.objective, key) for key in ("late", "visit", "wait_slot", "day")},
            "resources": [
                {
                    "id": desk.id,
                    "agency": desk.agency,
                    "location": desk.location,
                    "services": sorted(desk.services),
                    "languages": sorted(desk.languages),
                    "shifts": [_span(clock, shift) for shift in desk.shifts],
                }
                for desk in instance.resources
            ],
            "journeys": {
                journey.id: {
                    "steps": [
                        {
                            "id": step.id,
                            "service": step.service,
                            "slots": list(step.slots),
                            "desks": list(step.desks),
                            "after": list(step.after),
                            "result_days": step.result_days,
                        }
                        for step in journey.steps
                    ]
                }
                for journey in instance.journeys.values()
            },
            "arrivals": [_arrival(clock, arrival) for arrival in instance.arrivals],
            "booked": [{"resource": b.resource, **_span(clock, Span(b.start, b.end))} for b in instance.booked],
        }
    )


def plan_document(plan: Plan, instance: Instance) -> PlanDocument:
    """The document of a plan for `instance`."""
    clock = WallClock(instance.days, instance.slot_minutes)
    return PlanDocument.model_validate(
        {
            "format": "onestop-plan/1",
            "status": plan.status,
            "cost": plan.cost,
            "bound": plan.bound,
            "seconds": round(plan.seconds, 3),
            "late": list(plan.late),
            "itineraries": [
                {
                    "arrival": itinerary.arrival,
                    "appointments": [_appointment(clock, a) for a in itinerary.appointments],
                }
                for itinerary in plan.itineraries
            ],
        }
    )


def plan_from_document(document: PlanDocument, instance: Instance) -> Plan:
    """The plan of a document, for starting from an earlier plan; raises FormatError on times off the grid."""
    slot = _slot_reader(WallClock(instance.days, instance.slot_minutes))
    itineraries = []
    for number, itinerary in enumerate(document.itineraries):
        field = f"itineraries[{number}].appointments"
        appointments = (
            Appointment(a.step, a.resource, slot(f"{field}[{k}].start", a.start), slot(f"{field}[{k}].end", a.end))
            for k, a in enumerate(itinerary.appointments)
        )
        itineraries.append(Itinerary(itinerary.arrival, in_order(appointments)))
    return Plan(
        document.status,
        document.cost,
        document.bound,
        document.seconds,
        tuple(document.late),
        tuple(itineraries),
    )


def dump(document: Document) -> str:
    """The JSON text of a document, one arrival, desk or itinerary a line so that files diff well."""
    lines = []
    for key, value in document.model_dump(mode="json").items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            items = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            lines.append(f'"{key}": [\n  {items}]')
        else:
            lines.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{" + ",\n ".join(lines) + "}\n"


def _slot_reader(clock: WallClock) -> Callable[[str, str], int]:
    def slot(field: str, text: str) -> int:
        return clock.slot(moment_on_grid(field, text, clock))

    return slot


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FormatError(twice, twice, "a key that stands once in its object")
    return result


def _refusal(errors: Sequence[Mapping[str, Any]]) -> FormatError:
    """The first of what is wrong with a document."""
    first = errors[0]
    field = field_path(first["loc"])
    if first["type"] == "missing":
        return MissingFieldError(field, meant_by(str(first["loc"][-1]), unknown_beside(first, errors)))
    return FormatError(field, first["input"], expected(first))


def _travel(pair: frozenset[str], slots: int) -> dict[str, object]:
    return {"from": min(pair), "to": max(pair), "slots": slots}


def _span(clock: WallClock, span: Span) -> dict[str, str]:
    return {"start": _text(clock.moment(span.start)), "end": _text(clock.moment(span.end, is_end=True))}


def _appointment(clock: WallClock, a: Appointment) -> dict[str, str]:
    return {"step": a.step, "resource": a.resource, **_span(clock, Span(a.start, a.end))}


def _arrival(clock: WallClock, arrival: Arrival) -> dict[str, object]:
    return {
        "id": arrival.id,
        "journey": arrival.journey,
        "party": arrival.party,
        "available_from": _text(_clamped(clock, arrival.available_from)),
        "deadline": _text(_deadline(clock, arrival)),
        "languages": sorted(arrival.languages),
        "unavailable": [_span(clock, span) for span in arrival.unavailable if span.start < span.end],
        "ready_from": {step: _text(_clamped(clock, slot)) for step, slot in arrival.ready_from.items()},
    }


def _deadline(clock: WallClock, arrival: Arrival) -> datetime:
    """Keeps the deadline on its own day: midnight at its end would count as the next day."""
    last = (arrival.deadline_day + 1) * clock.slots_per_day
    return _clamped(clock, min(arrival.deadline, last - 1))


def _clamped(clock: WallClock, slot: int) -> datetime:
    return clock.moment(max(0, min(slot, len(clock.days) * clock.slots_per_day - 1)))


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")
