"""The waiting list over HTTP."""

from typing import Any

import httpx
import pytest

from scheduler.application import Application
from scheduler.use_cases.offer_freed import offer_freed
from tests.api.client import Client
from tests.api.conftest import ClientOf
from tests.api.routes.journeys import booking, post_with_key
from tests.api.samples import ARRIVAL

PROBLEM = "urn:problem-type:onestop:"
LATE = "2026-09-14T00:00:00+02:00"  # past the deadline of who arrives on Monday 7 September


def arrival(client: Client) -> dict[str, Any]:
    """A newly registered arrival."""
    found: dict[str, Any] = client.post("/v1/arrivals", ARRIVAL).json()
    return found


def join(client: Client, arrival_id: str, body: object = None, key: str | None = None) -> httpx.Response:
    """The answer to joining the list."""
    return post_with_key(client, f"/v1/arrivals/{arrival_id}/waiting", body, key)


def test_who_waits_is_listed_until_it_leaves(client: Client) -> None:
    """Joining answers with the entry, the list holds it, and leaving, once or twice, takes it out."""
    waiting = arrival(client)
    joined = join(client, waiting["id"])
    assert joined.status_code == 201
    assert joined.json() == {
        "arrivalId": waiting["id"],
        "region": "zuid-limburg",
        "until": waiting["deadline"],
        "earliest": None,
        "latest": None,
        "createdAt": "2026-09-03T09:00:00Z",
        "hold": None,
    }
    listed = client.get("/v1/waiting?region=zuid-limburg").json()
    assert listed == {"items": [joined.json()], "next": None}
    for _ in range(2):
        left = client.delete(f"/v1/arrivals/{waiting['id']}/waiting")
        assert (left.status_code, left.content) == (204, b"")
    assert client.get("/v1/waiting").json()["items"] == []


def test_the_list_comes_in_pages(client: Client) -> None:
    """The next of a page leads to the rest."""
    ids = {arrival(client)["id"] for _ in range(3)}
    for arrival_id in ids:
        join(client, arrival_id)
    first = client.get("/v1/waiting?limit=2").json()
    rest = client.get("/v1/waiting", params={"limit": 2, "cursor": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
    assert {entry["arrivalId"] for entry in first["items"] + rest["items"]} == ids


def test_what_is_held_is_booked(client: Client, service: Application) -> None:
    """The front desk finds the hold in the list, and books it."""
    waiting = arrival(client)
    join(client, waiting["id"])
    offer_freed(service)
    (entry,) = client.get("/v1/waiting").json()["items"]
    assert entry["hold"]["arrivalId"] == waiting["id"]
    assert entry["hold"]["expiresAt"] == "2026-09-03T13:00:00Z"
    made = post_with_key(client, "/v1/bookings", {"holdId": entry["hold"]["id"]})
    assert (made.status_code, made.json()["meetsDeadline"]) == (201, True)
    assert client.get("/v1/waiting").json()["items"] == []


def test_who_has_a_booking_is_moved_to_what_is_held(client: Client, service: Application) -> None:
    """By the offer of the hold, as bookings are moved."""
    waiting = arrival(client)
    offers = client.post(f"/v1/arrivals/{waiting['id']}/offers", {"earliest": LATE}).json()["offers"]
    late = post_with_key(client, "/v1/bookings", {"offerId": offers[0]["id"]}).json()
    assert not late["meetsDeadline"]
    join(client, waiting["id"])
    offer_freed(service)
    (entry,) = client.get("/v1/waiting").json()["items"]
    moved = client.post(f"/v1/bookings/{late['id']}/reschedule", {"offerId": entry["hold"]["offerId"]})
    assert (moved.status_code, moved.json()["meetsDeadline"]) == (200, True)


def test_a_key_is_for_one_arrival(client: Client) -> None:
    """The same key gets the first answer for the same arrival, and a refusal for another."""
    first, second = arrival(client)["id"], arrival(client)["id"]
    answers = [join(client, first, {"latest": "2026-09-09T12:00:00+02:00"}, key="a-key") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    refused = join(client, second, {"latest": "2026-09-09T12:00:00+02:00"}, key="a-key")
    assert (refused.status_code, refused.json()["type"]) == (422, PROBLEM + "idempotency-conflict")
    assert client.post(f"/v1/arrivals/{first}/waiting", {}).status_code == 422


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"until": LATE}, "#/until"),
        ({"until": "tomorrow"}, "#/until"),
        ({"latest": "2026-09-01T00:00:00+02:00"}, "#/latest"),
        ({"earliest": LATE}, "#/earliest"),
        ({"name": "Ada"}, "#/name"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(client: Client, body: object, pointer: str) -> None:
    """The problem points at the field, and nobody waits for it."""
    refused = join(client, arrival(client)["id"], body)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == [pointer]
    assert client.get("/v1/waiting").json()["items"] == []


def test_an_unknown_region_is_refused(client: Client) -> None:
    """The problem names the query key and the regions there are."""
    refused = client.get("/v1/waiting?region=atlantis")
    assert refused.status_code == 422
    assert "zuid-limburg" in refused.json()["detail"]


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_an_unknown_arrival_is_not_found(client: Client, method: str) -> None:
    """An id that no arrival has is 404."""
    headers = {"Idempotency-Key": "a-key"}
    response = client.request(method, "/v1/arrivals/arrival-nobody/waiting", headers=headers)
    assert (response.status_code, response.json()["type"]) == (404, PROBLEM + "not-found")


def test_an_erased_arrival_is_on_no_list(client: Client) -> None:
    """Erasing takes it off."""
    waiting = arrival(client)["id"]
    join(client, waiting)
    assert client.delete(f"/v1/arrivals/{waiting}").status_code == 204
    assert client.get("/v1/waiting").json()["items"] == []


def test_a_front_desk_does_it_all(client_of: ClientOf) -> None:
    """No more scope is needed than for bookings."""
    client = client_of("frontdesk")
    waiting = booking(client)["arrivalId"]
    assert join(client, waiting).status_code == 201
    assert client.get("/v1/waiting").status_code == 200
    assert client.delete(f"/v1/arrivals/{waiting}/waiting").status_code == 204
