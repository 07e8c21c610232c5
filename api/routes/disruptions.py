"""Disruptions and closures: desks drop out, and those who were to come to them are planned anew."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth.bearer import Planner
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import IDEMPOTENCY_CONFLICT, NOT_FOUND
from api.schemas.base import Listing, PathId
from api.schemas.disruptions import ClosureIn, DisruptionIn, DisruptionOut, DisruptionsQuery, ReportOut
from api.service import Service
from scheduler.use_cases.close import close
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.read_disruptions import list_disruptions

router = APIRouter(tags=["capacity"])


@router.get("/disruptions", responses=responses())
def find(service: Service, _actor: Planner, query: Annotated[DisruptionsQuery, Query()]) -> Listing[ReportOut]:
    """The disruptions and closures of a region that go on or are to come."""
    found = list_disruptions(service, query.region)
    return Listing[ReportOut](items=[ReportOut.model_validate(report) for report in found])


@router.post("/disruptions", status_code=201, responses=responses(IDEMPOTENCY_CONFLICT, body=True))
def report(service: Service, actor: Planner, body: DisruptionIn, key: IdempotencyKey) -> DisruptionOut:
    """Take a desk out of service; who was to come to it is moved and invited again before this answers."""
    found = disrupt(service, actor, (body.absence(),), body.reason, idempotency(key, actor, body))
    return DisruptionOut.of(found)


@router.post("/disruptions/{disruption_id}/end", responses=responses(NOT_FOUND))
def end(service: Service, actor: Planner, disruption_id: PathId) -> ReportOut:
    """End a disruption or a closure now; its desks are free from then on, and nobody is moved back."""
    return ReportOut.model_validate(end_disruption(service, actor, disruption_id))


@router.post("/closures", status_code=201, responses=responses(IDEMPOTENCY_CONFLICT, body=True))
def shut(service: Service, actor: Planner, body: ClosureIn, key: IdempotencyKey) -> DisruptionOut:
    """Close an agency, or a whole region, on some days; who was to come then is moved and invited again."""
    sent = idempotency(key, actor, body)
    found = close(service, actor, body.region, body.agency, body.first, body.last, body.reason, sent)
    return DisruptionOut.of(found)
