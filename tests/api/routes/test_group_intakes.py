"""Groups over HTTP: one call, and the answer says who is booked and who cannot be."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from api.app import app_for
from scheduler.application import Application
from scheduler.one_by_one import plan_one_by_one
from scheduler.use_cases.create_token import create_token
from solver.instance import Instance
from solver.plan import Plan
from tests.api.client import Client
from tests.api.conftest import ClientOf
from tests.api.routes.journeys import post_with_key
from tests.api.samples import ARRIVAL, BSN, MISSING, changed
from tests.stored import everything

PROBLEM = "urn:problem-type:onestop:"
PARTY: dict[str, Any] = {key: ARRIVAL[key] for key in ("party", "contact")}
GROUP: dict[str, Any] = {
    "journey": "eu-citizen",
    "region": "zuid-limburg",
    "arrivesOn": "2026-09-07",
    "parties": [PARTY, deepcopy(PARTY)],  # so that a change of one is none of the other
    "mode": "all",
}
NEVER = {"unavailable": [{"start": "2026-09-03T00:00:00+02:00", "end": "2026-12-31T00:00:00+01:00"}]}


def _at_once(instance: Instance, **_: object) -> Plan:
    return plan_one_by_one(instance)


@pytest.fixture(name="planner")
def planner_fixture(service: Application) -> Client:
    """A planner's client of the service with a solver that takes no time."""
    secret = create_token(service, "planning", "planner")
    return Client(app_for(replace(service, solve=_at_once)), {"Authorization": f"Bearer {secret}"})


def test_a_group_is_booked(planner: Client) -> None:
    """Each booking stands beside the number of its party, and reads so from then on."""
    response = post_with_key(planner, "/v1/group-intakes", GROUP)
    assert response.status_code == 201, response.text
    told = response.json()
    assert [each["party"] for each in told["bookings"]] == [0, 1]
    assert told["exceptions"] == []
    for each in told["bookings"]:
        assert planner.get(f"/v1/bookings/{each['booking']['id']}").json() == each["booking"]


def test_exceptions_are_told(planner: Client) -> None:
    """With the number of the party, its arrival and the reason."""
    body = GROUP | {"parties": [PARTY, PARTY | NEVER], "mode": "exceptions", "times": "provisional"}
    told = post_with_key(planner, "/v1/group-intakes", body).json()
    assert [each["party"] for each in told["bookings"]] == [0]
    (left,) = told["exceptions"]
    assert (left["party"], left["reason"][:40]) == (1, "the times at which the party can come le")
    assert planner.get(f"/v1/arrivals/{left['arrivalId']}").status_code == 200


def test_all_or_nothing(planner: Client, service: Application) -> None:
    """One that cannot be served is 409 with who and why, and nothing is stored."""
    before = everything(service)
    response = post_with_key(planner, "/v1/group-intakes", GROUP | {"parties": [PARTY, PARTY | NEVER]})
    problem = response.json()
    assert (response.status_code, problem["type"]) == (409, PROBLEM + "not-all-fit")
    assert problem["detail"] == "1 of the parties cannot be served in time; nothing was registered or booked"
    assert [(each["party"], each["arrivalId"]) for each in problem["exceptions"]] == [(1, None)]
    assert everything(service) == before


def test_the_same_key_gets_the_first_answer(planner: Client) -> None:
    """A group that is sent again is taken in once."""
    first, again = (post_with_key(planner, "/v1/group-intakes", GROUP, "k") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    other = post_with_key(planner, "/v1/group-intakes", GROUP | {"mode": "exceptions"}, "k")
    assert (other.status_code, other.json()["type"]) == (422, PROBLEM + "idempotency-conflict")


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/journey", "no-such-journey"),
        ("/region", "atlantis"),
        ("/arrivesOn", MISSING),
        ("/arrivesOn", "1999-09-07"),
        ("/availableFrom", "2026-12-07T09:00:00+01:00"),
        ("/mode", MISSING),
        ("/mode", "some"),
        ("/times", "later"),
        ("/parties", []),
        ("/parties", [PARTY] * 501),
        ("/parties/1/party", []),
        ("/parties/1/party/0/role", "boss"),
        ("/parties/1/contact/email", "ada"),
        ("/parties/1/contact/name", f"Ada {BSN}"),
        ("/parties/1/readyFrom/swim", "2026-09-08"),
        ("/parties/1/journey", "eu-citizen"),
    ],
)
def test_what_is_wrong_is_named(planner: Client, service: Application, pointer: str, value: object) -> None:
    """By its place in the group, and nothing is stored."""
    before = everything(service)
    group = changed(GROUP, "/parties/1/readyFrom", {})
    response = post_with_key(planner, "/v1/group-intakes", changed(group, pointer, value))
    assert response.status_code == 422, response.text
    assert response.json()["errors"][0]["pointer"] == f"#{pointer}"
    assert BSN not in response.text
    assert everything(service) == before


def test_groups_are_for_planners(client_of: ClientOf) -> None:
    """A front desk walks people in one by one."""
    assert post_with_key(client_of("frontdesk"), "/v1/group-intakes", GROUP).status_code == 403
