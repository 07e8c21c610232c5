"""Health, for whoever watches the service; no token needed."""

from fastapi import APIRouter, Response

from api.openapi import problem_response
from api.problems import NOT_READY, problem
from api.schemas.catalogue import HealthOut
from api.service import Service
from scheduler.use_cases.check_health import check_health

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
def live() -> HealthOut:
    """That the process answers."""
    return HealthOut()


@router.get("/ready", response_model=HealthOut, responses=problem_response(NOT_READY))
def ready(service: Service) -> HealthOut | Response:
    """That requests can be served: the database answers and has the schema that this version expects."""
    health = check_health(service)
    if health.ready:
        return HealthOut()
    wrong = "its schema is not the one expected" if health.database else "it does not answer"
    return problem(NOT_READY, f"database: {wrong}")
