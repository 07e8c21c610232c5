"""The application factory: routes, pages, middleware and error table around one service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from api import errors, openapi
from api.body_limit import BodyLimit
from api.headers import API_VERSION, Headers
from api.pages import scenarios as scenario_pages
from api.pages import week
from api.routes import (
    appointments,
    arrivals,
    bookings,
    catalogue,
    disruptions,
    forecasts,
    group_intakes,
    health,
    holds,
    overrides,
    plans,
    proposals,
    scenarios,
    waiting,
    walk_ins,
)
from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.settings import Settings
from scheduler.worker import Worker

_DESCRIPTION = """An arrival comes in, its whole itinerary over several agencies is offered, held, booked and invited.

Every error is a problem document (RFC 9457). Times are instants with an offset; days are ISO 8601.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for an installation; its settings come from the environment unless given."""
    return app_for(build(settings or Settings()))


def app_for(service: Application) -> FastAPI:
    """The application in front of a service; it does the service's background work too where settings say so."""
    app = FastAPI(
        title="onestop",
        summary="Joint appointments at several agencies, every newcomer done within three days",
        description=_DESCRIPTION,
        version=API_VERSION,
        contact={"name": "The administrator of this installation", "url": service.settings.public_url},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_url=openapi.PATH,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
    )
    app.state.service = service
    errors.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(Headers, shared=openapi.PATH)
    app.include_router(_endpoints())
    app.include_router(week.router)
    app.include_router(scenario_pages.router)
    app.mount("/static", StaticFiles(directory=week.STATIC))
    app.openapi = openapi.document(app)  # type: ignore[method-assign] # FastAPI's documented way
    return app


def _endpoints() -> APIRouter:
    router = APIRouter(prefix="/v1")
    taking = (arrivals, holds, bookings, waiting, walk_ins, group_intakes, overrides)
    for module in (*taking, appointments, disruptions, catalogue, forecasts, plans, proposals, scenarios, health):
        router.include_router(module.router)
    return router


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Application = app.state.service
    worker = Worker(service)
    if service.settings.embedded_worker:
        worker.start()
    yield
    worker.stop()
    service.close()
