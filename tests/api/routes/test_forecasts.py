"""Forecasts and bid prices over HTTP."""

from typing import Any

import pytest

from scheduler.application import Application
from scheduler.use_cases.price_desks import price_due_regions
from tests.api.client import Client

PATH = "/v1/regions/zuid-limburg/forecast"
FORECAST: dict[str, Any] = {
    "weekly": 600,
    "kinds": [
        {"journey": "knowledge-migrant", "party": 2, "languages": ["en"], "weight": 3},
        {"journey": "eu-citizen"},
    ],
}


def test_a_planner_says_who_is_expected_and_reads_what_slots_are_worth(client: Client, service: Application) -> None:
    """Weekdays and leads have their defaults; prices follow, and go with the forecast."""
    response = client.put(PATH, FORECAST)
    assert response.status_code == 200, response.text
    assert client.get(PATH).json() == response.json()
    assert (response.json()["source"], len(response.json()["leads"])) == ("configured", 15)
    assert price_due_regions(service)
    found = client.get("/v1/regions/zuid-limburg/bid-prices").json()
    assert found["computedAt"] == "2026-09-03T09:00:00Z"
    assert {"resource", "day", "firstSlot", "prices"} == set(found["items"][0])
    assert client.delete(PATH).status_code == 204
    assert price_due_regions(service)
    assert client.get("/v1/regions/zuid-limburg/bid-prices").json() == {"computedAt": None, "items": []}
    assert client.get(PATH).json()["source"] == "none"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"weekly": -1}, "/weekly"),
        ({"kinds": []}, "/kinds"),
        ({"kinds": [{"journey": "tourist"}]}, "/kinds/0/journey"),
        ({"kinds": [{"journey": "eu-citizen", "party": 0}]}, "/kinds/0/party"),
        ({"weekdays": [1] * 6}, "/weekdays"),
        ({"weekdays": [0] * 7}, "/weekdays"),
        ({"leads": [-1]}, "/leads/0"),
        ({"season": "winter"}, "/season"),
    ],
)
def test_what_is_wrong_is_named(client: Client, changes: dict[str, Any], pointer: str) -> None:
    """By a pointer, in one problem document."""
    response = client.put(PATH, FORECAST | changes)
    assert response.status_code == 422
    assert [error["pointer"] for error in response.json()["errors"]] == [f"#{pointer}"]


def test_there_is_no_forecast_of_a_region_that_is_not_there(client: Client) -> None:
    """Each call is a 404."""
    for method, path in (("GET", "forecast"), ("DELETE", "forecast"), ("GET", "bid-prices")):
        assert client.request(method, f"/v1/regions/atlantis/{path}").status_code == 404
    assert client.put("/v1/regions/atlantis/forecast", FORECAST).status_code == 404
