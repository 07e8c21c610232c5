"""A small instance and a plan of it, as documents that tests change in one place."""

import copy
from typing import Any

MISSING = object()
Path = tuple[str | int, ...]
Data = dict[str, Any]


def _shift(day: str, start: str, end: str) -> dict[str, str]:
    return {"start": f"2026-09-{day}T{start}", "end": f"2026-09-{day}T{end}"}


def _desk(name: str, location: str, service: str, languages: list[str], shifts: list[dict[str, str]]) -> Data:
    agency = name.split("-", maxsplit=1)[0]
    return {
        "id": name,
        "agency": agency,
        "location": location,
        "services": [service],
        "languages": languages,
        "shifts": shifts,
    }


def _all_day(*days: str) -> list[dict[str, str]]:
    return [_shift(day, "09:00", "17:00") for day in days]


def _step(name: str, service: str, slots: list[int], after: list[str], result_days: int = 0) -> Data:
    return {
        "id": name,
        "service": service,
        "slots": slots,
        "desks": [1],
        "after": after,
        "result_days": result_days,
    }


INSTANCE: Data = {
    "format": "onestop-instance/1",
    "timezone": "Europe/Amsterdam",
    "slot_minutes": 15,
    "days": ["2026-09-07", "2026-09-08", "2026-09-10"],
    "min_gap_slots": 1,
    "travel_slots": [{"from": "mosae", "to": "ceramique", "slots": 2}],
    "objective": {"late": 10000, "visit": 100, "wait_slot": 1, "day": 10},
    "resources": [
        _desk(
            "ind-1",
            "mosae",
            "permit",
            ["nl", "en"],
            [_shift("08", *s) for s in (("09:00", "12:00"), ("12:30", "16:00"))],
        ),
        _desk("gem-1", "mosae", "registration", ["nl", "en"], _all_day("07", "08", "10")),
        _desk("gem-2", "mosae", "registration", ["de"], _all_day("07", "08", "10")),
        _desk("expat-1", "ceramique", "advice", ["nl", "en"], _all_day("08", "10")),
    ],
    "journeys": {
        "newcomer": {
            "steps": [
                _step("permit", "permit", [1, 2], []),
                _step("registration", "registration", [2, 3], ["permit"]),
                _step("advice", "advice", [3], []),
            ]
        },
        "check": {"steps": [_step("check", "permit", [1], [], result_days=1)]},
    },
    "arrivals": [
        {
            "id": "a-001",
            "journey": "newcomer",
            "party": 4,
            "available_from": "2026-09-07T10:00",
            "deadline": "2026-09-08T17:00",
            "languages": ["en"],
            "unavailable": [_shift("08", "09:00", "09:30")],
            "ready_from": {"permit": "2026-09-08T09:45"},
        },
        {
            "id": "a-002",
            "journey": "check",
            "party": 1,
            "available_from": "2026-09-07T09:00",
            "deadline": "2026-09-10T12:00",
            "languages": [],
            "unavailable": [],
            "ready_from": {},
        },
    ],
    "booked": [{"resource": "ind-1", **_shift("08", "15:00", "15:30")}],
}


def appointment(step: str, resource: str, start: str, end: str, day: str = "08") -> dict[str, str]:
    """An appointment of a plan, on Tuesday 8 September unless another day is named."""
    return {"step": step, "resource": resource, **_shift(day, start, end)}


# Cost: 100 for a visit and 10 for Tuesday; 100 for a visit and 20 for a result on Thursday.
PLAN: Data = {
    "format": "onestop-plan/1",
    "status": "optimal",
    "cost": 230,
    "bound": 230,
    "seconds": 0.5,
    "late": [],
    "itineraries": [
        {
            "arrival": "a-001",
            "appointments": [
                appointment("permit", "ind-1", "10:00", "10:30"),
                appointment("registration", "gem-1", "10:45", "11:30"),
                appointment("advice", "expat-1", "12:00", "12:45"),
            ],
        },
        {"arrival": "a-002", "appointments": [appointment("check", "ind-1", "11:00", "11:15")]},
    ],
}


def changed(document: Data, path: Path, value: object) -> Data:
    """A copy of a document with another value at a path, nothing there for MISSING."""
    result = copy.deepcopy(document)
    place: Any = result
    for part in path[:-1]:
        place = place[part]
    if value is MISSING:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result
