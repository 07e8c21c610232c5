"""Plans are asked for, made in the background, and applied whole."""

import pytest

from scheduler.application import Application
from scheduler.worker import Worker
from tests.api.client import Client
from tests.api.routes.journeys import post_with_key
from tests.api.samples import ARRIVAL, MISSING, changed
from tests.stored import everything

WANTED = {"region": "zuid-limburg", "from": "2026-09-07", "to": "2026-09-11", "timeLimit": 5}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/region", MISSING),
        ("/region", 3),
        ("/from", MISSING),
        ("/from", "monday"),
        ("/to", "2026-09-06"),
        ("/to", None),
        ("/timeLimit", 0),
        ("/timeLimit", 601),
        ("/timeLimit", "5"),
        ("/workers", 2),
    ],
)
def test_a_wrong_wish_is_named(client: Client, service: Application, pointer: str, value: object) -> None:
    """Every field wrong in turn is named, and no plan is queued."""
    before = everything(service)
    response = client.post("/v1/plans", changed(WANTED, pointer, value))
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == f"#{pointer}"
    assert everything(service) == before


def test_a_plan_is_asked_for(client: Client) -> None:
    """A plan is accepted and can be read; before it is done it cannot be applied."""
    response = client.post("/v1/plans", WANTED)
    assert response.status_code == 202
    body = response.json()
    assert {key: body[key] for key in WANTED} == WANTED
    assert (body["status"], body["result"], body["error"]) == ("queued", None, None)
    assert client.get(response.headers["location"]).json() == body
    early = client.post(f"{response.headers['location']}/apply")
    assert (early.status_code, early.json()["type"]) == (409, "urn:problem-type:onestop:plan-not-ready")


def test_a_plan_is_made_and_applied_once(client: Client, service: Application) -> None:
    """What the background makes of a plan is booked whole, and only once."""
    arrivals = {client.post("/v1/arrivals", ARRIVAL).json()["id"] for _ in range(3)}
    address = client.post("/v1/plans", WANTED | {"timeLimit": 2}).headers["location"]
    Worker(service).run_once()
    done = client.get(address).json()
    assert (done["status"], done["result"]["late"], done["error"]) == ("done", [], None)
    assert {one["arrivalId"] for one in done["result"]["itineraries"]} == arrivals
    assert done["result"]["bound"] <= done["result"]["cost"]
    applied = client.post(f"{address}/apply")
    assert applied.status_code == 200
    assert {one["arrivalId"] for one in applied.json()["items"]} == arrivals
    assert {one["status"] for one in applied.json()["items"]} == {"confirmed"}
    assert client.get(address).json()["status"] == "applied"
    assert client.post(f"{address}/apply").json()["type"] == "urn:problem-type:onestop:plan-not-ready"


def test_a_plan_that_was_overtaken_books_nothing(client: Client, service: Application) -> None:
    """When one of its arrivals was booked meanwhile, a plan is stale and nothing of it is booked."""
    first, second = (client.post("/v1/arrivals", ARRIVAL).json()["id"] for _ in range(2))
    address = client.post("/v1/plans", WANTED | {"timeLimit": 2}).headers["location"]
    Worker(service).run_once()
    offer = client.post(f"/v1/arrivals/{second}/offers").json()["offers"][0]
    post_with_key(client, "/v1/bookings", {"offerId": offer["id"]})
    stale = client.post(f"{address}/apply")
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:problem-type:onestop:plan-stale")
    assert [one["arrivalId"] for one in client.get("/v1/bookings").json()["items"]] == [second]
    assert first not in str(client.get("/v1/bookings").json())


def test_an_unknown_plan_is_not_found(client: Client) -> None:
    """An id that no plan has is 404."""
    assert client.get("/v1/plans/plan-nobody").status_code == 404
    assert client.post("/v1/plans/plan-nobody/apply").status_code == 404
