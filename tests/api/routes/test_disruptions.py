"""Desks drop out over HTTP: one call, and the answer says who moved where."""

import pytest

from scheduler.application import Application
from tests.api.client import Client
from tests.api.conftest import ClientOf
from tests.api.routes.journeys import booking, post_with_key
from tests.api.samples import MISSING, changed
from tests.stored import everything

ABSENCE = {
    "resource": "ind-1",
    "from": "2026-09-08T09:00:00+02:00",
    "to": "2026-09-08T12:00:00+02:00",
    "reason": "a colleague is ill",
}
CLOSURE = {
    "region": "zuid-limburg",
    "agency": "gemeente",
    "from": "2026-09-07",
    "to": "2026-09-08",
    "reason": "flooding",
}


def test_a_closure_says_who_moved_where(client: Client) -> None:
    """The booking is told with what it gave up and what it has instead, and reads so from then on."""
    before = booking(client)
    response = post_with_key(client, "/v1/closures", CLOSURE)
    assert response.status_code == 201, response.text
    told = response.json()
    (displaced,) = told["displaced"]
    after = client.get(f"/v1/bookings/{before['id']}").json()
    assert displaced["bookingId"] == before["id"]
    assert displaced["kept"] is after["meetsDeadline"] is True
    assert displaced["after"] == [each for each in after["appointments"] if each not in before["appointments"]]
    assert displaced["before"] == [each for each in before["appointments"] if each not in after["appointments"]]
    assert all(each["start"] >= "2026-09-09" for each in after["appointments"] if each["agency"] == "gemeente")
    assert {each["resource"].split("-")[0] for each in told["absences"]} == {"gemeente"}


def test_a_desk_is_reported_absent(client: Client) -> None:
    """With nobody booked, nobody is displaced; the desk is free no more."""
    query = {"region": "zuid-limburg", "from": "2026-09-08", "to": "2026-09-08"}
    slot = {"agency": "ind", "start": ABSENCE["from"]}

    def free() -> int:
        found = client.get("/v1/availability", params=query).json()["items"]
        return next(each["free"] for each in found if slot.items() <= each.items())  # type: ignore[no-any-return]

    before = free()
    response = post_with_key(client, "/v1/disruptions", ABSENCE)
    assert (response.status_code, response.json()["displaced"]) == (201, [])
    assert free() == before - 1


@pytest.mark.parametrize(("path", "body"), [("disruptions", ABSENCE), ("closures", CLOSURE)])
def test_the_same_key_is_one_report(client: Client, path: str, body: dict[str, str]) -> None:
    """A report that is sent again has the first answer; another one with its key is refused, as is one without."""
    first, again = (post_with_key(client, f"/v1/{path}", body, "k") for _ in range(2))
    assert (again.status_code, again.json()) == (201, first.json())
    other = post_with_key(client, f"/v1/{path}", body | {"reason": "other"}, "k")
    assert (other.status_code, other.json()["type"]) == (422, "urn:problem-type:onestop:idempotency-conflict")
    without = client.post(f"/v1/{path}", body)
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "#/Idempotency-Key")


def test_a_report_is_listed_and_ended(client: Client) -> None:
    """It is found by its region with its desks and its reason until it is ended, once or twice."""
    told = post_with_key(client, "/v1/disruptions", ABSENCE).json()
    (listed,) = client.get("/v1/disruptions?region=zuid-limburg").json()["items"]
    assert listed == {key: told[key] for key in ("id", "region", "reason", "absences")} | {
        "reportedAt": "2026-09-03T09:00:00Z",
        "endedAt": None,
    }
    for _ in range(2):
        ended = client.post(f"/v1/disruptions/{told['id']}/end")
        assert (ended.status_code, ended.json()) == (200, listed | {"endedAt": "2026-09-03T09:00:00Z"})
    assert client.get("/v1/disruptions?region=zuid-limburg").json()["items"] == []
    assert client.post("/v1/disruptions/disruption-nobody/end").status_code == 404
    unknown = client.get("/v1/disruptions?region=atlantis")
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "#/region")


@pytest.mark.parametrize(
    ("path", "body", "pointer", "value"),
    [
        ("disruptions", ABSENCE, "/resource", "ind-99"),
        ("disruptions", ABSENCE, "/resource", MISSING),
        ("disruptions", ABSENCE, "/from", "2026-09-08"),
        ("disruptions", ABSENCE, "/to", "2026-09-08T09:00:00+02:00"),
        ("disruptions", ABSENCE, "/to", MISSING),
        ("disruptions", ABSENCE, "/reason", ""),
        ("disruptions", ABSENCE, "/reason", "BSN 123456782"),
        ("closures", CLOSURE, "/region", "atlantis"),
        ("closures", CLOSURE, "/agency", "police"),
        ("closures", CLOSURE, "/to", "2026-09-06"),
        ("closures", CLOSURE, "/to", "2027-09-06"),
        ("closures", CLOSURE, "/days", 2),
    ],
)
def test_what_is_wrong_is_named(
    client: Client, service: Application, path: str, body: dict[str, str], pointer: str, value: object
) -> None:
    """Every field wrong in turn is named, and nothing changes."""
    before = everything(service)
    response = post_with_key(client, f"/v1/{path}", changed(body, pointer, value))
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == f"#{pointer}"
    assert everything(service) == before


def test_front_desks_close_nothing(client_of: ClientOf) -> None:
    """It is for planners to say."""
    assert client_of("frontdesk").post("/v1/disruptions", ABSENCE).status_code == 403
    assert client_of("frontdesk").post("/v1/closures", CLOSURE).status_code == 403
