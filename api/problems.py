"""Problem documents (RFC 9457): their kinds, and how one is written so that it names field and value."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from scheduler.domain.privacy import holds_bsn

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:problem-type:onestop:"
_MOST_ERRORS = 20
_SHOWN = 80
_NINE_DIGITS = re.compile(r"\d(?:[\s.\-]*\d){8}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: the end of its type, the title people read, its status, and seconds after which to retry."""

    slug: str
    title: str
    status: int
    retry_after: int | None = None

    @property
    def type(self) -> str:
        """The type as clients compare it."""
        return TYPE_PREFIX + self.slug


NOT_JSON = Kind("not-json", "The body is not JSON", 400)
UNAUTHENTICATED = Kind("unauthenticated", "A token is needed", 401)
FORBIDDEN = Kind("forbidden", "The token does not allow this", 403)
NOT_FOUND = Kind("not-found", "There is no such thing", 404)
METHOD_NOT_ALLOWED = Kind("method-not-allowed", "This address does not take that method", 405)
SLOT_TAKEN = Kind("slot-taken", "Someone else was first", 409)
NOTHING_FITS = Kind("nothing-fits", "There is no time for this", 409)
NOT_ALL_FIT = Kind("not-all-fit", "Not everybody can be served in time", 409)
OFFER_EXPIRED = Kind("offer-expired", "The offer is past its time", 409)
HOLD_EXPIRED = Kind("hold-expired", "The hold is past its time", 409)
HOLD_ENDED = Kind("hold-ended", "The hold was given up before its time", 409)
RENEWED_OUT = Kind("renewed-out", "The hold cannot be renewed again", 409)
ALREADY_BOOKED = Kind("already-booked", "The arrival has a booking", 409)
NOT_BOOKED = Kind("not-booked", "The booking is cancelled", 409)
VISIT_OUT_OF_ORDER = Kind("visit-out-of-order", "The visit is not that far, or further", 409)
NOT_ITS_TIME = Kind("not-its-time", "The appointment is at another time", 409)
VISIT_BEGUN = Kind("visit-begun", "The visit has begun", 409)
PLAN_NOT_READY = Kind("plan-not-ready", "The plan cannot be applied", 409)
PLAN_STALE = Kind("plan-stale", "The plan no longer fits", 409)
PROPOSAL_CLOSED = Kind("proposal-closed", "The proposal is not open any more", 409)
PROPOSAL_STALE = Kind("proposal-stale", "The proposal no longer fits", 409)
SCENARIO_NOT_READY = Kind("scenario-not-ready", "The scenario has no figures", 409)
STALE_VERSION = Kind("stale-version", "The booking changed meanwhile", 412)
TOO_LARGE = Kind("content-too-large", "The body is too large", 413)
NOT_JSON_TYPE = Kind("unsupported-media-type", "The body must be sent as application/json", 415)
INVALID = Kind("invalid", "A field is wrong", 422)
IDEMPOTENCY_CONFLICT = Kind("idempotency-conflict", "The key was used with another request", 422)
BROKEN = Kind("internal-error", "The service failed", 500)
UNAVAILABLE = Kind("unavailable", "The database cannot be used at the moment", 503, retry_after=5)
NOT_READY = Kind("not-ready", "The service cannot work", 503, retry_after=5)


@dataclass(frozen=True, slots=True)
class FieldError:
    """A wrong field: where it stands, a JSON pointer to it (RFC 6901), and a sentence that says what is wrong."""

    part: str
    pointer: str
    detail: str

    def document(self) -> dict[str, str]:
        """The error as it stands in a problem document."""
        return {"in": self.part, "pointer": self.pointer, "detail": self.detail}


def field_error(part: str, path: Sequence[int | str], value: object, expected: str) -> FieldError:
    """The error of one field; a BSN is never repeated."""
    name = field_name(path) or part
    return FieldError(part, pointer(path), masked(f"{name}: {shown(value)} is wrong; expected {expected}"))


def pointer(path: Sequence[int | str]) -> str:
    """A path as a JSON pointer in a URI fragment (RFC 6901, section 6)."""
    return masked("#" + "".join(f"/{_escaped(step)}" for step in path))


def field_name(path: Iterable[int | str]) -> str:
    """A path as people write it: party[0].role."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def masked(text: str) -> str:
    """The text without the digits of a BSN."""
    return _NINE_DIGITS.sub("(nine digits)", text) if holds_bsn(text) else text


def shown(value: object) -> str:
    """A value as a client would write it in JSON, cut short."""
    text = json.dumps(value, default=str)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


def problem(
    kind: Kind,
    detail: str,
    *,
    errors: Sequence[FieldError] = (),
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response for a problem; `more` holds the extension members of its kind."""
    content: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": detail}
    if errors:
        content["errors"] = [error.document() for error in errors[:_MOST_ERRORS]]
    body = json.dumps(content | dict(more or {}))
    retry = {} if kind.retry_after is None else {"Retry-After": str(kind.retry_after)}
    return Response(body, kind.status, {**retry, **(headers or {})}, MEDIA_TYPE)


def _escaped(step: int | str) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
