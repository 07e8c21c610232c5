"""`onestop scenario`: imagined futures from files, run, compared and told."""

from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from api.commands.figures import comparison, figures_of, roster
from api.commands.refusing import refusal
from api.commands.reporting import Report, check_ending, write_report
from api.commands.running import Seconds, reporter, summary, write
from api.commands.starting import starting
from api.commands.sweeping import Cluster, KeptFigures, Workers, sweeping
from api.scenarios.files import ScenarioFileError, read_scenario
from api.scenarios.writing import document_of
from api.scenarios.yaml_text import write as yaml_text
from scheduler.scenarios.assumptions import changes
from scheduler.scenarios.judging import surely
from scheduler.scenarios.remarks import remarks
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.staffing import Staffing, cheapest_desks

_SCENARIOS = (".yaml", ".yml")
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of format onestop-scenario/1.")]
File = Annotated[Path, typer.Argument(metavar="FILE", help="A file of format onestop-scenario/1.")]
Replications = Annotated[int | None, typer.Option(min=1, max=10_000, help="Instead of those of the files.")]
Seed = Annotated[int | None, typer.Option(min=0, max=2**31 - 1, help="Instead of that of the files.")]
ServiceLevel = Annotated[float, typer.Option(help="Share of the arrivals that is to be done in time, such as 0.99.")]
Roster = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="ROSTER", help="Where the scenario with these desks goes, a file like FILE."
    ),
]
Language = Annotated[Literal["nl", "en"], typer.Option(help="Of the report and the figures.")]


def run(
    files: Files,
    *,
    output: Report = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Run each FILE as often as it says and print what it comes to, with how sure that is."""
    check_ending(output)
    found = [read(path, replications, seed) for path in files]
    console = Console()
    for scenario, base in found:
        if base is not None:
            _print_changes(console, base, scenario, language)
    with sweeping(workers, cluster, figures) as simulate:
        results = [simulate(scenario) for scenario, _ in found]
    console.print(figures_of(results, language))
    _end(results, output, language)


def compare(
    a: File,
    b: File,
    *,
    output: Report = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Run A and B with the same people and print what is different, and whether chance alone would explain it."""
    check_ending(output)
    (before, _), (after, _) = read(a, replications, seed), read(b, replications, seed)
    if after.seed != before.seed:
        raise refusal(f"{b}: seed: {after.seed} is wrong; expected {before.seed} as in {a}, or --seed for both")
    console = Console()
    _print_changes(console, before, after, language)
    with sweeping(workers, cluster, figures) as simulate:
        results = [simulate(before), simulate(after)]
    console.print(comparison(results[0], results[1], language))
    _end(results, output, language)


def staff(
    file: File,
    *,
    service_level: ServiceLevel = 0.99,
    output: Roster = None,
    time_limit: Seconds = 300.0,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Find the cheapest desks with which FILE keeps a service level, and confirm them on demand not seen before."""
    check_ending(output, _SCENARIOS)
    scenario, _ = read(file, replications, seed)
    scenario = replace(scenario, name=f"{scenario.name}, {service_level:.4g}")
    with sweeping(workers, cluster, figures) as simulate:
        found = simulate.answer(
            lambda: cheapest_desks(
                scenario,
                service_level,
                simulate,
                seconds=time_limit,
                on_progress=reporter(),
                stopped=lambda: simulate.ended,
            )
        )
    console = Console()
    console.print(roster(found, scenario.capacity.agencies, language))
    console.print(figures_of([found.result], language))
    _tell(found)
    if output is not None:
        write(yaml_text(document_of(found.result.scenario)), output)
    if not found.holds:
        typer.echo(f"{found.service_level:.4g} is not kept by these desks in the simulation", err=True)
        raise typer.Exit(1)


def _tell(found: Staffing) -> None:
    """The roster as the solver sees it, who knows all requests beforehand, and as the simulation leaves it."""
    bound = found.bound if isfinite(found.bound) else "none"
    told = ("status", found.status), ("cost a week", found.solved), ("bound", bound)
    typer.echo("with all requests known beforehand", err=True)
    summary(*told, ("service level", found.service_level))
    kept = "kept" if found.holds else "not kept"
    if found.holds and not surely(found.result, found.service_level):
        kept = "kept on average, which may be chance: more replications tell"
    typer.echo("with one request at a time", err=True)
    summary(("status", kept), ("cost a week", found.cost), ("desks added", found.added))
    if not found.priced:
        typer.echo("no desk has an hourly price: each desk hour counts as 1", err=True)


def show(file: File) -> None:
    """Print FILE with all that it leaves to where it starts, as a file from scratch."""
    scenario, _ = read(file, None, None)
    typer.echo(yaml_text(document_of(scenario)), nl=False)


def read(path: Path, replications: int | None, seed: int | None) -> tuple[Scenario, Scenario | None]:
    """The scenario of a file, and its base if it has one; a bad file ends the command with one line."""
    try:
        scenario, base = read_scenario(path, starting)
    except ScenarioFileError as error:
        raise refusal(str(error)) from None
    times = scenario.replications if replications is None else replications
    return replace(scenario, replications=times, seed=scenario.seed if seed is None else seed), base


def _print_changes(console: Console, base: Scenario, scenario: Scenario, language: Language) -> None:
    """A line for each thing that one scenario assumes differently from another; `was` is Dutch too."""
    console.print(f"{scenario.name} / {base.name}", style="bold", markup=False, highlight=False)
    for each in changes(base, scenario, language):
        console.print(f"  {each.label}: {each.after or '-'}, was {each.before or '-'}", markup=False, highlight=False)


def _end(results: list[Result], output: Path | None, language: Language) -> None:
    """Write the report; a run that was ended, or of which a replication failed, says so and fails."""
    write_report(results, output, language)
    for result in results:
        for remark in remarks(result, language):
            typer.echo(f"{result.scenario.name}: {remark}")
        told = len(result.figures) + len(result.failures)
        if not result.complete:
            typer.echo(f"{result.scenario.name}: ended after {told} of {result.scenario.replications}", err=True)
        for failure in result.failures:
            typer.echo(f"{result.scenario.name}: {failure}", err=True)
    if any(result.failures or not result.complete for result in results):
        raise typer.Exit(1)
