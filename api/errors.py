"""The only table from errors to HTTP: which error is which kind of problem, and the handlers that say so."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from api import problems
from api.headers import API_HEADERS
from api.problems import FieldError, field_error, field_name, masked, pointer, problem, shown
from api.schemas.groups import ExceptionsOut
from api.schemas.nearest import model_of, nearest_field
from api.schemas.offers import OffersOut
from scheduler.domain import errors as domain
from solver.wording import expected

_log = logging.getLogger(__name__)
_UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeoutError)
_BY_STATUS = {
    kind.status: kind
    for kind in (
        problems.NOT_JSON,
        problems.UNAUTHENTICATED,
        problems.FORBIDDEN,
        problems.NOT_FOUND,
        problems.METHOD_NOT_ALLOWED,
        problems.TOO_LARGE,
        problems.NOT_JSON_TYPE,
    )
}
_DOMAIN = {
    domain.AlreadyBooked: problems.ALREADY_BOOKED,
    domain.HoldEnded: problems.HOLD_ENDED,
    domain.HoldExpired: problems.HOLD_EXPIRED,
    domain.IdempotencyConflict: problems.IDEMPOTENCY_CONFLICT,
    domain.InvalidInput: problems.INVALID,
    domain.NotAllFit: problems.NOT_ALL_FIT,
    domain.NotBooked: problems.NOT_BOOKED,
    domain.NotFound: problems.NOT_FOUND,
    domain.NothingFits: problems.NOTHING_FITS,
    domain.NotItsTime: problems.NOT_ITS_TIME,
    domain.OfferExpired: problems.OFFER_EXPIRED,
    domain.RegionBusy: problems.UNAVAILABLE,
    domain.PlanNotReady: problems.PLAN_NOT_READY,
    domain.PlanStale: problems.PLAN_STALE,
    domain.ProposalClosed: problems.PROPOSAL_CLOSED,
    domain.ProposalStale: problems.PROPOSAL_STALE,
    domain.RenewedOut: problems.RENEWED_OUT,
    domain.ScenarioNotReady: problems.SCENARIO_NOT_READY,
    domain.SlotTaken: problems.SLOT_TAKEN,
    domain.StaleVersion: problems.STALE_VERSION,
    domain.VisitBegun: problems.VISIT_BEGUN,
    domain.VisitOutOfOrder: problems.VISIT_OUT_OF_ORDER,
}


def install(app: FastAPI) -> None:
    """Make `app` answer every error with a problem document."""
    app.exception_handler(HTTPException)(on_http_exception)
    app.exception_handler(RequestValidationError)(on_validation_error)
    app.exception_handler(domain.DomainError)(on_domain_error)
    for kind in _UNAVAILABLE:
        app.exception_handler(kind)(on_database_away)
    app.exception_handler(Exception)(on_bug)


async def on_http_exception(request: Request, error: HTTPException) -> Response:
    """The problem for what routing and reading the body refuse."""
    kind = _BY_STATUS.get(error.status_code, problems.BROKEN)
    detail = error.detail
    if detail == HTTPStatus(error.status_code).phrase:
        detail = f"{request.method} {masked(request.url.path)}: {kind.title}"
    return problem(kind, detail, headers=error.headers)


async def on_validation_error(request: Request, error: RequestValidationError) -> Response:
    """The problem that names each wrong field and its value."""
    given = error.errors()
    if given[0]["type"] == "json_invalid":
        where = f"{given[0]['ctx']['error']} at character {given[0]['loc'][1]}"
        return problem(problems.NOT_JSON, f"body: expected JSON ({where})")
    content_type = request.headers.get("content-type", "")
    if isinstance(error.body, bytes) and "json" not in content_type:
        return problem(
            problems.NOT_JSON_TYPE, f"Content-Type: {shown(content_type)} is wrong; expected application/json"
        )
    errors = [_field_error(one, _body(request)) for one in given if not _follows(one, given)]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return problem(problems.INVALID, errors[0].detail + more, errors=errors)


async def on_domain_error(_request: Request, error: domain.DomainError) -> Response:
    """The problem for what a use case refuses."""
    kind = _DOMAIN[type(error)]
    if isinstance(error, domain.InvalidInput):
        wrong = _invalid(error)
        return problem(kind, wrong.detail, errors=[wrong])
    return problem(kind, masked(str(error)), more=_more(error))


async def on_database_away(_request: Request, error: Exception) -> Response:
    """What a client hears while the database cannot be used; whether a commit without an answer was done is unknown."""
    cause = getattr(error, "orig", None) or error
    _log.warning("the database cannot be used: %s", type(cause).__name__)
    detail = "The database cannot be used at the moment; send the request again, with the same Idempotency-Key if any"
    return problem(problems.UNAVAILABLE, detail, headers=API_HEADERS)


async def on_bug(request: Request, error: Exception) -> Response:
    """What a client hears of a fault in the service: nothing but that it is one, and not theirs."""
    _log.error("%s failed on %s", request.scope.get("route"), type(error).__name__)
    return problem(problems.BROKEN, "The request was not carried out; the service's log says why", headers=API_HEADERS)


def _invalid(error: domain.InvalidInput) -> FieldError:
    """The error of a field that a use case refuses: a pointer into the body, or the bare name of a query key."""
    path = [int(step) if step.isdecimal() else step for step in error.pointer.removeprefix("/").split("/")]
    part = "body" if error.pointer.startswith("/") else "query"
    if error.value is None:  # it must not be repeated
        return FieldError(part, pointer(path), f"{field_name(path)}: expected {error.expected}")
    return field_error(part, path, error.value, error.expected)


def _more(error: domain.DomainError) -> dict[str, Any]:
    """What the problem documents of some errors hold besides."""
    if isinstance(error, domain.SlotTaken):
        return OffersOut.of(error.offers).model_dump(mode="json", by_alias=True)
    if isinstance(error, domain.NotAllFit):
        return ExceptionsOut.of(error.exceptions).model_dump(mode="json", by_alias=True)
    return {}


def _body(request: Request) -> type[BaseModel] | None:
    """What the body of a request is to be, if it is to have one."""
    field = getattr(request.scope.get("route"), "body_field", None)
    return None if field is None else model_of(field.field_info.annotation)


def _field_error(error: Mapping[str, Any], body: type[BaseModel] | None) -> FieldError:
    part, *given = error["loc"]
    path = [step for step in given if step != "[key]"]
    if error["type"] == "missing" and error["loc"] == ("body",):
        return FieldError(part, pointer(path), "body: missing; expected a JSON object, sent as application/json")
    if error["type"] == "missing":
        return FieldError(part, pointer(path), f"{field_name(path) or part}: missing")
    near = nearest_field(body, path) if body and part == "body" and error["type"] == "extra_forbidden" else None
    return field_error(part, path, error["input"], f"{near} instead" if near else expected(error))


def _follows(error: Mapping[str, Any], given: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a list is found too short only since it is counted without an entry that is wrong itself."""
    where = error["loc"]
    return error["type"] == "too_short" and any(one["loc"][: len(where)] == where != one["loc"] for one in given)
