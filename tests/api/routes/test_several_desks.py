"""Families at several desks at once, over HTTP: one appointment to them, its desks for the staff."""

from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.journey import Journey, Step
from scheduler.domain.texts import Text
from tests.api.client import Client
from tests.api.conftest import ClientOf
from tests.api.routes.journeys import booking, offers, post_with_key
from tests.api.samples import ARRIVAL

STEP = Step("registration", Text("Inschrijving", "Registration"), "registration", (2, 3, 2), desks=(1, 1, 2))
FAMILY: dict[str, Any] = {
    "journey": "family",
    "party": [{"role": role, "languages": ["en"]} for role in ("applicant", "partner", "child")],
    "readyFrom": {},
}


@pytest.fixture(autouse=True)
def journey(service: Application) -> None:
    """A journey on which three or more register at two desks at once."""
    with service.writing() as uow:
        uow.configuration.add_journey(Journey("family", Text("Gezin", "Family"), (STEP,)))
        uow.commit()


def test_an_offer_has_one_appointment_and_the_booking_names_its_desks(client: Client) -> None:
    """The catalogue says how many there are for which party."""
    (listed,) = [each for each in client.get("/v1/journeys").json()["items"] if each["id"] == "family"]
    assert (listed["steps"][0]["slots"], listed["steps"][0]["desks"]) == ([2, 3, 2], [1, 1, 2])
    (offered,) = offers(client, **FAMILY)[0]["appointments"]
    assert offered.keys() == {"step", "agency", "location", "start", "end"}
    (booked,) = booking(client, **FAMILY)["appointments"]
    assert len(set(booked["desks"])) == 2
    assert [len(each["desks"]) for each in booking(client)["appointments"]] == [1, 1, 1]


def test_a_visit_at_several_desks_is_noted_and_moved_as_one(client: Client) -> None:
    """It keeps its id at other times."""
    made = booking(client, **FAMILY)
    body = {"limit": 3, "earliest": made["appointments"][0]["end"]}
    other = client.post(f"/v1/arrivals/{made['arrivalId']}/offers", body).json()["offers"][0]
    moved = client.post(f"/v1/bookings/{made['id']}/reschedule", {"offerId": other["id"]}).json()
    assert [each["id"] for each in moved["appointments"]] == [each["id"] for each in made["appointments"]]
    assert moved["appointments"][0]["start"] == other["appointments"][0]["start"]
    assert len(moved["appointments"][0]["desks"]) == 2


def test_an_override_names_the_further_desks(client_of: ClientOf) -> None:
    """Too few are refused where they stand; with all of them it is booked."""
    staff = client_of("override")
    arrival = staff.post("/v1/arrivals", ARRIVAL | FAMILY).json()["id"]
    wanted = {"step": "registration", "resource": "gemeente-1", "start": "2026-09-08T09:00:00+02:00"}
    body = {"arrival": arrival, "appointments": [wanted], "reason": "the train leaves at noon"}
    refused = post_with_key(staff, "/v1/overrides", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "#/appointments/0/beside")
    made = post_with_key(staff, "/v1/overrides", body | {"appointments": [wanted | {"beside": ["gemeente-2"]}]})
    assert made.status_code == 201, made.text
    assert made.json()["appointments"][0]["desks"] == ["gemeente-1", "gemeente-2"]
