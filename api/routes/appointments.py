"""Appointments on the day of the visit: who is there, who is being helped, who is done, who did not come."""

from fastapi import APIRouter

from api.auth.bearer import FrontDesk
from api.openapi import responses
from api.problems import NOT_BOOKED, NOT_FOUND, NOT_ITS_TIME, VISIT_BEGUN, VISIT_OUT_OF_ORDER
from api.schemas.base import PathId
from api.schemas.bookings import BookedAppointmentOut, LateIn
from api.schemas.disruptions import DisplacedOut
from api.service import Service
from scheduler.use_cases.await_late import await_late
from scheduler.use_cases.check_in import check_in
from scheduler.use_cases.finish_visit import finish_visit
from scheduler.use_cases.miss import miss
from scheduler.use_cases.start_visit import start_visit

router = APIRouter(prefix="/appointments", tags=["appointments"])
_PROBLEMS = responses(NOT_FOUND, NOT_BOOKED, VISIT_OUT_OF_ORDER, NOT_ITS_TIME)


@router.post("/{appointment_id}/check-in", responses=_PROBLEMS)
def arrive(service: Service, actor: FrontDesk, appointment_id: PathId) -> BookedAppointmentOut:
    """Note that the party is there."""
    return BookedAppointmentOut.of(check_in(service, actor, appointment_id))


@router.post("/{appointment_id}/start", responses=_PROBLEMS)
def start(service: Service, actor: FrontDesk, appointment_id: PathId) -> BookedAppointmentOut:
    """Note that a party that is checked in is being helped; the answer tells how long it waited."""
    return BookedAppointmentOut.of(start_visit(service, actor, appointment_id))


@router.post("/{appointment_id}/finish", responses=_PROBLEMS)
def finish(service: Service, actor: FrontDesk, appointment_id: PathId) -> BookedAppointmentOut:
    """Note that the party has been helped; the answer tells how long it took."""
    return BookedAppointmentOut.of(finish_visit(service, actor, appointment_id))


@router.post("/{appointment_id}/late", responses=responses(NOT_FOUND, NOT_BOOKED, NOT_ITS_TIME, VISIT_BEGUN, body=True))
def late(service: Service, actor: FrontDesk, appointment_id: PathId, body: LateIn) -> DisplacedOut:
    """Move what a party cannot keep that comes to an appointment of today at a later time, and invite it again."""
    return DisplacedOut.model_validate(await_late(service, actor, appointment_id, body.expected_at))


@router.post("/{appointment_id}/no-show", responses=_PROBLEMS)
def no_show(service: Service, actor: FrontDesk, appointment_id: PathId) -> BookedAppointmentOut:
    """Note, once it should have started, that nobody came; what is left of its time becomes free."""
    return BookedAppointmentOut.of(miss(service, actor, appointment_id))
