"""How an endpoint gets at the service it is a door of."""

from typing import Annotated

from fastapi import Depends, Request

from scheduler.application import Application


def service(request: Request) -> Application:
    """The application this process serves."""
    found: Application = request.app.state.service
    return found


Service = Annotated[Application, Depends(service)]
