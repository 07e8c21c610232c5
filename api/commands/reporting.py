"""Reports of scenarios that commands write: one page, or all figures as CSV or JSON, by the ending of the file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.commands.refusing import refusal
from api.commands.running import check_output, write
from calendars.words import Language
from scheduler.scenarios.report.answer import Answer
from scheduler.scenarios.report.page import page
from scheduler.scenarios.report.tables import as_csv, as_json
from scheduler.scenarios.result import Result

REPORTS = (".html", ".csv", ".json")
Report = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="REPORT", help="Where a report goes: .html, .csv or .json.")
]


def check_ending(output: Path | None, endings: tuple[str, ...] = REPORTS) -> None:
    """Refuse a file that could not be written, or of no ending that says what to write, before any work is done."""
    check_output(output)
    if output is not None and output.suffix not in endings:
        raise refusal(f"output: {output} is wrong; expected a name that ends in {', '.join(endings)}")


def write_report(
    results: Sequence[Result], output: Path | None, language: Language, answer: Answer | None = None
) -> None:
    """Write what scenarios came to, under the answer that they were played for, if there is a file for it."""
    if output is not None:
        write(_report(results, output.suffix, language, answer), output)


def named(results: Iterable[tuple[str, Result]]) -> list[Result]:
    """Results of one scenario as those of several, each with what is different about it behind the name."""
    return [
        replace(result, scenario=replace(result.scenario, name=f"{result.scenario.name}, {what}"))
        for what, result in results
    ]


def _report(results: Sequence[Result], suffix: str, language: Language, answer: Answer | None) -> str:
    if suffix == ".html":
        return page(results, language, answer)
    return as_csv(results, language) if suffix == ".csv" else as_json(results, language, answer)
