"""`onestop plan` and `onestop verify`: from an instance file to a plan file, and the check of one against the other."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated, TypedDict

import typer

from api.commands.refusing import refusal
from api.commands.replanning import existing, lines
from solver.checks import FormatError, checked_instance, one_line
from solver.format import dump, plan_document, read_instance, read_instance_document, read_plan_document
from solver.instance import Instance
from solver.replan import Existing, ExistingError, replan
from solver.schema import PlanDocument
from solver.solve import Progress, solve
from solver.verify import Verdict, verify_documents

InstancePath = Annotated[Path, typer.Argument(metavar="INSTANCE", help="A file of format onestop-instance/1.")]
PlanPath = Annotated[Path, typer.Argument(metavar="PLAN", help="A file of format onestop-plan/1.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="PLAN", help="Where the plan goes.")]
Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, max=86_400, help="Seconds to plan for.")]
Rounds = Annotated[
    int | None,
    typer.Option(min=1, help="Rounds of search at most; the same seed then gives the same plan, if the seconds last."),
]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Processor cores to use.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of every random choice.")]
From = Annotated[Path | None, typer.Option("--from", metavar="PLAN", help="The plan to start from; tells what moves.")]
Fixed = Annotated[
    list[str] | None,
    typer.Option(metavar="ARRIVAL", help="With --from: an arrival that does not move; may be given several times."),
]
FixedBefore = Annotated[
    str | None, typer.Option(metavar="TIME", help="With --from: appointments that start before this time do not move.")
]
MovePrice = Annotated[
    float | None, typer.Option(min=0, help="With --from: what a move costs, the price of a visit if not given.")
]


def plan(
    instance: InstancePath,
    *,
    output: Output = None,
    time_limit: Seconds = 20.0,
    rounds: Rounds = None,
    workers: Workers = 2,
    seed: Seed = 0,
    start: From = None,
    fixed: Fixed = None,
    fixed_before: FixedBefore = None,
    move_price: MovePrice = None,
) -> None:
    """Plan the arrivals of INSTANCE: the cheapest itineraries found, and a proven bound on how good any can be."""
    if output is not None and not output.parent.is_dir():
        raise refusal(f"output: {output} is in no folder that exists")
    if start is None and (fixed or fixed_before is not None or move_price is not None):
        raise refusal("from: no plan is given to start from; expected --from PLAN where something is fixed or moves")
    limits: _Limits = {"seconds": time_limit, "rounds": rounds, "workers": workers, "seed": seed}
    try:
        problem = read_instance(instance)
        if start is None:
            found = _solved(problem, limits)
        else:
            before = read_plan_document(start)
            standing = existing(problem, before, fixed or (), fixed_before, move_price)
            found = _replanned(problem, standing, before, limits)
    except (FormatError, ExistingError) as error:
        raise refusal(one_line(str(error))) from None
    text = dump(found)
    if output is None:
        typer.echo(text, nl=False)
    else:
        _write(output, text)


class _Limits(TypedDict):
    seconds: float
    rounds: int | None
    workers: int
    seed: int


def _solved(problem: Instance, limits: _Limits) -> PlanDocument:
    with _ending() as told:
        found = solve(problem, **limits, on_progress=_reporter(), stopped=told.is_set)
    return plan_document(found, problem)


def _replanned(problem: Instance, standing: Existing, before: PlanDocument, limits: _Limits) -> PlanDocument:
    """The plan that starts from what stands; says what moves."""
    with _ending() as told:
        answer = replan(problem, standing, **limits, on_progress=_reporter(), stopped=told.is_set)
    after = plan_document(answer.plan, problem)
    for line in lines(answer, before, after):
        typer.echo(line, err=True)
    return after


def verify(instance: InstancePath, plan: PlanPath) -> None:
    """Check PLAN against every rule of INSTANCE; print its true cost, or each rule it breaks."""
    try:
        document = read_instance_document(instance)
        checked_instance(document)
        verdict = verify_documents(document, read_plan_document(plan))
    except FormatError as error:
        raise refusal(str(error)) from None
    refuse_broken(verdict)
    typer.echo(f"{verdict.cost:.12g}")


def refuse_broken(verdict: Verdict) -> None:
    """End with a line for each rule that a plan breaks, if it breaks any."""
    for violation in verdict.violations:
        typer.echo(str(violation))
    if not verdict.ok:
        raise typer.Exit(1)


@contextmanager
def _ending() -> Iterator[Event]:
    """Tells when the process is asked to end; what was planned by then is not lost."""
    told = Event()
    before = {each: signal.signal(each, lambda *_: told.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise refusal(f"output: {path} cannot be written ({error.strerror})") from None


def _reporter() -> Callable[[Progress], None] | None:
    """Where progress goes: to a terminal, or nowhere."""
    return _report if sys.stderr.isatty() else None


def _report(progress: Progress) -> None:
    typer.echo(
        f"{progress.seconds:7.1f} s   cost {progress.cost:.12g}   bound {progress.bound:.12g}   late {progress.late}",
        err=True,
    )
