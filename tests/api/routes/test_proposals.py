"""Proposals are listed, applied whole or declined, by planners."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from scheduler.application import Application
from scheduler.demo.region import REGION
from scheduler.store import tables as t
from scheduler.store.codec import to_json
from scheduler.use_cases.propose import propose
from tests.api.client import Client
from tests.api.routes.journeys import post_with_key
from tests.api.samples import ARRIVAL

LIST = "/v1/proposals?region=zuid-limburg"


@pytest.fixture(name="booking")
def booking_fixture(client: Client, service: Application) -> str:
    """A firm booking that could be a day earlier, in a region where that is worth a move."""
    with service.database.writing() as connection:
        connection.execute(update(t.regions).values(prices=to_json(replace(REGION.prices, visit=5))))
        connection.commit()
    arrival = client.post("/v1/arrivals", ARRIVAL | {"arrivesOn": "2026-09-16"}).json()["id"]
    wanted = {"earliest": "2026-09-18T07:00:00+02:00"}
    offer = client.post(f"/v1/arrivals/{arrival}/offers", wanted).json()["offers"][0]
    found: str = post_with_key(client, "/v1/bookings", {"offerId": offer["id"]}).json()["id"]
    return found


def test_a_proposal_is_read_and_applied(client: Client, service: Application, booking: str) -> None:
    """It tells who would move; once it is applied, the booking is there, however often that is asked for."""
    propose(service, "zuid-limburg")
    (listed,) = client.get(f"{LIST}&status=open").json()["items"]
    address = f"/v1/proposals/{listed['id']}"
    assert client.get(address).json() == listed
    (move,) = listed["moves"]
    assert (listed["status"], listed["gain"], move["bookingId"], move["told"]) == ("open", 10, booking, True)
    assert move["before"] == client.get(f"/v1/bookings/{booking}").json()["appointments"]
    for _ in range(2):
        applied = client.post(f"{address}/apply")
        assert (applied.status_code, applied.json()) == (200, listed | {"status": "applied"})
    assert client.get(f"/v1/bookings/{booking}").json()["appointments"] == move["after"]
    closed = client.post(f"{address}/decline")
    assert (closed.status_code, closed.json()["type"]) == (409, "urn:problem-type:onestop:proposal-closed")


def test_a_stale_proposal_is_refused_and_declined(client: Client, service: Application, booking: str) -> None:
    """Somebody has changed the booking meanwhile: the answer says which, and nobody moves."""
    propose(service, "zuid-limburg")
    address = f"/v1/proposals/{client.get(LIST).json()['items'][0]['id']}"
    client.post(f"/v1/bookings/{booking}/cancel", {"reason": "changed plans"})
    stale = client.post(f"{address}/apply")
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:problem-type:onestop:proposal-stale")
    assert booking in stale.json()["detail"]
    for _ in range(2):
        assert client.post(f"{address}/decline").json()["status"] == "declined"


def test_pages_follow_each_other(client: Client, service: Application, booking: str) -> None:
    """Each has the cursor of the next one."""
    for _ in range(2):
        propose(service, "zuid-limburg")
    first = client.get(f"{LIST}&limit=1").json()
    rest = client.get(LIST, params={"region": "zuid-limburg", "limit": 1, "cursor": first["next"]}).json()
    assert {each["status"] for each in (*first["items"], *rest["items"])} == {"open", "outdated"}
    assert rest["next"] is None


@pytest.mark.parametrize("query", ["", "region=atlantis", "region=zuid-limburg&status=new", "region=zuid-limburg&x=1"])
def test_what_is_wrong_is_refused(client: Client, query: str) -> None:
    """A region is needed, one that there is, and statuses are those of proposals."""
    assert client.get(f"/v1/proposals?{query}").status_code == 422


def test_an_unknown_proposal_is_not_found(client: Client) -> None:
    """An id that no proposal has is 404."""
    assert client.get("/v1/proposals/proposal-nobody").status_code == 404
    for verb in ("apply", "decline"):
        assert client.post(f"/v1/proposals/proposal-nobody/{verb}").status_code == 404
