"""`onestop staff`: from sampled demands and shift patterns to the cheapest roster that keeps a promise."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.refusing import refusal
from api.commands.running import Seconds, Seed, Workers, check_output, ending, reporter, summary, write
from solver.checks import FormatError
from solver.format import dump, read_instance
from solver.roster import Roster
from solver.roster_format import read_patterns, roster_document
from solver.staffing import cheapest_roster

DemandPaths = Annotated[
    list[Path],
    typer.Argument(metavar="DEMAND...", help="Files of format onestop-instance/1: samples of what may come."),
]
PatternsPath = Annotated[
    Path, typer.Option("--patterns", metavar="FILE", help="Shift patterns of format onestop-patterns/1.")
]
LateShare = Annotated[float, typer.Option("--late-share", help="Share of all arrivals that may be late, 0 to 1.")]
Gap = Annotated[float, typer.Option(min=0.0, help="End once the cost is this near its bound, as a share of it.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="ROSTER", help="Where the roster goes.")]


def staff(
    demands: DemandPaths,
    patterns: PatternsPath,
    late_share: LateShare = 0.01,
    output: Output = None,
    time_limit: Seconds = 120.0,
    gap: Gap = 0.0,
    workers: Workers = 2,
    seed: Seed = 0,
) -> None:
    """Find the cheapest desks with which few enough arrivals of every DEMAND are late, with a proven bound."""
    check_output(output)
    try:
        samples = [read_instance(path) for path in demands]
        chosen = read_patterns(patterns, samples[0])
        with ending() as told:
            roster = cheapest_roster(
                samples,
                chosen,
                late_share,
                seconds=time_limit,
                gap=gap,
                workers=workers,
                seed=seed,
                on_progress=reporter(),
                stopped=told.is_set,
            )
    except FormatError as error:
        raise refusal(str(error)) from None
    write(dump(roster_document(roster, chosen)), output)
    _tell(roster, sum(len(sample.arrivals) for sample in samples))


def _tell(roster: Roster, arrivals: int) -> None:
    """What came of it in one line; where nothing did, why."""
    least = sum(sample.least_late for sample in roster.samples)
    at_most = f"every pattern at its most leaves at least {least} of {arrivals} arrivals late, {roster.allowed} may be"
    match roster.status:
        case "infeasible":
            typer.echo(f"infeasible: {at_most}", err=True)
        case "unknown":
            typer.echo(f"unknown: no roster was found in time with at most {roster.allowed} late; {at_most}", err=True)
        case _:
            figures = ("cost", roster.cost), ("bound", roster.bound), ("late", roster.late), ("allowed", roster.allowed)
            summary(("status", roster.status), *figures)
