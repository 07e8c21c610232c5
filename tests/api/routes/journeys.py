"""The way of an arrival to a booking, over HTTP."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.client import Client
from tests.api.samples import ARRIVAL


def offers(client: Client, limit: int = 5, **changes: Any) -> list[dict[str, Any]]:
    """The offers for a new arrival."""
    arrival = client.post("/v1/arrivals", ARRIVAL | changes).json()
    found: list[dict[str, Any]] = client.post(f"/v1/arrivals/{arrival['id']}/offers", {"limit": limit}).json()["offers"]
    return found


def post_with_key(client: Client, path: str, body: object, key: str | None = None) -> httpx.Response:
    """The answer to a POST with an idempotency key, a fresh one unless given."""
    return client.post(path, body, headers={"Idempotency-Key": key or str(uuid4())})


def booking(client: Client, **changes: Any) -> dict[str, Any]:
    """A new booking of the best offer for a new arrival."""
    response = post_with_key(client, "/v1/bookings", {"offerId": offers(client, **changes)[0]["id"]})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found
