"""Arrivals are registered whole or not at all, and get offers."""

import pytest

from scheduler.application import Application
from tests.api.client import Client
from tests.api.samples import ARRIVAL, BSN, WRONG_ARRIVALS, changed
from tests.stored import everything


def test_an_arrival_is_told_its_deadline(client: Client) -> None:
    """Three days from Monday 7 September end on Thursday 10 September, and the answer says so."""
    response = client.post("/v1/arrivals", ARRIVAL)
    assert response.status_code == 201
    body = response.json()
    assert response.headers["location"] == f"/v1/arrivals/{body['id']}"
    assert body["deadline"].startswith("2026-09-10T")
    assert "Monday 7 September" in body["deadlineReason"]
    assert body["party"] == ARRIVAL["party"]
    assert body["contact"] == ARRIVAL["contact"]
    assert client.get(response.headers["location"]).json() == body


@pytest.mark.parametrize(("pointer", "value"), WRONG_ARRIVALS)
def test_a_wrong_field_is_named_and_nothing_is_stored(
    client: Client, service: Application, pointer: str, value: object
) -> None:
    """Every field wrong in turn is a problem that points at it, and leaves the database as it was."""
    body = changed({"availableFrom": "2026-09-07T10:00:00+02:00"} | ARRIVAL, pointer, value)
    before = everything(service)
    response = client.post("/v1/arrivals", body)
    assert response.status_code == 422, response.text
    problem = response.json()
    assert problem["errors"][0]["pointer"].startswith(f"#{pointer}")
    assert problem["errors"][0]["detail"]
    assert BSN not in response.text
    assert everything(service) == before


@pytest.mark.parametrize(
    ("pointer", "value"), [case for case in WRONG_ARRIVALS if case[0][:8] not in ("/journey", "/region")]
)
def test_a_wrong_change_is_named_and_nothing_is_changed(
    client: Client, service: Application, pointer: str, value: object
) -> None:
    """What cannot be registered cannot be made of an arrival either."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    before = everything(service)
    top = pointer.split("/")[1]
    body = changed({"availableFrom": "2026-09-07T10:00:00+02:00"} | ARRIVAL, pointer, value)
    response = client.patch(f"/v1/arrivals/{arrival['id']}", {key: body[key] for key in (top,) if key in body})
    assert response.status_code == 422, response.text
    assert everything(service) == before


def test_a_change_moves_the_deadline(client: Client) -> None:
    """Another day of arrival is another deadline; the rest stays."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    response = client.patch(f"/v1/arrivals/{arrival['id']}", {"arrivesOn": "2026-09-08"})
    assert response.status_code == 200
    assert response.json()["deadline"].startswith("2026-09-11T")
    assert response.json()["contact"] == ARRIVAL["contact"]


def test_an_erased_arrival_has_no_personal_data(client: Client, service: Application) -> None:
    """After erasure nothing in the database holds the name or the address."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    response = client.delete(f"/v1/arrivals/{arrival['id']}")
    assert (response.status_code, response.content) == (204, b"")
    stored = str(everything(service))
    assert "Ada Example" not in stored
    assert "ada@example.org" not in stored


def test_offers_are_distinct_and_cheapest_first(client: Client) -> None:
    """An arrival gets the number of offers asked for, in order of cost, each within the deadline."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    response = client.post(f"/v1/arrivals/{arrival['id']}/offers", {"limit": 3})
    assert response.status_code == 200
    offers = response.json()["offers"]
    assert len(offers) == 3
    assert [offer["cost"] for offer in offers] == sorted(offer["cost"] for offer in offers)
    assert all(offer["meetsDeadline"] for offer in offers)
    assert len({str(offer["appointments"]) for offer in offers}) == 3
    assert set(offers[0]["appointments"][0]) == {"step", "agency", "location", "start", "end"}


def test_offers_need_no_body(client: Client) -> None:
    """Without a wish there are five offers."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    assert len(client.request("POST", f"/v1/arrivals/{arrival['id']}/offers").json()["offers"]) == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("limit", 0),
        ("limit", 21),
        ("limit", "5"),
        ("limit", 2.5),
        ("earliest", "tomorrow"),
        ("latest", "2026-09-08T09:00"),
        ("preferSingleVisit", "yes"),
        ("prefer_single_visit", True),
        ("desk", "ind-1"),
    ],
)
def test_a_wrong_wish_is_named(client: Client, service: Application, field: str, value: object) -> None:
    """Every field of a request for offers wrong in turn is named, and no offer is made."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    before = everything(service)
    response = client.post(f"/v1/arrivals/{arrival['id']}/offers", {field: value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == f"#/{field}"
    assert everything(service) == before


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_arrival_is_not_found(client: Client, method: str) -> None:
    """An id that nobody has is 404."""
    options = {"json": {"arrivesOn": "2026-09-08"}} if method == "PATCH" else {}
    response = client.request(method, "/v1/arrivals/arrival-nobody", **options)
    assert response.status_code == 404
    assert response.json()["type"] == "urn:problem-type:onestop:not-found"
    assert "arrival-nobody" in response.json()["detail"]
