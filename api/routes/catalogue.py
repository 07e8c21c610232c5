"""What is configured (regions, journeys, agencies, desks) and what is free."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.auth.bearer import FrontDesk
from api.openapi import responses
from api.problems import NOT_FOUND
from api.schemas.base import Listing
from api.schemas.catalogue import (
    AgencyOut,
    AvailabilityQuery,
    FreeSlotOut,
    JourneyOut,
    RegionOut,
    ResourceOut,
    ResourcesQuery,
)
from api.service import Service
from scheduler.use_cases.availability import availability
from scheduler.use_cases.read_configuration import list_agencies, list_journeys, list_regions, list_resources

router = APIRouter(tags=["catalogue"])


@router.get("/regions", responses=responses())
def regions(service: Service, _actor: FrontDesk) -> Listing[RegionOut]:
    """The regions."""
    return Listing[RegionOut](items=[RegionOut.model_validate(region) for region in list_regions(service)])


@router.get("/journeys", responses=responses())
def journeys(service: Service, _actor: FrontDesk) -> Listing[JourneyOut]:
    """The journeys, with their steps."""
    return Listing[JourneyOut](items=[JourneyOut.model_validate(journey) for journey in list_journeys(service)])


@router.get("/agencies", responses=responses())
def agencies(service: Service, _actor: FrontDesk) -> Listing[AgencyOut]:
    """The agencies of all regions."""
    return Listing[AgencyOut](items=[AgencyOut.model_validate(agency) for agency in list_agencies(service)])


@router.get("/resources", responses=responses())
def resources(service: Service, _actor: FrontDesk, query: Annotated[ResourcesQuery, Query()]) -> Listing[ResourceOut]:
    """The desks of all regions, or of one."""
    found = list_resources(service, query.region)
    return Listing[ResourceOut](items=[ResourceOut.model_validate(desk) for desk in found])


@router.get("/availability", responses=responses(NOT_FOUND))
def free(service: Service, _actor: FrontDesk, query: Annotated[AvailabilityQuery, Query()]) -> Listing[FreeSlotOut]:
    """Open and free desks of each agency of a region, slot by slot."""
    found = availability(service, query.region, query.first, query.last)
    return Listing[FreeSlotOut](items=[FreeSlotOut.model_validate(slot) for slot in found])
