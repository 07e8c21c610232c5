"""The day of the visit over HTTP: the appointment is answered as it is, and what cannot be is a problem."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Client
from tests.api.routes.journeys import booking

PROBLEM = "urn:problem-type:onestop:"
TODAY = "2026-09-03"
NOW = "2026-09-03T09:00:00Z"


def appointment(client: Client, **changes: Any) -> dict[str, Any]:
    """The first appointment of a new booking of today."""
    found: dict[str, Any] = booking(client, **({"arrivesOn": TODAY} | changes))["appointments"][0]
    return found


def test_a_visit_is_noted_point_by_point(client: Client) -> None:
    """Every answer is the appointment with its status, its instants and its minutes, as its booking shows it."""
    made = booking(client, arrivesOn=TODAY)
    first = made["appointments"][0]
    assert (first["status"], first["checkedInAt"], first["waitingMinutes"]) == ("booked", None, None)
    known: dict[str, object] = {}
    for call, status, noted in (
        ("check-in", "checked-in", {"checkedInAt": NOW}),
        ("start", "started", {"startedAt": NOW, "waitingMinutes": 0}),
        ("finish", "finished", {"finishedAt": NOW, "durationMinutes": 0}),
    ):
        known |= noted
        for _ in range(2):
            response = client.post(f"/v1/appointments/{first['id']}/{call}")
            assert (response.status_code, response.json()) == (200, first | known | {"status": status})
    assert client.get(f"/v1/bookings/{made['id']}").json()["appointments"][0] == response.json()


def test_who_does_not_come_is_a_no_show(client: Client) -> None:
    """An appointment that starts now can be missed, and is then not checked in."""
    first = appointment(client)
    assert first["start"] == "2026-09-03T11:00:00+02:00"
    response = client.post(f"/v1/appointments/{first['id']}/no-show")
    assert (response.status_code, response.json()) == (200, first | {"status": "no-show", "missedAt": NOW})
    late = client.post(f"/v1/appointments/{first['id']}/check-in")
    assert (late.status_code, late.json()["type"]) == (409, PROBLEM + "visit-out-of-order")


@pytest.mark.parametrize("call", ["start", "finish"])
def test_a_wrong_order_is_a_problem(client: Client, call: str) -> None:
    """What does not follow is 409 and says what it would follow on."""
    response = client.post(f"/v1/appointments/{appointment(client)['id']}/{call}")
    assert (response.status_code, response.json()["type"]) == (409, PROBLEM + "visit-out-of-order")
    assert "is booked" in response.json()["detail"]


@pytest.mark.parametrize("call", ["check-in", "no-show"])
def test_another_day_is_a_problem(client: Client, call: str) -> None:
    """A visit of next week is 409 today, and the answer names its day."""
    first = appointment(client, arrivesOn="2026-09-07")
    response = client.post(f"/v1/appointments/{first['id']}/{call}")
    assert (response.status_code, response.json()["type"]) == (409, PROBLEM + "not-its-time")
    assert first["start"][:10] in response.json()["detail"]


def test_a_visit_that_has_begun_cannot_be_cancelled(client: Client) -> None:
    """A booking of which a visit has started is 409 to cancel whole; its version has moved on."""
    made = booking(client, arrivesOn=TODAY)
    tag = client.get(f"/v1/bookings/{made['id']}").headers["etag"]
    for call in ("check-in", "start"):
        client.post(f"/v1/appointments/{made['appointments'][0]['id']}/{call}")
    path, body = f"/v1/bookings/{made['id']}/cancel", {"reason": "leaves early"}
    assert client.post(path, body, headers={"If-Match": tag}).status_code == 412
    response = client.post(path, body)
    assert (response.status_code, response.json()["type"]) == (409, PROBLEM + "visit-begun")


@pytest.mark.parametrize("call", ["check-in", "start", "finish", "no-show"])
def test_an_appointment_of_nobody(client: Client, call: str) -> None:
    """An id that no appointment has is 404; one of a cancelled booking is 409."""
    response = client.post(f"/v1/appointments/appointment-nobody/{call}")
    assert (response.status_code, response.json()["type"]) == (404, PROBLEM + "not-found")
    made = booking(client)
    client.post(f"/v1/bookings/{made['id']}/cancel", {"reason": "away"})
    response = client.post(f"/v1/appointments/{made['appointments'][0]['id']}/{call}")
    assert (response.status_code, response.json()["type"]) == (409, PROBLEM + "not-booked")


def test_who_is_late_is_moved(client: Client) -> None:
    """The answer says from when to when; a time that is not later is named, and a visit of another day refused."""
    first = appointment(client)
    later = datetime.fromisoformat(first["start"]) + timedelta(hours=1)
    response = client.post(f"/v1/appointments/{first['id']}/late", {"expectedAt": later.isoformat()})
    assert response.status_code == 200, response.text
    told = response.json()
    assert first in told["before"]
    assert told["kept"]
    assert all(datetime.fromisoformat(each["start"]) >= later for each in told["after"])
    refused = client.post(f"/v1/appointments/{first['id']}/late", {"expectedAt": "2026-09-03T09:00:00Z"})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "#/expectedAt"
    another = client.post(f"/v1/appointments/{booking(client)['appointments'][0]['id']}/late", {"expectedAt": NOW})
    assert (another.status_code, another.json()["type"]) == (409, PROBLEM + "not-its-time")
