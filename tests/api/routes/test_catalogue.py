"""What is configured can be read, and what is free, in counts."""

import pytest

from tests.api.client import Client


def test_regions_journeys_and_agencies_are_listed(client: Client) -> None:
    """The demo region, its journeys and its agencies are there by the names of the contract."""
    regions = client.get("/v1/regions").json()
    assert [(one["id"], one["timezone"]) for one in regions["items"]] == [("zuid-limburg", "Europe/Amsterdam")]
    assert regions["items"][0]["promise"] == {"policy": "calendar_days_atw", "days": 3, "times": "firm"}
    journeys = {one["id"]: one for one in client.get("/v1/journeys").json()["items"]}
    assert journeys.keys() == {"knowledge-migrant", "eu-citizen", "first-permit"}
    steps = {step["id"]: step["after"] for step in journeys["knowledge-migrant"]["steps"]}
    assert steps == {"permit": [], "registration": ["permit"], "advice": []}
    assert {tuple(step["desks"]) for journey in journeys.values() for step in journey["steps"]} == {(1,)}
    agencies = {one["id"] for one in client.get("/v1/agencies").json()["items"]}
    assert agencies == {"ind", "gemeente", "expat-centre"}


def test_desks_are_listed(client: Client) -> None:
    """With what they do and where, of every region or of one; a region that nobody has is named."""
    desks = client.get("/v1/resources").json()["items"]
    assert client.get("/v1/resources?region=zuid-limburg").json()["items"] == desks
    assert len(desks) == 10
    assert next(desk for desk in desks if desk["id"] == "ind-1") == {
        "id": "ind-1",
        "agency": "ind",
        "location": "mosae-forum",
        "services": ["biometrics", "permit"],
        "languages": ["en", "fr", "nl"],
    }
    unknown = client.get("/v1/resources?region=atlantis")
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "#/region")


def test_free_desks_are_counted_by_slot(client: Client) -> None:
    """The IND is there on Tuesday and not on Wednesday; no desk is free that is not open."""
    query = "region=zuid-limburg&from=2026-09-08&to=2026-09-09"
    slots = client.get(f"/v1/availability?{query}").json()["items"]
    assert {slot["start"][:10] for slot in slots if slot["agency"] == "ind"} == {"2026-09-08"}
    assert {slot["start"][:10] for slot in slots if slot["agency"] == "gemeente"} == {"2026-09-08", "2026-09-09"}
    assert all(0 <= slot["free"] <= slot["open"] for slot in slots)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-09-08&to=2026-09-09", "#/region"),
        ("region=zuid-limburg&to=2026-09-09", "#/from"),
        ("region=zuid-limburg&from=2026-09-08", "#/to"),
        ("region=zuid-limburg&from=monday&to=2026-09-09", "#/from"),
        ("region=zuid-limburg&from=2026-09-08&to=2026-02-31", "#/to"),
        ("region=zuid-limburg&from=2026-09-09&to=2026-09-08", "#/to"),
        ("region=zuid-limburg&from=2026-09-09&to=2066-09-08", "#/to"),
        ("region=zuid-limburg&from=2026-09-08&to=2026-09-09&agency=ind", "#/agency"),
    ],
)
def test_a_wrong_question_is_named(client: Client, query: str, pointer: str) -> None:
    """Every query field wrong in turn is named."""
    response = client.get(f"/v1/availability?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0] | {"detail": ""} == {"in": "query", "pointer": pointer, "detail": ""}


def test_an_unknown_region_is_not_found(client: Client) -> None:
    """A region that nobody has is 404."""
    response = client.get("/v1/availability?region=atlantis&from=2026-09-08&to=2026-09-09")
    assert response.status_code == 404
    assert "atlantis" in response.json()["detail"]
