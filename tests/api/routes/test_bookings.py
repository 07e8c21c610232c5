"""Itineraries are held, booked, moved and cancelled whole, and once for each key."""

import icalendar
import pytest

from scheduler.application import Application
from tests.api.client import Client
from tests.api.routes.journeys import booking, offers, post_with_key
from tests.api.samples import ARRIVAL, BSN
from tests.stored import everything

PROBLEM = "urn:problem-type:onestop:"


def test_a_hold_becomes_a_booking(client: Client) -> None:
    """A held offer is booked with the same appointments, confirmed and with firm times."""
    offer = offers(client)[0]
    held = post_with_key(client, "/v1/holds", {"offerId": offer["id"]})
    assert held.status_code == 201
    assert held.json()["expiresAt"]
    response = post_with_key(client, "/v1/bookings", {"holdId": held.json()["id"]})
    assert response.status_code == 201
    made = response.json()
    assert (made["status"], made["times"], made["meetsDeadline"]) == ("confirmed", "firm", True)
    assert made["completesOn"] == offer["completesOn"]
    booked = [{key: one[key] for key in offer["appointments"][0]} for one in made["appointments"]]
    assert booked == offer["appointments"] == held.json()["appointments"]
    assert client.get(response.headers["location"]).json() == made


@pytest.mark.parametrize(("path", "other"), [("/v1/holds", "/v1/bookings"), ("/v1/bookings", "/v1/holds")])
def test_the_same_key_gets_the_first_answer(client: Client, path: str, other: str) -> None:
    """A repeated request is answered as the first was; another body or address with that key is refused."""
    first, second = offers(client)[:2]
    answer = post_with_key(client, path, {"offerId": first["id"]}, "k")
    again = post_with_key(client, path, {"offerId": first["id"]}, "k")
    assert answer.status_code == 201
    assert (again.status_code, again.json()) == (201, answer.json())
    for address, body in ((path, {"offerId": second["id"]}), (other, {"offerId": first["id"]})):
        refused = post_with_key(client, address, body, "k")
        assert refused.status_code == 422
        assert refused.json()["type"] == PROBLEM + "idempotency-conflict"


@pytest.mark.parametrize("path", ["/v1/holds", "/v1/bookings"])
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": ""}, {"Idempotency-Key": "x" * 201}])
def test_a_key_is_needed(client: Client, service: Application, path: str, headers: dict[str, str]) -> None:
    """Without a usable key nothing is held or booked, and the header is named."""
    offer = offers(client)[0]
    before = everything(service)
    response = client.post(path, {"offerId": offer["id"]}, headers=headers)
    assert response.status_code == 422
    assert response.json()["errors"][0]["in"] == "header"
    assert "Idempotency-Key" in response.json()["detail"]
    assert everything(service) == before


def test_the_order_of_fields_makes_no_other_request(client: Client) -> None:
    """Two ways to write one body are one request to a key; no body at all is refused with its own problem."""
    offer = offers(client)[0]
    first = post_with_key(client, "/v1/bookings", {"offerId": offer["id"], "times": "firm"}, "k")
    again = post_with_key(client, "/v1/bookings", {"times": "firm", "offerId": offer["id"]}, "k")
    assert again.json() == first.json()
    empty = client.request("POST", "/v1/bookings", headers={"Idempotency-Key": "other"})
    assert (empty.status_code, empty.json()["type"]) == (422, PROBLEM + "invalid")


def test_a_taken_slot_comes_with_fresh_offers(client: Client) -> None:
    """Who comes second gets 409 and offers that still fit."""
    mine, theirs = offers(client, 1)[0], offers(client, 1)[0]
    assert mine["appointments"] == theirs["appointments"]
    assert post_with_key(client, "/v1/bookings", {"offerId": mine["id"]}).status_code == 201
    response = post_with_key(client, "/v1/bookings", {"offerId": theirs["id"]})
    assert (response.status_code, response.json()["type"]) == (409, PROBLEM + "slot-taken")
    fresh = response.json()["offers"][0]
    assert post_with_key(client, "/v1/bookings", {"offerId": fresh["id"]}).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"offerId": 3},
        {"offerId": "a", "holdId": "b"},
        {"offerId": "a", "times": "perhaps"},
        {"offerId": "a", "times": 3},
        {"offer_id": "a"},
        {"offerId": "a/b"},
        [],
        "offer",
    ],
)
def test_a_wrong_booking_is_refused(client: Client, service: Application, body: object) -> None:
    """Neither, both or no right id, and times that are not offered yet, are named and store nothing."""
    before = everything(service)
    response = post_with_key(client, "/v1/bookings", body)
    assert response.status_code == 422
    assert response.json()["errors"]
    assert everything(service) == before


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/holds", {"offerId": "offer-nothing"}),
        ("/v1/bookings", {"offerId": "offer-nothing"}),
        ("/v1/bookings", {"holdId": "hold-nothing"}),
    ],
)
def test_what_is_not_there_cannot_be_taken(client: Client, path: str, body: object) -> None:
    """An id of no offer or hold is 404."""
    response = post_with_key(client, path, body)
    assert response.status_code == 404
    assert "nothing" in response.json()["detail"]


def test_a_move_frees_the_old_times(client: Client) -> None:
    """A booking moves to another offer; its id, its appointments' ids and its arrival stay."""
    made = booking(client)
    found = client.post(f"/v1/arrivals/{made['arrivalId']}/offers").json()["offers"]
    times = [one["start"] for one in made["appointments"]]
    other = next(offer for offer in found if [one["start"] for one in offer["appointments"]] != times)
    response = client.post(f"/v1/bookings/{made['id']}/reschedule", {"offerId": other["id"]})
    assert response.status_code == 200, response.text
    moved = response.json()
    assert (moved["id"], moved["status"]) == (made["id"], "confirmed")
    assert {one["id"] for one in moved["appointments"]} == {one["id"] for one in made["appointments"]}
    assert [one["start"] for one in moved["appointments"]] == [one["start"] for one in other["appointments"]]


