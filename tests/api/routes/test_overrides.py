"""Overrides over HTTP: booked whatever the rules say, and told which."""

from typing import Any

import pytest

from scheduler.application import Application
from tests.api.client import Client
from tests.api.conftest import ClientOf
from tests.api.routes.journeys import booking, post_with_key
from tests.api.samples import ARRIVAL, BSN, MISSING, changed
from tests.stored import everything

PROBLEM = "urn:problem-type:onestop:"
OVERRIDE: dict[str, Any] = {
    "arrival": "arrival-1",
    "appointments": [
        {"step": "permit", "resource": "ind-1", "start": "2026-09-08T08:00:00+02:00"},
        {"step": "registration", "resource": "gemeente-1", "start": "2026-09-08T09:00:00+02:00"},
        {"step": "advice", "resource": "expat-centre-1", "start": "2026-09-08T10:00:00+02:00"},
    ],
    "reason": "the train leaves at noon",
}


@pytest.fixture(name="staff")
def staff_fixture(client_of: ClientOf) -> Client:
    """A member of staff who may override."""
    return client_of("override")


def override(client: Client, **changes: Any) -> dict[str, Any]:
    """The body of an override for a new arrival."""
    arrival = client.post("/v1/arrivals", ARRIVAL).json()
    return OVERRIDE | {"arrival": arrival["id"]} | changes


def test_the_answer_names_what_was_overridden(staff: Client) -> None:
    """The booking shows it from then on."""
    response = post_with_key(staff, "/v1/overrides", override(staff))
    assert response.status_code == 201, response.text
    made = response.json()
    assert made["overrides"] == [
        {
            "rule": "opening-hours",
            "step": "permit",
            "detail": "ind-1 is open from 09:00 to 12:00 and from 12:30 to 16:30 on Tuesday 8 September",
            "reason": "the train leaves at noon",
        }
    ]
    stored = staff.get(response.headers["location"])
    assert (stored.json(), stored.headers["etag"]) == (made, response.headers["etag"])


def test_a_booking_is_replaced_as_it_was_read(staff: Client) -> None:
    """With its tag it moves; with an old one it is 412, and stays."""
    before = booking(staff)
    body = OVERRIDE | {"arrival": before["arrivalId"]}
    for key, tag, status in (("a", '"1"', 201), ("b", '"1"', 412), ("c", '"2"', 201)):
        response = staff.post("/v1/overrides", body, headers={"Idempotency-Key": key, "If-Match": tag})
        assert response.status_code == status, response.text
    assert response.json()["id"] == before["id"]


def test_the_same_key_gets_the_first_answer(staff: Client) -> None:
    """An override that is sent again is one; another under its key is refused."""
    body = override(staff)
    first, again = (post_with_key(staff, "/v1/overrides", body, "k") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    other = post_with_key(staff, "/v1/overrides", body | {"reason": "another"}, "k")
    assert (other.status_code, other.json()["type"]) == (422, PROBLEM + "idempotency-conflict")


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/arrival", MISSING),
        ("/arrival", 3),
        ("/appointments", MISSING),
        ("/appointments", []),
        ("/appointments/0/step", "swim"),
        ("/appointments/0/step", MISSING),
        ("/appointments/1/resource", "ind-1"),
        ("/appointments/1/resource", "ind-99"),
        ("/appointments/2/start", "2026-09-08T10:01:00+02:00"),
        ("/appointments/2/start", "2026-09-08T10:00:00"),
        ("/appointments/2/start", "2026-09-08T09:15:00+02:00"),
        ("/appointments/0/start", "2026-09-01T09:00:00+02:00"),
        ("/appointments/0/end", "2026-09-08T09:15:00+02:00"),
        ("/reason", MISSING),
        ("/reason", " "),
        ("/reason", f"for {BSN}"),
    ],
)
def test_what_is_wrong_is_named(staff: Client, service: Application, pointer: str, value: object) -> None:
    """Every field wrong in turn is named, and nothing changes."""
    body = override(staff)
    before = everything(service)
    response = post_with_key(staff, "/v1/overrides", changed(body, pointer, value))
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["pointer"] == f"#{pointer}"
    assert BSN not in response.text
    assert everything(service) == before


def test_an_unknown_arrival_is_not_found(staff: Client) -> None:
    """It is 404 with the kind and the id."""
    response = post_with_key(staff, "/v1/overrides", OVERRIDE)
    assert (response.status_code, response.json()["detail"]) == (404, "there is no arrival 'arrival-1'")


def test_only_who_may_override_does(client_of: ClientOf) -> None:
    """Neither a front desk nor a planner."""
    for scope in ("frontdesk", "planner"):
        assert post_with_key(client_of(scope), "/v1/overrides", OVERRIDE).status_code == 403
