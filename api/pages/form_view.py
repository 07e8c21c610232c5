"""What the page with the form of a scenario shows: where it may start, what that start holds, and what was typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from api.pages.form_errors import FormError, wrong_of
from api.pages.form_fields import (
    DESKS,
    FROM_SCRATCH,
    HISTORY,
    OFTEN,
    PLAIN,
    REGION,
    SECTIONS,
    STORED,
    WRITTEN,
    PlainField,
)
from api.pages.scenario_texts import TEXTS
from api.pages.texts import figure
from api.scenarios.writing import document_of
from calendars.words import Language, day_in_words, weekday_in_words
from scheduler.application import Application
from scheduler.domain.agency import Region
from scheduler.domain.errors import InvalidInput
from scheduler.domain.imagined import ScenarioJob
from scheduler.scenarios.checking import MAX_WEEKS
from scheduler.scenarios.jobs import get_scenario, scenario_of_job
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.starting import HISTORY_WEEKS, as_now, as_was


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An agency in the form: its field and how many desks are open now, for each weekday."""

    agency: str
    name: str
    cells: tuple[tuple[str, int], ...]


def starts(regions: Iterable[Region], jobs: Iterable[ScenarioJob], language: Language) -> dict[str, str]:
    """Where a scenario may start, each with its words."""
    found, text = list(regions), TEXTS[language]
    return (
        {f"{REGION}{region.id}": text["now"].format(region=region.name) for region in found}
        | {f"{HISTORY}{region.id}": text["lately"].format(region=region.name) for region in found}
        | {f"{STORED}{job.id}": job.name for job in jobs}
        | {FROM_SCRATCH: text["from_scratch"]}
    )


def form_content(
    app: Application, fields: Mapping[str, str], known: Mapping[str, str], language: Language, error: FormError | None
) -> dict[str, object]:
    """The form as its template shows it, filled in with what was typed; `known` are the starts there are."""
    chosen = fields.get("start", "") if fields.get("start") in known else next(iter(known))
    try:
        start = _start(app, chosen, fields)
    except InvalidInput as refused:
        error, start = error or refused, as_now(app, chosen.removeprefix(HISTORY))
    filled = {**fields, "start": chosen}
    rows, days = desk_rows(start, language), [weekday_in_words(day, language) for day in weekdays_shown(start)]
    wrong = None if error is None else wrong_of(error, fields, {**_labels(rows, days, language), **known}, language)
    field = "" if wrong is None else wrong.field
    return {
        "starts": known,
        "fields": filled,
        "key": uuid4(),
        "wrong": wrong,
        "often": OFTEN,
        "sections": SECTIONS,
        "opened": _opened(filled, field, from_scratch=start is None),
        "needed": _needed(start),
        "now": _now(start, language),
        "hints": _hints(start, language),
        "weeks": HISTORY_WEEKS,
        "desks": rows,
        "days": days,
    }


def _start(app: Application, chosen: str, fields: Mapping[str, str]) -> Scenario | None:
    """The scenario to start with; none from scratch. Raises InvalidInput where too few came in the weeks asked for."""
    if chosen == FROM_SCRATCH:
        return None
    if chosen.startswith(STORED):
        return scenario_of_job(get_scenario(app, chosen.removeprefix(STORED)))
    if chosen.startswith(HISTORY):
        weeks = fields.get("weeks", "").strip()
        possible = weeks.isdecimal() and len(weeks) <= 3 and 1 <= int(weeks) <= MAX_WEEKS
        return as_was(app, chosen.removeprefix(HISTORY), int(weeks) if possible else HISTORY_WEEKS)
    return as_now(app, chosen.removeprefix(REGION))


def weekdays_shown(start: Scenario | None) -> tuple[int, ...]:
    """Monday to Friday, and those of the weekend on which any desk is open."""
    groups = () if start is None else start.capacity.desks
    opened = {day for group in groups for day, spans in group.desk.pattern.hours.items() if spans}
    return tuple(day for day in range(1, 8) if day <= 5 or day in opened)


def desk_rows(start: Scenario | None, language: Language) -> tuple[DeskRow, ...]:
    """The agencies of a scenario with their desks."""
    return tuple(
        DeskRow(
            agency.id,
            agency.name.in_language(language),
            tuple((f"{DESKS}.{agency.id}.{day}", _open_on(start, agency.id, day)) for day in weekdays_shown(start)),
        )
        for agency in (start.capacity.agencies if start else ())
        if start and any(group.desk.agency == agency.id for group in start.capacity.desks)
    )


def _open_on(start: Scenario, agency: str, day: int) -> int:
    groups = (group for group in start.capacity.desks if group.desk.agency == agency)
    return sum(group.count for group in groups if group.desk.pattern.hours.get(day))


def _labels(rows: Iterable[DeskRow], days: Iterable[str], language: Language) -> Mapping[str, str]:
    """How each field is called on the page."""
    desks = {field: f"{row.name}, {day}" for row in rows for (field, _), day in zip(row.cells, days, strict=True)}
    return {**TEXTS[language], **desks}


def _opened(fields: Mapping[str, str], wrong: str, *, from_scratch: bool) -> set[str]:
    """The sections in which something is filled in, or wrong; from scratch the text, too."""
    names = {section: {field.name for field in inside} for section, inside in SECTIONS.items()} | {WRITTEN: {WRITTEN}}
    used = {name for name, value in fields.items() if value.strip()} | {wrong}
    return {section for section, inside in names.items() if inside & used} | ({WRITTEN} if from_scratch else set())


def _needed(start: Scenario | None) -> set[str]:
    """The fields without which there is no scenario; from scratch the text may say it all."""
    if start is None:
        return set()
    return {"name"} if start.demand.weekly else {"name", "weekly"}


def _now(start: Scenario | None, language: Language) -> dict[str, str]:
    """What each field is at the start, as it would be typed or chosen."""
    document = {} if start is None else document_of(start)
    document.pop("name", None)
    found = {field.name: _shown(field, _at(document, field), language) for field in PLAIN}
    return found | {"demand": "100"}


def _at(document: Any, field: PlainField) -> Any:
    for step in field.path:
        document = None if document is None else document.get(step)
    return document


def _shown(field: PlainField, value: Any, language: Language) -> str:
    if value is None:
        return ""
    if field.choices:
        plain = {True: "yes", False: "no"}.get(value, value) if field.kind == "flag" else value
        return TEXTS[language][dict(field.choices)[plain]]
    if field.kind in ("percent", "number"):
        return figure(value * 100 if field.kind == "percent" else value, language)
    return str(value)


def _hints(start: Scenario | None, language: Language) -> dict[str, str]:
    """What is said above the fields of each section."""
    text = TEXTS[language]
    hints = {section: text.get(f"{section}_else", "") for section in SECTIONS}
    if start is None:
        return hints
    first, last = (day_in_words(day, language, year=True) for day in (start.horizon.first, start.horizon.last))
    return hints | {"period": text["period_now"].format(first=first, last=last)}
