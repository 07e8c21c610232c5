"""All figures of results with their uncertainty, in CSV and in JSON."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO
from typing import Any

from calendars.words import Language
from scheduler.scenarios.assumptions import assumptions, changes
from scheduler.scenarios.comparison import Difference, compare
from scheduler.scenarios.kept import digest, written
from scheduler.scenarios.measures import Measure, measures
from scheduler.scenarios.report.answer import Answer
from scheduler.scenarios.report.naming import told_apart
from scheduler.scenarios.result import Result
from scheduler.scenarios.statistics import LEVEL, Estimate

FORMAT = "onestop-scenario-report/1"
_ESTIMATE = ("mean", "low", "high", "count")


def as_csv(results: Sequence[Result], language: Language = "en") -> str:
    """A row for each measure of each scenario: its mean, its interval, and the change from the first scenario."""
    base, *_ = results = told_apart(results)
    return _csv(
        ("scenario", "measure", "title", "unit", *_ESTIMATE, "change", "change_low", "change_high", "verdict"),
        (_measured(base, result, each, language) for result in results for each in compare(base, result)),
    )


def replications_csv(results: Sequence[Result]) -> str:
    """A row for each replication of each scenario, a column for each measure."""
    columns = _measures(results)
    return _csv(
        ("scenario", "seed", "replication", *(measure.key for measure in columns)),
        (
            (result.scenario.name, result.scenario.seed, number, *(measure.of(figures) for measure in columns))
            for result in told_apart(results)
            for number, figures in result.figures.items()
        ),
    )


def as_json(results: Sequence[Result], language: Language = "en", answer: Answer | None = None) -> str:
    """Everything that the page tells and that it is made of, the figures of each replication among it."""
    base, *others = results = told_apart(results)
    document = {
        "format": FORMAT,
        "level": LEVEL,
        **({} if answer is None else {"answer": asdict(answer)}),
        "scenarios": [_scenario(result, language) for result in results],
        "differences": [_differences(base, other, language) for other in others],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _measures(results: Sequence[Result]) -> tuple[Measure, ...]:
    agencies = {agency.id: agency for result in results for agency in result.scenario.capacity.agencies}
    return measures(tuple(agencies.values()))


def _measured(base: Result, result: Result, told: Difference, language: Language) -> Sequence[object]:
    measure, found = told.measure, told.b
    change = None if result is base else told.change
    return (
        result.scenario.name,
        measure.key,
        measure.title.in_language(language),
        measure.unit,
        *(getattr(found, name, None) for name in _ESTIMATE),
        *(getattr(change, name, None) for name in ("mean", "low", "high")),
        "" if result is base else told.verdict,
    )


def _scenario(result: Result, language: Language) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "name": scenario.name,
        "digest": digest(scenario),
        "seed": scenario.seed,
        "replications": scenario.replications,
        "failures": [asdict(failure) for failure in result.failures],
        "assumptions": {each.label: each.value for each in assumptions(scenario, language)},
        "measures": {
            measure.key: {
                "title": measure.title.in_language(language),
                "unit": measure.unit,
                "better": measure.better,
                **asdict(found),
            }
            for measure in measures(scenario.capacity.agencies)
            if (found := measure.estimate(result.figures)) is not None
        },
        "figures": {str(number): written(figures) for number, figures in result.figures.items()},
    }


def _differences(base: Result, other: Result, language: Language) -> dict[str, Any]:
    return {
        "base": base.scenario.name,
        "scenario": other.scenario.name,
        "assumptions": [asdict(change) for change in changes(base.scenario, other.scenario, language)],
        "measures": {
            each.measure.key: {"verdict": each.verdict, **_plain(each.change)} for each in compare(base, other)
        },
    }


def _plain(found: Estimate | None) -> dict[str, Any]:
    return dict.fromkeys(_ESTIMATE) if found is None else asdict(found)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
