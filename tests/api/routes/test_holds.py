"""Holds are given up and renewed."""

import pytest

from tests.api.client import Client
from tests.api.routes.journeys import offers, post_with_key

PROBLEM = "urn:problem-type:onestop:"


def test_a_hold_is_given_up_once_or_twice(client: Client) -> None:
    """Giving up has no answer to read, and doing so again is no fault; the hold can be neither booked nor renewed."""
    held = post_with_key(client, "/v1/holds", {"offerId": offers(client)[0]["id"]}).json()
    for _ in range(2):
        response = client.delete(f"/v1/holds/{held['id']}")
        assert (response.status_code, response.content) == (204, b"")
    late = post_with_key(client, "/v1/bookings", {"holdId": held["id"]})
    assert (late.status_code, late.json()["type"]) == (409, PROBLEM + "hold-ended")
    assert "was given up" in late.json()["detail"]
    renewed = post_with_key(client, f"/v1/holds/{held['id']}/renew", None)
    assert (renewed.status_code, renewed.json()["type"]) == (409, PROBLEM + "hold-ended")


def test_a_hold_is_renewed_three_times(client: Client) -> None:
    """A renewal answers with the hold, once to each key; a fourth is a problem that says until when to book."""
    held = post_with_key(client, "/v1/holds", {"offerId": offers(client)[0]["id"]}).json()
    path = f"/v1/holds/{held['id']}/renew"
    for key in ("one", "one", "two", "three", "three"):
        response = post_with_key(client, path, None, key)
        assert (response.status_code, response.json()) == (200, held)
    refused = post_with_key(client, path, None)
    assert (refused.status_code, refused.json()["type"]) == (409, PROBLEM + "renewed-out")
    assert "book it before" in refused.json()["detail"]


@pytest.mark.parametrize(("method", "tail"), [("DELETE", ""), ("POST", "/renew")])
def test_an_unknown_hold_is_not_found(client: Client, method: str, tail: str) -> None:
    """An id that no hold has is 404."""
    response = client.request(method, f"/v1/holds/hold-nobody{tail}", headers={"Idempotency-Key": "k"})
    assert (response.status_code, response.json()["type"]) == (404, PROBLEM + "not-found")
