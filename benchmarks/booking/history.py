"""What the audit lines of a booking say of it, replayed: the appointments that should stand."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from benchmarks.booking.sql import instant


class Fact(NamedTuple):
    """An appointment that stands, or should."""

    id: str
    step: str
    resource: str
    start: datetime
    end: datetime


def fact(name: str, step: str, resource: str, start: str | datetime, end: str | datetime) -> Fact:
    """An appointment as a row of the database tells of it."""
    return Fact(name, step, resource, instant(start), instant(end))


def told(lines: Iterable[tuple[str, Mapping[str, Any]]]) -> set[Fact]:
    """The appointments that stand after some audit lines, each an action with its details."""
    standing: set[Fact] = set()
    for action, details in lines:
        if action == "book":
            standing = _facts(details["appointments"])
        elif action == "reschedule":
            standing = _facts(details["to"])
        elif action == "cancel":
            steps = details["steps"]
            standing = {each for each in standing if steps != "all" and each.step not in steps}
    return standing


def _facts(appointments: Iterable[Mapping[str, Any]]) -> set[Fact]:
    return {fact(each["id"], each["step"], each["resource"], each["start"], each["end"]) for each in appointments}
