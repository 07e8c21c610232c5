"""Walk-ins over HTTP: booked from now on, once for a key, and whole or not at all."""

from typing import Any

import pytest

from scheduler.application import Application
from tests.api.client import Client
from tests.api.routes.journeys import post_with_key
from tests.api.samples import ARRIVAL, BSN, MISSING, WRONG_ARRIVALS, changed
from tests.stored import everything

PROBLEM = "urn:problem-type:onestop:"
WALK_IN: dict[str, Any] = changed(ARRIVAL, "/arrivesOn", MISSING)


def test_who_walks_in_leaves_with_a_booking(client: Client) -> None:
    """The answer is the booking, where it can be read, and the deadline of an arrival of today."""
    response = post_with_key(client, "/v1/walk-ins", WALK_IN)
    assert response.status_code == 201, response.text
    made = response.json()
    stored = client.get(response.headers["location"])
    assert (stored.json(), stored.headers["etag"]) == (made["booking"], response.headers["etag"])
    arrival = client.get(f"/v1/arrivals/{made['booking']['arrivalId']}").json()
    assert (arrival["arrivesOn"], arrival["availableFrom"]) == ("2026-09-03", "2026-09-03T11:00:00+02:00")
    assert {key: made[key] for key in ("deadline", "deadlineReason")} == {
        key: arrival[key] for key in ("deadline", "deadlineReason")
    }
    assert (made["booking"]["status"], made["lateReason"]) == ("confirmed", None)
    assert made["booking"]["appointments"][0]["start"] == "2026-09-03T11:00:00+02:00"


def test_the_same_key_gets_the_first_answer(client: Client) -> None:
    """A walk-in that is sent again is one walk-in; another under its key is refused."""
    first = post_with_key(client, "/v1/walk-ins", WALK_IN, "k")
    again = post_with_key(client, "/v1/walk-ins", WALK_IN, "k")
    assert (again.status_code, again.json()) == (201, first.json())
    assert len(client.get("/v1/bookings").json()["items"]) == 1
    other = post_with_key(client, "/v1/walk-ins", WALK_IN | {"journey": "eu-citizen"}, "k")
    assert (other.status_code, other.json()["type"]) == (422, PROBLEM + "idempotency-conflict")


def test_a_walk_in_for_whom_nothing_fits(client: Client, service: Application) -> None:
    """It is 409 with the reason, and nothing is stored."""
    before = everything(service)
    never = [{"start": "2026-09-03T00:00:00+02:00", "end": "2026-12-31T00:00:00+01:00"}]
    response = post_with_key(client, "/v1/walk-ins", WALK_IN | {"unavailable": never})
    assert (response.status_code, response.json()["type"]) == (409, PROBLEM + "nothing-fits")
    assert "nothing was booked" in response.json()["detail"]
    assert everything(service) == before


@pytest.mark.parametrize(("pointer", "value"), [case for case in WRONG_ARRIVALS if case != ("/arrivesOn", MISSING)])
def test_a_wrong_field_is_named_and_nothing_is_stored(
    client: Client, service: Application, pointer: str, value: object
) -> None:
    """What is wrong in an arrival is wrong in a walk-in."""
    before = everything(service)
    response = post_with_key(client, "/v1/walk-ins", changed(WALK_IN, pointer, value))
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["pointer"].startswith(f"#{pointer}")
    assert BSN not in response.text
    assert everything(service) == before


def test_who_comes_on_another_day_does_not_walk_in(client: Client) -> None:
    """The field is named, and the way for those who come later."""
    response = post_with_key(client, "/v1/walk-ins", WALK_IN | {"arrivesOn": "2026-09-04"})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "#/arrivesOn")
    assert "today, 2026-09-03" in response.json()["detail"]
    assert post_with_key(client, "/v1/walk-ins", WALK_IN | {"arrivesOn": "2026-09-03"}).status_code == 201


def test_a_key_is_needed(client: Client, service: Application) -> None:
    """Without a key nobody is registered, and the header is named."""
    before = everything(service)
    response = client.post("/v1/walk-ins", WALK_IN)
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "#/Idempotency-Key"
    assert everything(service) == before
