"""The OpenAPI document tells all: every address, who may call it, and every problem it can answer with."""

import json
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance

from api import problems
from api.problems import Kind
from tests.api.client import Client
from tests.api.conftest import ClientOf
from tests.api.server import serving

PATHS = {
    "/v1/arrivals": {"post"},
    "/v1/arrivals/{arrival_id}": {"get", "patch", "delete"},
    "/v1/arrivals/{arrival_id}/offers": {"post"},
    "/v1/arrivals/{arrival_id}/waiting": {"post", "delete"},
    "/v1/waiting": {"get"},
    "/v1/holds": {"post"},
    "/v1/holds/{hold_id}": {"delete"},
    "/v1/holds/{hold_id}/renew": {"post"},
    "/v1/bookings": {"get", "post"},
    "/v1/bookings/{booking_id}": {"get"},
    "/v1/bookings/{booking_id}/reschedule": {"post"},
    "/v1/bookings/{booking_id}/cancel": {"post"},
    "/v1/bookings/{booking_id}/calendar.ics": {"get"},
    "/v1/walk-ins": {"post"},
    "/v1/group-intakes": {"post"},
    "/v1/overrides": {"post"},
    "/v1/appointments/{appointment_id}/check-in": {"post"},
    "/v1/appointments/{appointment_id}/start": {"post"},
    "/v1/appointments/{appointment_id}/finish": {"post"},
    "/v1/appointments/{appointment_id}/late": {"post"},
    "/v1/appointments/{appointment_id}/no-show": {"post"},
    "/v1/regions": {"get"},
    "/v1/journeys": {"get"},
    "/v1/agencies": {"get"},
    "/v1/availability": {"get"},
    "/v1/resources": {"get"},
    "/v1/disruptions": {"get", "post"},
    "/v1/disruptions/{disruption_id}/end": {"post"},
    "/v1/closures": {"post"},
    "/v1/regions/{region_id}/forecast": {"get", "put", "delete"},
    "/v1/regions/{region_id}/bid-prices": {"get"},
    "/v1/plans": {"post"},
    "/v1/plans/{plan_id}": {"get"},
    "/v1/plans/{plan_id}/apply": {"post"},
    "/v1/proposals": {"get"},
    "/v1/proposals/{proposal_id}": {"get"},
    "/v1/proposals/{proposal_id}/apply": {"post"},
    "/v1/proposals/{proposal_id}/decline": {"post"},
    "/v1/scenarios": {"get", "post"},
    "/v1/scenarios/{scenario_id}": {"get"},
    "/v1/scenarios/{scenario_id}/report": {"get"},
    "/v1/health/live": {"get"},
    "/v1/health/ready": {"get"},
}


@pytest.fixture(name="document")
def document_fixture(stranger: Client) -> dict[str, Any]:
    """The document as anyone can fetch it."""
    response = stranger.get("/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == "*"
    found: dict[str, Any] = response.json()
    return found


def test_the_document_lists_what_there_is(document: dict[str, Any]) -> None:
    """The addresses are those of the contract that exist, and no others."""
    assert {path: set(operations) for path, operations in document["paths"].items()} == PATHS
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] == "1.0.0"
    assert document["info"]["contact"]["url"]


def test_every_endpoint_says_who_may_call_it_and_what_goes_wrong(document: dict[str, Any]) -> None:
    """Every operation but health needs a token and documents its refusals as problem documents."""
    for path, operations in document["paths"].items():
        for operation in operations.values():
            if path.startswith("/v1/health"):
                continue
            assert operation["security"] == [{"token": []}]
            assert operation["summary"]
            for status in ("401", "403", "422", "500"):
                content = operation["responses"][status]["content"]
                assert content["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


def test_every_kind_of_problem_is_documented(document: dict[str, Any]) -> None:
    """No endpoint can answer with a problem that the document does not name."""
    text = json.dumps(document["paths"])
    kinds = {kind for kind in vars(problems).values() if isinstance(kind, Kind)}
    for kind in kinds - {problems.METHOD_NOT_ALLOWED}:  # an answer to a method the document does not have
        assert f"`{kind.slug}`" in text, kind.slug


def test_fields_are_camel_case(document: dict[str, Any]) -> None:
    """No name of a field or of a query key holds an underscore."""
    for name, schema in document["components"]["schemas"].items():
        assert not [field for field in schema.get("properties", {}) if "_" in field], name
    keys = [
        parameter["name"]
        for operations in document["paths"].values()
        for operation in operations.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "query"
    ]
    assert keys
    assert not [key for key in keys if "_" in key]


@pytest.mark.parametrize(("method", "path"), [(method, path) for path in PATHS for method in sorted(PATHS[path])])
def test_the_service_keeps_its_word(app: FastAPI, client_of: ClientOf, method: str, path: str) -> None:
    """Whatever is sent, the answer is one that the document promises, and never a fault."""
    token = client_of("admin").headers
    with serving(app) as address:
        schema = schemathesis.openapi.from_url(f"{address}/v1/openapi.json")

        @given(schema[path][method.upper()].as_strategy())
        @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
        def keeps_its_word(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(headers=token, excluded_checks=[positive_data_acceptance])  # rules no schema can say

        keeps_its_word()
