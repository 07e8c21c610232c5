"""Bearer tokens: an endpoint names in its signature who may call it, and gets the name of who does."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException

from api.problems import FORBIDDEN, UNAUTHENTICATED
from api.service import Service
from scheduler.domain.access import Scope
from scheduler.use_cases.authenticate import authenticate

_bearer = HTTPBearer(
    scheme_name="token",
    description="A token made by `onestop token create`.",
    auto_error=False,
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


class Requires:
    """A dependency that lets callers with a scope through, and tells who they are."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, service: Service, credentials: Credentials) -> str:
        """The name of the caller's token; raises 401 and 403."""
        token = authenticate(service, credentials.credentials) if credentials else None
        if token is None:
            raise HTTPException(
                UNAUTHENTICATED.status,
                "Authorization: expected a valid token as 'Bearer TOKEN'",
                {"WWW-Authenticate": "Bearer"},
            )
        if not token.allows(self.scope):
            raise HTTPException(
                FORBIDDEN.status, f"token {token.name!r} has scope {token.scope}; this needs {self.scope}"
            )
        return token.name


FrontDesk = Annotated[str, Depends(Requires("frontdesk"))]
Planner = Annotated[str, Depends(Requires("planner"))]
Overrider = Annotated[str, Depends(Requires("override"))]
Admin = Annotated[str, Depends(Requires("admin"))]
