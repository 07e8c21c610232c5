"""A service on the demo region with a clock that stands still, and clients with a token of each scope."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.app import app_for
from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.demo.seed import seed_demo
from scheduler.domain.access import Scope
from scheduler.settings import Settings
from scheduler.use_cases.create_token import create_token
from solver.bid_prices import bid_prices
from solver.replan import replan
from tests.api.client import Client

NOW = datetime(2026, 9, 3, 9, 0, tzinfo=UTC)  # a Thursday
ClientOf = Callable[[Scope], Client]


@pytest.fixture(name="service")
def service_fixture(migrated_url: str, tmp_path: Path) -> Iterator[Application]:
    """The demo region in a fresh database, on Thursday 3 September 2026 at eleven in the morning there."""
    settings = Settings(
        database_url=migrated_url,
        spool_dir=tmp_path / "spool",
        embedded_worker=False,
        replan_seconds=1,
        group_seconds=1,
    )
    service = build(settings, clock=lambda: NOW, replan=replan, price_desks=bid_prices)
    seed_demo(service)
    yield service
    service.close()


@pytest.fixture(scope="session", name="doors")
def doors_fixture(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Routes and pages, made once: that takes longer than many a test."""
    service = build(Settings(database_url=f"sqlite:///{tmp_path_factory.mktemp('doors') / 'onestop.db'}"))
    service.close()
    return app_for(service)


@pytest.fixture(name="app")
def app_fixture(doors: FastAPI, service: Application) -> FastAPI:
    """The application in front of that service."""
    doors.state.service = service
    return doors


@pytest.fixture(name="client_of")
def client_of_fixture(service: Application, app: FastAPI) -> ClientOf:
    """Makes a client with a token of a scope."""

    @cache
    def client_of(scope: Scope) -> Client:
        secret = create_token(service, f"{scope} of the tests", scope)
        return Client(app, {"Authorization": f"Bearer {secret}"})

    return client_of


@pytest.fixture(name="client")
def client_fixture(client_of: ClientOf) -> Client:
    """A client that may do everything."""
    return client_of("admin")


@pytest.fixture(name="stranger")
def stranger_fixture(app: FastAPI) -> Client:
    """A client without a token."""
    return Client(app)
