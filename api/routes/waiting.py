"""The waiting list: join it, read it, leave it; what comes free is offered by the service itself."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth.bearer import FrontDesk
from api.idempotency import IdempotencyKey, idempotency
from api.openapi import responses
from api.problems import IDEMPOTENCY_CONFLICT, NOT_FOUND
from api.schemas.base import Listing, PathId
from api.schemas.waiting import WaitIn, WaitingOut, WaitingQuery
from api.service import Service
from scheduler.use_cases.leave_waiting import leave_waiting
from scheduler.use_cases.read_waiting import list_waiting
from scheduler.use_cases.wait import wait

router = APIRouter(tags=["waiting list"])


@router.post(
    "/arrivals/{arrival_id}/waiting", status_code=201, responses=responses(NOT_FOUND, IDEMPOTENCY_CONFLICT, body=True)
)
def join(
    service: Service, actor: FrontDesk, arrival_id: PathId, key: IdempotencyKey, body: WaitIn | None = None
) -> WaitingOut:
    """Have better times offered to an arrival as they come free; doing so again changes what it wishes."""
    wanted = body or WaitIn()
    asked = idempotency(key, actor, f"{arrival_id} {wanted.model_dump_json()}")
    return WaitingOut.of(wait(service, actor, arrival_id, wanted.wish(), asked))


@router.delete("/arrivals/{arrival_id}/waiting", status_code=204, responses=responses(NOT_FOUND))
def leave(service: Service, actor: FrontDesk, arrival_id: PathId) -> None:
    """Take an arrival off the list; what is held for it becomes free. Doing so again changes nothing."""
    leave_waiting(service, actor, arrival_id)


@router.get("/waiting", responses=responses())
def find(service: Service, _actor: FrontDesk, query: Annotated[WaitingQuery, Query()]) -> Listing[WaitingOut]:
    """Who waits, in a region or in all, longest first; a page at a time."""
    page = list_waiting(service, query.region, cursor=query.cursor, limit=query.limit)
    return Listing[WaitingOut](items=[WaitingOut.of(entry) for entry in page.items], next=page.next)
