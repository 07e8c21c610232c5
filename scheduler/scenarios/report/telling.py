"""What a report tells of results: its headline, its cards, its table, and how sure all of it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from calendars.words import Language, day_in_words
from scheduler.scenarios.comparison import Difference, compare
from scheduler.scenarios.measures import MEASURES, TOPICS, WITHIN, Measure, measures
from scheduler.scenarios.numbers import change, interval, mean, number, percent, with_interval
from scheduler.scenarios.remarks import remarks
from scheduler.scenarios.report.words import TOPICS as TOPIC_TITLES
from scheduler.scenarios.report.words import VERDICTS, unit_of, words
from scheduler.scenarios.result import Result
from scheduler.scenarios.statistics import Estimate

_CARDS = ("days_to_bsn_90", "visits", "utilisation", "roster_cost_per_arrival")
_BY_KEY = {measure.key: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that stands out."""

    label: str
    mean: str
    interval: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on top: the headline of the base, a sentence for each other scenario, and what went wrong."""

    name: str
    days: str
    headline: str
    sure: str
    sentences: tuple[str, ...]
    warnings: tuple[str, ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the table, or a difference, which has a verdict and a hint that says what it means."""

    mean: str = ""
    interval: str = ""
    verdict: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A measure of all scenarios: the base's figure, and the figure and the difference of each other."""

    title: str
    unit: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of a topic."""

    title: str
    rows: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All measures that are not nothing throughout, and the names of those that are."""

    groups: tuple[Group, ...]
    nothing: str


class Telling:
    """Results, the base first, as they are told in a language."""

    def __init__(self, results: Sequence[Result], language: Language) -> None:
        self._base, *self._others = results
        self._results, self._language, self._words = results, language, words(language)
        self._differences = {each.scenario.name: compare(self._base, each) for each in self._others}

    def brief(self) -> Brief:
        """What stands on top."""
        horizon, within = self._base.scenario.horizon, _BY_KEY["within"].estimate(self._base.figures)
        first, last = (day_in_words(day, self._language, year=True) for day in (horizon.counted_from, horizon.last))
        share = "" if within is None else mean(within, "share", self._language)
        return Brief(
            name=self._base.scenario.name,
            days=f"{first} \N{EN DASH} {last}",
            headline=self._words["headline"].format(share=share) if share else self._words["no_figures"],
            sure="" if within is None else interval(within, "share", self._language),
            sentences=(*self._late(), *(self._other(other) for other in self._others)),
            warnings=tuple(self._warnings()),
            cards=tuple(self._cards()),
        )

    def table(self) -> Table:
        """Every measure with a number, by topic."""
        told = [measure for measure in self._measures() if any(self._estimates(measure))]
        zero = [each for each in told if all(found is None or found.mean == 0 for found in self._estimates(each))]
        groups = (
            Group(
                TOPIC_TITLES[topic].in_language(self._language),
                tuple(self._line(each) for each in told if each.topic == topic and each not in zero),
            )
            for topic in TOPICS
        )
        nothing = ", ".join(each.title.in_language(self._language) for each in zero)
        return Table(tuple(group for group in groups if group.rows), nothing)

    def sure(self) -> Iterator[str]:
        """How the figures came about, and what they do not tell."""
        count = len(self._base.figures)
        if count == 1:
            yield self._words["one"]
        elif count:
            yield self._words["replications"].format(count=count)
        if self._others:
            yield self._words["paired"].format(base=self._base.scenario.name)
        if len({frozenset(result.figures) for result in self._results}) > 1:
            yield self._words["in_common"]
        yield self._words["simulated"]

    def _measures(self) -> Sequence[Measure]:
        agencies = {agency.id: agency for each in self._results for agency in each.scenario.capacity.agencies}
        return measures(tuple(agencies.values()))

    def _estimates(self, measure: Measure) -> list[Estimate | None]:
        return [measure.estimate(result.figures) for result in self._results]

    def _late(self) -> Iterator[str]:
        """The cause of most lateness in the base; where nobody is late, of how many that is."""
        arrivals = sum(each.arrivals for each in self._base.figures.values())
        if arrivals and arrivals == sum(each.within for each in self._base.figures.values()):
            told = number(arrivals, self._language)
            yield self._words["nobody_late"].format(arrivals=told, count=len(self._base.figures))
        causes = [each for each in self._measures() if each.key.startswith("late.")]
        shares = {each: found.mean for each in causes if (found := each.estimate(self._base.figures)) is not None}
        if total := sum(shares.values()):
            worst = max(shares, key=lambda each: shares[each])
            cause = worst.title.in_language(self._language).split(": ", 1)[1]
            share = shares[worst] / total
            told = percent(share, self._language, 0 if share == 1 or round(share, 2) < 1 else 1)
            yield self._words["late"].format(share=told, cause=cause)

    def _other(self, other: Result) -> str:
        """How much of the promise another scenario keeps, and how much more or less that is."""
        found = next((each for each in self._differences[other.scenario.name] if each.measure.key == WITHIN.key), None)
        if found is None or found.b is None:
            return f"{other.scenario.name}: {self._words['no_figures'].lower()}."
        share = with_interval(found.b, "share", self._language)
        return self._words["other"].format(name=other.scenario.name, share=share, change=self._points(found))

    def _points(self, difference: Difference) -> str:
        if difference.change is None:
            return self._words["no_common"]
        if difference.verdict in ("unclear", "same"):
            return self._words["no_difference" if difference.verdict == "unclear" else "no_other"]
        template = self._words["points_more" if difference.change.mean > 0 else "points_less"]
        return template.format(points=number(100 * abs(difference.change.mean), self._language, fixed=True))

    def _warnings(self) -> Iterator[str]:
        for result in self._results:
            name, total = result.scenario.name, result.scenario.replications
            if not result.complete:
                yield self._words["stopped"].format(name=name, done=len(result.figures), total=total)
            for remark in remarks(result, self._language):
                yield remark if len(self._results) == 1 else f"{name}: {remark}"
            for failure in result.failures:
                told = {"number": failure.number, "seed": failure.seed, "reason": failure.reason}
                yield self._words["failed"].format(name=name, **told)

    def _cards(self) -> Iterator[Card]:
        for measure in (_BY_KEY[key] for key in _CARDS):
            if measure.estimate(self._base.figures) is not None:
                cell = self._cell(measure, self._base)
                yield Card(measure.title.in_language(self._language), cell.mean, cell.interval)

    def _line(self, measure: Measure) -> Line:
        cells = [self._cell(measure, self._base)]
        for other in self._others:
            (found,) = (each for each in self._differences[other.scenario.name] if each.measure.key == measure.key)
            cells += [self._cell(measure, other), self._change(found)]
        return Line(measure.title.in_language(self._language), unit_of(measure, self._language), tuple(cells))

    def _cell(self, measure: Measure, result: Result) -> Cell:
        found = measure.estimate(result.figures)
        if found is None:
            return Cell("\N{EN DASH}")
        return Cell(mean(found, measure.unit, self._language), interval(found, measure.unit, self._language))

    def _change(self, difference: Difference) -> Cell:
        if difference.change is None:
            return Cell()
        unit, hint = difference.measure.unit, VERDICTS[difference.verdict].in_language(self._language)
        told, ends = (of(difference.change, unit, self._language) for of in (change, interval))
        return Cell(told, ends, difference.verdict, hint)
