"""The OpenAPI document: every problem an endpoint can answer with is in it."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import problems
from api.headers import API_VERSION
from api.problems import MEDIA_TYPE, Kind

PATH = "/v1/openapi.json"
_ALWAYS = (problems.UNAUTHENTICATED, problems.FORBIDDEN, problems.INVALID, problems.BROKEN, problems.UNAVAILABLE)
_BODY = (problems.NOT_JSON, problems.TOO_LARGE, problems.NOT_JSON_TYPE)
_TEXT = {"type": "string"}
_PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "A problem document (RFC 9457).",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Stable; what clients compare."},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "pointer", "detail"],
                "properties": {
                    "in": {"enum": ["body", "query", "path", "header"]},
                    "pointer": {"type": "string", "description": "A JSON pointer (RFC 6901) as a URI fragment."},
                    "detail": _TEXT,
                },
            },
        },
    },
}


def responses(*kinds: Kind, body: bool = False) -> dict[int | str, dict[str, Any]]:
    """What an endpoint says of the problems it answers with, besides those that any may."""
    return problem_response(*_ALWAYS, *kinds, *(_BODY if body else ()))


def problem_response(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """What an endpoint says of exactly these problems."""
    by_status: dict[int, list[Kind]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(kind)
    return {status: _response(found) for status, found in by_status.items()}


def document(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """A function that makes the document of `app` once."""

    def made() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _made(app)
        return app.openapi_schema

    return made


def _made(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title,
        version=API_VERSION,
        summary=app.summary,
        description=app.description,
        contact=app.contact,
        license_info=app.license_info,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    made["components"]["schemas"]["Problem"] = _PROBLEM_SCHEMA
    return made


def _response(kinds: list[Kind]) -> dict[str, Any]:
    return {
        "description": "; ".join(f"`{kind.slug}`: {kind.title}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
