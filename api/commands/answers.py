"""Answers to what planners ask of scenarios, in words."""

from collections.abc import Sequence
from math import isfinite

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text as Plain

from calendars.words import Language, list_in_words, weekday_in_words
from scheduler.domain.agency import Agency
from scheduler.domain.texts import Text
from scheduler.scenarios.binding import DeskHour
from scheduler.scenarios.breaking import BreakingPoint
from scheduler.scenarios.judging import share_in_time
from scheduler.scenarios.measures import Unit
from scheduler.scenarios.numbers import number, percent, with_interval
from scheduler.scenarios.presence import Choice
from scheduler.scenarios.report.answer import Answer
from scheduler.scenarios.staffing import Staffing
from scheduler.scenarios.statistics import Estimate

_WORTH = Text("Wat een balie-uur meer bespaart", "What one more desk hour saves")
_PRICE = Text("ongemak in punten, volgens de prijzen", "inconvenience in points, by the prices")
_COST = Text("ongemak in punten, gesimuleerd", "inconvenience in points, simulated")
_LATE = Text("aankomsten te laat, gesimuleerd", "late arrivals, simulated")
_WORTH_NOTES = (
    Text(
        "Alles per balie-uur, gemiddeld over de periode. Punten: de prijzen van de regio voor te laat zijn, een "
        "bezoek, wachten en elke dag.",
        "All of it for one desk hour, on average over the period. Points: the prices of the region for being late, a "
        "visit, waiting and each day.",
    ),
    Text(
        "De prijzen gelden voor wie alle aanvragen vooraf kende, en zeggen welke uren ertoe doen; in de simulatie "
        "wordt er een voor een geboekt, en is een uur vaak veel meer waard.",
        "The prices are those of a planner who knew all requests beforehand, and say which hours matter; in the "
        "simulation requests are booked one at a time, and an hour is often worth much more.",
    ),
)
_BREAK = Text("Wanneer de belofte breekt", "When the promise breaks")
_BREAKS = Text(
    "Een serviceniveau van {level} houdt gemiddeld stand bij {holds} en breekt bij {breaks}; boven toeval uit houdt "
    "het stand bij {surely_holds} en breekt het bij {surely_breaks}.",
    "A service level of {level} holds on average at {holds} and breaks at {breaks}; beyond chance it holds at "
    "{surely_holds} and breaks at {surely_breaks}.",
)
_NO_MULTIPLE = Text("geen van deze", "none of these")
_TIMES = Text("keer de vraag", "times the demand")
_WITHIN = Text("binnen de belofte klaar", "done within the promise")
_FRONTIER = Text("Wat een serviceniveau kost", "What a service level costs")
_LEVEL = Text("serviceniveau", "service level")
_WEEKLY = Text("kosten per week", "cost a week")
_BOUND = Text("ten minste", "at least")
_CHOICES = Text("Op welke weekdagen", "On which weekdays")
_DAYS = Text("weekdagen", "weekdays")
_MORE = Text("een balie meer bij", "a desk more at")


def as_table(answer: Answer) -> Table:
    """An answer for a terminal."""
    table = Table(title=answer.title, caption="\n".join(answer.notes) or None, box=SIMPLE, pad_edge=False)
    for place, heading in enumerate(answer.columns):
        table.add_column(Plain(heading), justify="right" if place else "left")
    for row in answer.rows:
        table.add_row(*map(Plain, row))
    return table


def desk_hours(found: Sequence[DeskHour], agencies: Sequence[Agency], language: Language) -> Answer:
    """A row for each agency and weekday, the dearest first."""
    headings = tuple(heading.in_language(language) for heading in (_PRICE, _COST, _LATE))
    rows = (
        (
            _where(hour, agencies, language),
            number(hour.price, language),
            _told(hour.cost, "cost", language),
            _told(hour.late, "count", language),
        )
        for hour in found
    )
    notes = tuple(note.in_language(language) for note in _WORTH_NOTES)
    return Answer(_WORTH.in_language(language), ("", *headings), tuple(rows), notes)


def a_desk_more(hour: DeskHour, agencies: Sequence[Agency], language: Language) -> str:
    """What is tried of an hour, in words."""
    return f"{_MORE.in_language(language)} {_where(hour, agencies, language)}"


def _where(hour: DeskHour, agencies: Sequence[Agency], language: Language) -> str:
    names = {agency.id: agency.name.in_language(language) for agency in agencies}
    return f"{names.get(hour.agency, hour.agency)}, {weekday_in_words(hour.weekday, language)}"


def times_the_demand(factor: float, language: Language) -> str:
    """A multiple of the demand, in words."""
    return f"{number(factor, language, 3)} {_TIMES.in_language(language)}"


def trials(found: BreakingPoint, language: Language) -> Answer:
    """A row for each multiple of the demand that was tried."""
    ends = {
        name: _NO_MULTIPLE.in_language(language) if factor is None else times_the_demand(factor, language)
        for name, factor in (
            ("holds", found.holds),
            ("breaks", found.breaks),
            ("surely_holds", found.surely_holds),
            ("surely_breaks", found.surely_breaks),
        )
    }
    note = _BREAKS.in_language(language).format(level=percent(found.service_level, language), **ends)
    rows = (
        (number(trial.factor, language, 3), with_interval(trial.within, "share", language)) for trial in found.trials
    )
    columns = _TIMES.in_language(language), _WITHIN.in_language(language)
    return Answer(_BREAK.in_language(language), columns, tuple(rows), (note,))


def weekdays_of(choice: Choice, language: Language) -> str:
    """The days of a choice, in words."""
    return list_in_words([weekday_in_words(weekday, language) for weekday in choice.weekdays], language)


def choices(found: Sequence[Choice], language: Language) -> Answer:
    """A row for each choice of weekdays, the best first."""
    rows = ((weekdays_of(choice, language), with_interval(choice.within, "share", language)) for choice in found)
    columns = _DAYS.in_language(language), _WITHIN.in_language(language)
    return Answer(_CHOICES.in_language(language), columns, tuple(rows))


def rosters(found: Sequence[Staffing], language: Language) -> Answer:
    """A row for each service level: what its roster costs a week, at least and in fact, and what it keeps."""
    rows = (
        (
            percent(each.service_level, language),
            number(each.cost, language),
            number(each.bound, language) if isfinite(each.bound) else "-",
            with_interval(share_in_time(each.result), "share", language),
        )
        for each in found
    )
    columns = tuple(heading.in_language(language) for heading in (_LEVEL, _WEEKLY, _BOUND, _WITHIN))
    return Answer(_FRONTIER.in_language(language), columns, tuple(rows))


def _told(found: Estimate | None, unit: Unit, language: Language) -> str:
    return "-" if found is None else with_interval(found, unit, language)
