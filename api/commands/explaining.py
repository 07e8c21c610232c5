"""`onestop explain`: why arrivals of a plan are late, what would have served them, and what desk hours are worth."""

import json
from typing import Annotated

import typer

from api.commands.planning import InstancePath, PlanPath, refuse_broken
from api.commands.refusing import refusal
from solver.checks import FormatError, checked_instance
from solver.format import plan_from_document, read_instance_document, read_plan_document
from solver.reasons import explain_plan
from solver.telling import explanation_document, told
from solver.verify import verify_documents

_MOST = 20  # shadow prices for a reader; a document holds all
Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, max=86_400, help="Seconds to look for reasons.")]
AsJson = Annotated[bool, typer.Option("--json", help="A document of format onestop-explanation/1, for programs.")]


def explain(instance: InstancePath, plan: PlanPath, time_limit: Seconds = 60.0, as_json: AsJson = False) -> None:
    """Say why arrivals of PLAN are late, what would have served them, and what one more desk hour is worth."""
    try:
        document, planned = read_instance_document(instance), read_plan_document(plan)
        problem = checked_instance(document)
        refuse_broken(verify_documents(document, planned))
        found = explain_plan(problem, plan_from_document(planned, problem), seconds=time_limit)
    except FormatError as error:
        raise refusal(str(error)) from None
    if as_json:
        typer.echo(json.dumps(explanation_document(found, problem), ensure_ascii=False, indent=1))
    else:
        typer.echo("\n".join(told(found, problem, _MOST)))
