"""The form of a scenario: the handful of things that planners change, and the document that it makes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from api.schemas.scenario_days import WEEKDAYS
from api.schemas.scenarios import FORMAT, ScenarioIn
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.scenario import Scenario
from solver.wording import expected

REGION, STORED = "region:", "scenario:"
_ALL = 100.0
_DESKS = "desks"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An agency in the form: its field and how many desks are open now, for each weekday."""

    agency: str
    name: str
    cells: tuple[tuple[str, int], ...]


def weekdays_shown(start: Scenario) -> tuple[int, ...]:
    """Monday to Friday, and those of the weekend on which any desk is open."""
    opened = {day for group in start.capacity.desks for day, spans in group.desk.pattern.hours.items() if spans}
    return tuple(day for day in range(1, 8) if day <= 5 or day in opened)


def desk_rows(start: Scenario, language: str) -> tuple[DeskRow, ...]:
    """The agencies of a scenario with their desks."""
    return tuple(
        DeskRow(
            agency.id,
            agency.name.in_language(language),
            tuple((f"{_DESKS}.{agency.id}.{day}", _open_on(start, agency.id, day)) for day in weekdays_shown(start)),
        )
        for agency in start.capacity.agencies
        if any(group.desk.agency == agency.id for group in start.capacity.desks)
    )


def _open_on(start: Scenario, agency: str, day: int) -> int:
    groups = (group for group in start.capacity.desks if group.desk.agency == agency)
    return sum(group.count for group in groups if group.desk.pattern.hours.get(day))


def document_of_form(fields: Mapping[str, str]) -> ScenarioIn:
    """The document of what was filled in; raises InvalidInput for the first field that is wrong."""
    wanted: dict[str, Any] = {
        "format": FORMAT,
        "name": fields.get("name", "").strip(),
        **_start(fields.get("start", "")),
        "demand": _demand(fields),
        "capacity": {"more": _more(fields)},
        "policy": _policy(fields),
    }
    if fields.get("replications"):
        wanted["replications"] = _number(fields["replications"])
    try:
        return ScenarioIn.model_validate(wanted)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/" + "/".join(str(step) for step in first["loc"])
        raise InvalidInput(pointer, first["input"], expected(first)) from None


def _start(chosen: str) -> dict[str, Any]:
    if chosen.startswith(STORED):
        return {"base": chosen.removeprefix(STORED)}
    return {"start": {"region": chosen.removeprefix(REGION)}}


def _demand(fields: Mapping[str, str]) -> dict[str, Any]:
    percent = _number(fields.get("demand", "100"))
    scale = percent if isinstance(percent, str) else percent / _ALL
    return {"scale": scale} | ({"weekly": _number(fields["weekly"])} if fields.get("weekly") else {})


def _policy(fields: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {name: fields[name] for name in ("offers", "times") if fields.get(name)}
    return given | ({"promise": {"days": _number(fields["days"])}} if fields.get("days") else {})


def _more(fields: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    more: dict[str, dict[str, Any]] = {}
    for agency, day, number in _numbers(fields):
        more.setdefault(agency, {})[day] = number
    return more


def _numbers(fields: Mapping[str, str]) -> Iterator[tuple[str, str, Any]]:
    """Agency, weekday and how many desks more, of those that are not 0."""
    for field, text in fields.items():
        kind, _, rest = field.partition(".")
        agency, _, day = rest.rpartition(".")
        number = _number(text or "0")
        if kind == _DESKS and number != 0 and day.isdecimal() and 1 <= int(day) <= len(WEEKDAYS):
            yield agency, WEEKDAYS[int(day) - 1], number


def _number(text: str) -> int | float | str:
    """The number in a field; the text itself where there is none, for the checks to name."""
    for kind in (int, float):
        try:
            return kind(text.strip().replace(",", "."))
        except ValueError:
            continue
    return text
