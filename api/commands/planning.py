"""`onestop plan` and `onestop verify`: from an instance file to a plan file, and the check of one against the other."""

from pathlib import Path
from typing import Annotated, TypedDict

import typer

from api.commands.refusing import refusal
from api.commands.replanning import existing, lines
from api.commands.running import Seconds, Seed, Workers, check_output, ending, reporter, summary, write
from solver.checks import FormatError, checked_instance, one_line
from solver.format import dump, plan_document, read_instance, read_instance_document, read_plan_document
from solver.instance import Instance
from solver.replan import Existing, ExistingError, replan
from solver.schema import PlanDocument
from solver.solve import solve
from solver.verify import Verdict, verify_documents

InstancePath = Annotated[Path, typer.Argument(metavar="INSTANCE", help="A file of format onestop-instance/1.")]
PlanPath = Annotated[Path, typer.Argument(metavar="PLAN", help="A file of format onestop-plan/1.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="PLAN", help="Where the plan goes.")]
Rounds = Annotated[
    int | None,
    typer.Option(min=1, help="Rounds of search at most; the same seed then gives the same plan, if the seconds last."),
]
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
    check_output(output)
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
    write(dump(found), output)
    if output is not None and start is None:  # else the moves end with one
        summary(("status", found.status), ("cost", found.cost), ("bound", found.bound), ("late", len(found.late)))


class _Limits(TypedDict):
    seconds: float
    rounds: int | None
    workers: int
    seed: int


def _solved(problem: Instance, limits: _Limits) -> PlanDocument:
    with ending() as told:
        found = solve(problem, **limits, on_progress=reporter(), stopped=told.is_set)
    return plan_document(found, problem)


def _replanned(problem: Instance, standing: Existing, before: PlanDocument, limits: _Limits) -> PlanDocument:
    """The plan that starts from what stands; says what moves."""
    with ending() as told:
        answer = replan(problem, standing, **limits, on_progress=reporter(), stopped=told.is_set)
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
