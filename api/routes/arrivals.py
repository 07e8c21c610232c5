"""Arrivals: register, read, amend, erase; and the offers made to them."""

from fastapi import APIRouter, Response

from api.auth.bearer import Admin, FrontDesk
from api.openapi import responses
from api.problems import ALREADY_BOOKED, NOT_FOUND
from api.schemas.arrivals import ArrivalChangesIn, ArrivalOut, NewArrivalIn
from api.schemas.base import PathId
from api.schemas.offers import OfferRequestIn, OffersOut
from api.service import Service
from scheduler.use_cases.amend_arrival import amend_arrival
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.make_offers import make_offers
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.register_arrival import register_arrival

router = APIRouter(prefix="/arrivals", tags=["arrivals"])


@router.post("", status_code=201, responses=responses(body=True))
def register(service: Service, actor: FrontDesk, body: NewArrivalIn, response: Response) -> ArrivalOut:
    """Register an arrival; the answer says what deadline it was promised, and why."""
    arrival = register_arrival(service, actor, body.arrival())
    response.headers["Location"] = f"/v1/arrivals/{arrival.id}"
    return ArrivalOut.of(arrival)


@router.get("/{arrival_id}", responses=responses(NOT_FOUND))
def read(service: Service, _actor: FrontDesk, arrival_id: PathId) -> ArrivalOut:
    """An arrival."""
    return ArrivalOut.of(get_arrival(service, arrival_id))


@router.patch("/{arrival_id}", responses=responses(NOT_FOUND, ALREADY_BOOKED, body=True))
def amend(service: Service, actor: FrontDesk, arrival_id: PathId, body: ArrivalChangesIn) -> ArrivalOut:
    """Change the given fields of an arrival."""
    return ArrivalOut.of(amend_arrival(service, actor, arrival_id, body.changes()))


@router.delete("/{arrival_id}", status_code=204, responses=responses(NOT_FOUND))
def erase(service: Service, actor: Admin, arrival_id: PathId) -> None:
    """Erase the personal data of an arrival, after cancelling its booking."""
    erase_arrival(service, actor, arrival_id)


@router.post("/{arrival_id}/offers", responses=responses(NOT_FOUND, ALREADY_BOOKED, body=True))
def offer(service: Service, actor: FrontDesk, arrival_id: PathId, body: OfferRequestIn | None = None) -> OffersOut:
    """The best itineraries for an arrival, cheapest first."""
    wanted = body or OfferRequestIn()
    return OffersOut.of(make_offers(service, actor, arrival_id, wanted.request()))
