"""Figures of scenarios as tables for a terminal."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.table import Column, Table
from rich.text import Text as Plain

from calendars.words import Language, weekday_in_words
from scheduler.domain.agency import Agency
from scheduler.domain.texts import Text
from scheduler.scenarios.comparison import Difference, Verdict, compare
from scheduler.scenarios.measures import Measure, measures
from scheduler.scenarios.numbers import change, interval, with_interval
from scheduler.scenarios.report.naming import told_apart
from scheduler.scenarios.report.words import VERDICTS, unit_of
from scheduler.scenarios.result import Result
from scheduler.scenarios.staffing import Staffing
from scheduler.scenarios.statistics import Estimate

_TITLE = Text("Gemiddeld, met het interval van 95%", "On average, with the 95% interval")
_DIFFERENCE = Text("verschil", "difference")
_DESKS = Text("Balies", "Desks")
_NOTHING = Text("Er is geen verschil, in geen enkele herhaling", "Nothing differs, in any replication")
_NAME = 25  # characters of a measure that stay on one line, however many scenarios stand beside it
_STYLES: dict[Verdict, str] = {"better": "green", "worse": "red"}


def figures_of(results: Sequence[Result], language: Language) -> Table:
    """A column for each scenario, a row for each measure that one of them has a number of."""
    table, results = _table(language), told_apart(results)
    for result in results:
        table.add_column(Plain(result.scenario.name), justify="right")
    agencies = {agency.id: agency for result in results for agency in result.scenario.capacity.agencies}
    for measure in measures(tuple(agencies.values())):
        found = [measure.estimate(result.figures) for result in results]
        if any(each is not None for each in found):
            table.add_row(_titled(measure, language), *(_told(measure, each, language) for each in found))
    return table


def comparison(a: Result, b: Result, language: Language) -> Table:
    """A row for each measure that is not the same throughout: in either, the paired difference, and what it means."""
    table, (a, b) = _table(language), told_apart((a, b))
    for heading in (a.scenario.name, b.scenario.name, _DIFFERENCE.in_language(language)):
        table.add_column(Plain(heading), justify="right")
    table.add_column("")
    found = compare(a, b)
    for each in found:
        if each.verdict != "same":
            told = (_told(each.measure, estimate, language) for estimate in (each.a, each.b))
            table.add_row(_titled(each.measure, language), *told, *_change(each, language))
    same = [each.measure.title.in_language(language) for each in found if each.verdict == "same"]
    if len(same) == len(found):
        table.caption = _NOTHING.in_language(language)
    elif same:
        table.caption = f"{VERDICTS['same'].in_language(language)}: {'; '.join(same)}"
    return table


def _titled(measure: Measure, language: Language) -> str:
    unit = unit_of(measure, language)
    return f"{measure.title.in_language(language)}, {unit}" if unit else measure.title.in_language(language)


def _table(language: Language) -> Table:
    names = Column(min_width=_NAME)
    return Table(names, title=_TITLE.in_language(language), box=SIMPLE, pad_edge=False)


def _told(measure: Measure, estimate: Estimate | None, language: Language) -> str:
    return "-" if estimate is None else with_interval(estimate, measure.unit, language)


def _change(each: Difference, language: Language) -> tuple[str, Plain]:
    unit = each.measure.unit
    moved = "-" if each.change is None else change(each.change, unit, language)
    if each.change is not None and (ends := interval(each.change, unit, language)):
        moved = f"{moved} ({ends})"
    return moved, Plain(VERDICTS[each.verdict].in_language(language), style=_STYLES.get(each.verdict, ""))


def roster(found: Staffing, agencies: Sequence[Agency], language: Language) -> Table:
    """How many desks each agency has on each weekday."""
    table = Table("", title=_DESKS.in_language(language), box=SIMPLE, pad_edge=False)
    weekdays = sorted({shift.weekday for shift in found.shifts})
    for weekday in weekdays:
        table.add_column(weekday_in_words(weekday, language), justify="right")
    for agency in agencies:
        counts = (_count(found, agency.id, weekday) for weekday in weekdays)
        table.add_row(agency.name.in_language(language), *(str(count or "-") for count in counts))
    return table


def _count(found: Staffing, agency: str, weekday: int) -> int:
    return sum(shift.count for shift in found.shifts if (shift.agency, shift.weekday) == (agency, weekday))
