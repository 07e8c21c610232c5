"""Nobody gets in without a token, and nobody past their scope."""

import pytest
from fastapi import FastAPI

from scheduler.domain.access import Scope
from tests.api.client import Client
from tests.api.conftest import ClientOf

OPEN = {"/v1/health/live", "/v1/health/ready"}
PLANNERS = {
    ("post", "/v1/plans"),
    ("get", "/v1/plans/{plan_id}"),
    ("post", "/v1/plans/{plan_id}/apply"),
    ("post", "/v1/scenarios"),
    ("get", "/v1/scenarios"),
    ("get", "/v1/scenarios/{scenario_id}"),
    ("get", "/v1/scenarios/{scenario_id}/report"),
    ("get", "/v1/proposals"),
    ("get", "/v1/proposals/{proposal_id}"),
    ("post", "/v1/proposals/{proposal_id}/apply"),
    ("post", "/v1/proposals/{proposal_id}/decline"),
    ("get", "/v1/disruptions"),
    ("post", "/v1/disruptions"),
    ("post", "/v1/disruptions/{disruption_id}/end"),
    ("post", "/v1/closures"),
    ("get", "/v1/regions/{region_id}/forecast"),
    ("put", "/v1/regions/{region_id}/forecast"),
    ("delete", "/v1/regions/{region_id}/forecast"),
    ("get", "/v1/regions/{region_id}/bid-prices"),
    ("post", "/v1/group-intakes"),
}
OVERRIDERS = {("post", "/v1/overrides")}
ADMINS = {("delete", "/v1/arrivals/{arrival_id}")}


def _operations(app: FastAPI) -> list[tuple[str, str]]:
    paths = app.openapi()["paths"]
    return [(method, path) for path, operations in paths.items() for method in operations if path not in OPEN]


def test_a_stranger_gets_nowhere(app: FastAPI, stranger: Client) -> None:
    """Every endpoint but health answers 401 without a token, with a challenge and a problem document."""
    for method, path in _operations(app):
        response = stranger.request(method.upper(), path.replace("{", "").replace("}", ""))
        assert response.status_code == 401, (method, path)
        assert response.headers["www-authenticate"] == "Bearer"
        assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "bearer \xff", "Bearer a b"])
def test_a_bad_token_is_no_token(stranger: Client, header: str) -> None:
    """What is no valid token is 401, whatever it looks like."""
    response = stranger.get("/v1/regions", headers={"Authorization": header.encode("latin-1")})
    assert response.status_code == 401
    assert response.json()["type"] == "urn:problem-type:onestop:unauthenticated"


def test_each_scope_reaches_as_far_as_it_should(app: FastAPI, client_of: ClientOf) -> None:
    """Plans and disruptions need a planner, overrides their own scope, erasing an administrator, the rest a desk."""
    beyond: dict[Scope, set[tuple[str, str]]] = {
        "frontdesk": PLANNERS | OVERRIDERS | ADMINS,
        "planner": OVERRIDERS | ADMINS,
        "override": PLANNERS | ADMINS,
        "admin": set(),
    }
    for scope, refused in beyond.items():
        client = client_of(scope)
        for method, path in _operations(app):
            response = client.request(method.upper(), path.replace("{", "").replace("}", ""))
            assert (response.status_code == 403) == ((method, path) in refused), (scope, method, path)


def test_a_refusal_says_what_is_needed(client_of: ClientOf) -> None:
    """The problem for too little scope names the scope that is there and the one that is needed."""
    problem = client_of("frontdesk").delete("/v1/arrivals/a").json()
    assert problem["type"] == "urn:problem-type:onestop:forbidden"
    assert problem["detail"] == "token 'frontdesk of the tests' has scope frontdesk; this needs admin"


def test_health_needs_no_token(stranger: Client) -> None:
    """Whoever watches the service needs no token."""
    for path in sorted(OPEN):
        response = stranger.get(path)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
