"""Disruptions and closures: desks drop out, and those who were to come to them are planned anew."""

from fastapi import APIRouter

from api.auth.bearer import Planner
from api.openapi import responses
from api.problems import NOT_FOUND
from api.schemas.disruptions import ClosureIn, DisruptionIn, DisruptionOut
from api.service import Service
from scheduler.use_cases.close import close
from scheduler.use_cases.disrupt import disrupt

router = APIRouter(tags=["capacity"])


@router.post("/disruptions", status_code=201, responses=responses(body=True))
def report(service: Service, actor: Planner, body: DisruptionIn) -> DisruptionOut:
    """Take a desk out of service; who was to come to it is moved and invited again before this answers."""
    return DisruptionOut.of(disrupt(service, actor, (body.absence(),), body.reason))


@router.post("/closures", status_code=201, responses=responses(NOT_FOUND, body=True))
def shut(service: Service, actor: Planner, body: ClosureIn) -> DisruptionOut:
    """Close an agency, or a whole region, on some days; who was to come then is moved and invited again."""
    found = close(service, actor, body.region, body.agency, body.first, body.last, body.reason)
    return DisruptionOut.of(found)
