"""Answers to what planners ask of scenarios, as tables for a terminal."""

from collections.abc import Sequence

from rich.box import SIMPLE
from rich.table import Table

from calendars.words import Language, list_in_words, weekday_in_words
from scheduler.domain.agency import Agency
from scheduler.domain.texts import Text
from scheduler.scenarios.binding import DeskHour
from scheduler.scenarios.breaking import BreakingPoint
from scheduler.scenarios.judging import share_in_time
from scheduler.scenarios.measures import Unit
from scheduler.scenarios.numbers import number, percent, with_interval
from scheduler.scenarios.presence import Choice
from scheduler.scenarios.staffing import Staffing
from scheduler.scenarios.statistics import Estimate

_WORTH = Text("Wat een balie-uur meer bespaart", "What one more desk hour saves")
_PRICE = Text("kosten, volgens de prijzen", "cost, by the prices")
_COST = Text("kosten, gesimuleerd", "cost, simulated")
_LATE = Text("te laat, gesimuleerd", "late, simulated")
_TIMES = Text("keer de vraag", "times the demand")
_WITHIN = Text("binnen de belofte klaar", "done within the promise")
_LEVEL = Text("serviceniveau", "service level")
_WEEKLY = Text("kosten per week", "cost a week")
_BOUND = Text("ten minste", "at least")
_DAYS = Text("weekdagen", "weekdays")
_MORE = Text("een balie meer bij", "a desk more at")


def desk_hours(found: Sequence[DeskHour], agencies: Sequence[Agency], language: Language) -> Table:
    """A row for each agency and weekday, the dearest first."""
    table = _table(_WORTH, language)
    for heading in (_PRICE, _COST, _LATE):
        table.add_column(heading.in_language(language), justify="right")
    for hour in found:
        simulated = (_told(hour.cost, "cost", language), _told(hour.late, "count", language))
        table.add_row(_where(hour, agencies, language), number(hour.price, language), *simulated)
    return table


def a_desk_more(hour: DeskHour, agencies: Sequence[Agency], language: Language) -> str:
    """What is tried of an hour, in words."""
    return f"{_MORE.in_language(language)} {_where(hour, agencies, language)}"


def _where(hour: DeskHour, agencies: Sequence[Agency], language: Language) -> str:
    names = {agency.id: agency.name.in_language(language) for agency in agencies}
    return f"{names.get(hour.agency, hour.agency)}, {weekday_in_words(hour.weekday, language)}"


def times_the_demand(factor: float, language: Language) -> str:
    """A multiple of the demand, in words."""
    return f"{number(factor, language, 3)} {_TIMES.in_language(language)}"


def trials(found: BreakingPoint, language: Language) -> Table:
    """A row for each multiple of the demand that was tried."""
    table = Table(_TIMES.in_language(language), box=SIMPLE, pad_edge=False)
    table.add_column(_WITHIN.in_language(language), justify="right")
    for trial in found.trials:
        table.add_row(number(trial.factor, language, 3), with_interval(trial.within, "share", language))
    return table


def weekdays_of(choice: Choice, language: Language) -> str:
    """The days of a choice, in words."""
    return list_in_words([weekday_in_words(weekday, language) for weekday in choice.weekdays], language)


def choices(found: Sequence[Choice], language: Language) -> Table:
    """A row for each choice of weekdays, the best first."""
    table = Table(_DAYS.in_language(language), box=SIMPLE, pad_edge=False)
    table.add_column(_WITHIN.in_language(language), justify="right")
    for choice in found:
        table.add_row(weekdays_of(choice, language), with_interval(choice.within, "share", language))
    return table


def rosters(found: Sequence[Staffing], language: Language) -> Table:
    """A row for each service level: what its roster costs a week, at least and in fact, and what it keeps."""
    table = Table(_LEVEL.in_language(language), box=SIMPLE, pad_edge=False)
    for heading in (_WEEKLY, _BOUND, _WITHIN):
        table.add_column(heading.in_language(language), justify="right")
    for each in found:
        costs = (number(each.cost, language), number(each.bound, language))
        kept = with_interval(share_in_time(each.result), "share", language)
        table.add_row(percent(each.service_level, language), *costs, kept)
    return table


def _table(title: Text, language: Language) -> Table:
    return Table("", title=title.in_language(language), box=SIMPLE, pad_edge=False)


def _told(found: Estimate | None, unit: Unit, language: Language) -> str:
    return "-" if found is None else with_interval(found, unit, language)
