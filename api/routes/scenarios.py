"""Scenarios: ask for one, watch it, read its report."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import HTMLResponse

from api.auth.bearer import Planner
from api.headers import REPORT_HEADERS
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import IDEMPOTENCY_CONFLICT, NOT_FOUND, SCENARIO_NOT_READY
from api.scenarios.asking import ask_scenario, reported, results_of
from api.schemas.base import Listing, PathId
from api.schemas.scenario_results import ReportFormat, ReportQuery, ScenarioOut, ScenarioResultOut, ScenariosQuery
from api.schemas.scenarios import ScenarioIn
from api.service import Service
from scheduler.scenarios.jobs import get_scenario, list_scenarios
from scheduler.scenarios.report.page import page
from scheduler.scenarios.report.tables import as_csv, as_json

router = APIRouter(prefix="/scenarios", tags=["scenarios"])
_TYPES: dict[ReportFormat, str] = {"json": "application/json", "html": "text/html", "csv": "text/csv"}
_REPORT: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {"schema": {"type": "string"}} for kind in ("text/html", "text/csv")}}
}


@router.post("", status_code=202, responses=responses(IDEMPOTENCY_CONFLICT, body=True))
def request(service: Service, actor: Planner, body: ScenarioIn, key: IdempotencyKey, response: Response) -> ScenarioOut:
    """Ask for a scenario; it is run in the background. Its `base` is the id of another one."""
    job = ask_scenario(service, actor, body, idempotency(key, actor, body))
    response.headers["Location"] = f"/v1/scenarios/{job.id}"
    return ScenarioOut.of(job)


@router.get("", responses=responses())
def find(service: Service, _actor: Planner, query: Annotated[ScenariosQuery, Query()]) -> Listing[ScenarioOut]:
    """The scenarios, the newest first; a page at a time."""
    found = list_scenarios(service, cursor=query.cursor, limit=query.limit)
    return Listing[ScenarioOut](items=[ScenarioOut.of(job) for job in found.items], next=found.next)


@router.get("/{scenario_id}", responses=responses(NOT_FOUND))
def read(service: Service, _actor: Planner, scenario_id: PathId) -> ScenarioResultOut:
    """A scenario: how far it is, what it comes to so far, and how that differs from its base."""
    job = get_scenario(service, scenario_id)
    result, base = results_of(service, job)
    return ScenarioResultOut.with_result(job, result, base)


@router.get("/{scenario_id}/report", responses=responses(NOT_FOUND, SCENARIO_NOT_READY) | _REPORT)
def report(
    service: Service,
    _actor: Planner,
    scenario_id: PathId,
    query: Annotated[ReportQuery, Query()],
    accept: Annotated[str, Header()] = "*/*",
) -> Response:
    """The report of what there is so far, beside its base: a page of its own, or all figures as JSON or CSV."""
    job = get_scenario(service, scenario_id)
    results = reported(service, job)
    match query.format or _accepted(accept):
        case "html":
            return HTMLResponse(page(results, query.language), headers=REPORT_HEADERS)
        case "csv":
            return Response(as_csv(results, query.language), media_type=_TYPES["csv"])
        case "json":
            return Response(as_json(results, query.language), media_type=_TYPES["json"])


def _accepted(accept: str) -> ReportFormat:
    """The first of our formats that an Accept header names; JSON where it names none."""
    kinds = [part.partition(";")[0].strip().lower() for part in accept.split(",")]
    named = (name for kind in kinds for name, own in _TYPES.items() if kind == own)
    return next(named, "json")