def test_a_cancelled_booking_stays_readable(client: Client) -> None:
    """A cancelled booking shows its reason, and cannot be cancelled again."""
    made = booking(client)
    response = client.post(f"/v1/bookings/{made['id']}/cancel", {"reason": "moved away"})
    assert response.status_code == 200
    assert (response.json()["status"], response.json()["cancelReason"]) == ("cancelled", "moved away")
    assert (response.json()["completesOn"], response.json()["meetsDeadline"]) == (None, None)
    assert client.get(f"/v1/bookings/{made['id']}").json() == response.json()
    again = client.post(f"/v1/bookings/{made['id']}/cancel", {"reason": "moved away"})
    assert (again.status_code, again.json()["type"]) == (409, PROBLEM + "not-booked")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": ""},
        {"reason": 5},
        {"reason": "x" * 201},
        {"reason": f"is {BSN}"},
        {"reason": "away", "steps": []},
        {"reason": "away", "steps": ["no-such-step"]},
        {"reason": "away", "when": "now"},
    ],
)
def test_a_wrong_cancellation_is_refused(client: Client, service: Application, body: object) -> None:
    """Every field of a cancellation wrong in turn is named, and the booking stands."""
    made = booking(client)
    before = everything(service)
    response = client.post(f"/v1/bookings/{made['id']}/cancel", body)
    assert response.status_code == 422
    assert response.json()["errors"]
    assert BSN not in response.text
    assert everything(service) == before


def test_an_etag_guards_changes(client: Client) -> None:
    """A change made for an older version is refused with 412; made for this one it goes through."""
    made = booking(client)
    tag = client.get(f"/v1/bookings/{made['id']}").headers["etag"]
    path, body = f"/v1/bookings/{made['id']}/cancel", {"reason": "away"}
    stale = client.post(path, body, headers={"If-Match": '"999"'})
    assert (stale.status_code, stale.json()["type"]) == (412, PROBLEM + "stale-version")
    wrong = client.post(path, body, headers={"If-Match": "999"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/If-Match")
    right = client.post(path, body, headers={"If-Match": tag})
    assert right.status_code == 200
    assert right.headers["etag"] != tag


def test_bookings_are_listed_a_page_at_a_time(client: Client) -> None:
    """The pages hold each booking once; a day, an agency and a status narrow the list."""
    made = [booking(client) for _ in range(3)]
    first = client.get("/v1/bookings?limit=2").json()
    rest = client.get("/v1/bookings", params={"limit": 2, "cursor": first["next"]}).json()
    assert (len(first["items"]), rest["next"]) == (2, None)
    assert {one["id"] for one in first["items"] + rest["items"]} == {one["id"] for one in made}
    day = made[0]["appointments"][0]["start"][:10]
    assert client.get(f"/v1/bookings?date={day}").json()["items"]
    assert client.get("/v1/bookings?date=2026-12-01").json() == {"items": [], "next": None}
    assert len(client.get("/v1/bookings?agency=ind").json()["items"]) == 3
    assert client.get("/v1/bookings?status=cancelled").json()["items"] == []


@pytest.mark.parametrize(
    "query",
    ["date=today", "agency=a/b", "status=open", "limit=0", "limit=201", "limit=x", "cursor=nonsense", "page=2"],
)
def test_a_wrong_filter_is_named(client: Client, query: str) -> None:
    """Every query field wrong in turn is named with its value."""
    response = client.get(f"/v1/bookings?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == f"#/{query.partition('=')[0]}"
    assert response.json()["errors"][0]["in"] == "query"


def test_the_calendar_holds_every_appointment(client: Client) -> None:
    """The calendar file has one event for each appointment."""
    made = booking(client)
    response = client.get(f"/v1/bookings/{made['id']}/calendar.ics")
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert len(events) == len(made["appointments"])


@pytest.mark.parametrize("tail", ["", "/calendar.ics", "/reschedule", "/cancel"])
def test_an_unknown_booking_is_not_found(client: Client, tail: str) -> None:
    """An id that no booking has is 404."""
    path = f"/v1/bookings/booking-nobody{tail}"
    body = {"/reschedule": {"offerId": "offer-a"}, "/cancel": {"reason": "away"}}.get(tail)
    response = client.post(path, body) if body else client.get(path)
    assert (response.status_code, response.json()["type"]) == (404, PROBLEM + "not-found")


def test_a_promise_is_booked_before_its_times(client: Client) -> None:
    """What is promised and when the times become firm is told; firm times promise the same and become nothing."""
    arrival = client.post("/v1/arrivals", {**ARRIVAL, "arrivesOn": "2026-09-16"}).json()
    offer = client.post(f"/v1/arrivals/{arrival['id']}/offers", {"limit": 1}).json()["offers"][0]
    response = post_with_key(client, "/v1/bookings", {"offerId": offer["id"], "times": "provisional"})
    assert response.status_code == 201, response.text
    told = response.json()
    assert (told["times"], told["fixesOn"]) == ("provisional", "2026-09-15")
    assert told["completesBy"] == arrival["deadline"] == "2026-09-21T23:59:59+02:00"
    firm = booking(client)
    assert (firm["times"], firm["fixesOn"]) == ("firm", None)
