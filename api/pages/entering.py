"""Who may see pages for planners: whoever has typed in a planner's token, which a cookie keeps in the browser."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Cookie, Depends, Request, Response

from api.service import Service
from scheduler.application import Application
from scheduler.domain.access import Token
from scheduler.use_cases.authenticate import authenticate

_COOKIE = "onestop-token"
_PLACE = "/scenarios"
_MOST_FIELDS = 500


def _planner(service: Service, token: Annotated[str | None, Cookie(alias=_COOKIE)] = None) -> Token | None:
    return planner_of(service, token or "")


async def _fields(request: Request) -> dict[str, str]:
    """The fields of a form that was sent; what is no form has none."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


Entered = Annotated[Token | None, Depends(_planner)]
Fields = Annotated[dict[str, str], Depends(_fields)]


def planner_of(service: Application, secret: str) -> Token | None:
    """The token of a secret, if a planner's."""
    token = authenticate(service, secret) if secret else None
    return token if token is not None and token.allows("planner") else None


def let_in(response: Response, service: Application, secret: str) -> None:
    """Keep a token in the browser: no script sees it, and no other site can have it sent."""
    response.set_cookie(
        _COOKIE,
        secret,
        path=_PLACE,
        httponly=True,
        samesite="strict",
        secure=service.settings.public_url.startswith("https:"),
    )
