"""Scenarios are asked for, run in the background, compared with their base and told in reports."""

from dataclasses import replace
from typing import Any

import pytest

from scheduler.application import Application
from scheduler.demo.region import REGION
from scheduler.domain.forecast import Forecast, Kind
from scheduler.scenarios.figures import Figures, Hour, Use
from scheduler.scenarios.jobs import run_next_scenario
from scheduler.scenarios.pools import here
from scheduler.scenarios.scenario import Scenario
from scheduler.use_cases.forecast import set_forecast
from tests.api.client import Client
from tests.api.routes.journeys import post_with_key
from tests.api.samples import BSN, MISSING, changed
from tests.api.scenarios.samples import SCRATCH
from tests.scheduler.scenarios.test_jobs import NOTHING
from tests.stored import everything

FORECAST = Forecast(48.0, (1.0,) * 5 + (0.0,) * 2, (Kind("eu-citizen", 1, frozenset(), 1.0),), (1.0,))
AS_NOW = {"format": "onestop-scenario/1", "name": "as now", "start": {"region": REGION.id}, "replications": 3}
MEASURED = replace(
    NOTHING, days_to_done=(50, 50), days_to_bsn=(60, 40), visits=120, use={Hour("ind", 2, 9): Use(100.0, 80.0)}
)


def fake(scenario: Scenario, number: int) -> Figures:
    """The fewer come, the more are done in time."""
    return replace(MEASURED, seed=number, within=100 - number - round(scenario.demand.weekly / 10), weeks=((100, 90),))


def run(service: Application) -> None:
    """A turn of a worker, in this process."""
    assert run_next_scenario(service, pool=lambda _: here(), replicate=fake)


@pytest.fixture(name="address")
def address_fixture(client: Client, service: Application) -> str:
    """Where a scenario is that starts as the region is now."""
    set_forecast(service, "planner", REGION.id, FORECAST)
    address: str = post_with_key(client, "/v1/scenarios", AS_NOW).headers["location"]
    return address


@pytest.mark.parametrize(
    ("pointer", "value", "detail"),
    [
        ("/format", MISSING, "format: missing"),
        ("/demand/weekly", -3, "demand.weekly: -3 is wrong; expected 0 or more"),
        ("/demand/weekly", MISSING, "demand.weekly: expected how many arrive a week, or a start or base that tells"),
        ("/demand/weakly", 3, "demand.weakly: 3 is wrong; expected weekly instead"),
        ("/capacity/desks/town-1/hours/moonday", [], "expected days of the week, each once"),
        ("/capacity/desks/town-1/agency", "ind", 'capacity.desks.town-1.agency: "ind" is wrong; expected one of town'),
        ("/horizon/to", "2026-09-06", 'horizon.to: "2026-09-06" is wrong; expected 2026-09-07 or a later day'),
        ("/start", {"region": "atlantis"}, "expected one of zuid-limburg"),
        ("/start", {}, 'start: "neither" is wrong; expected either a region, or the history of one'),
        ("/start", {"history": "zuid-limburg"}, "expected a region in which 50 or more arrived"),
        ("/base", "scenario-nobody", 'base: "scenario-nobody" is wrong; expected the id of a scenario'),
        ("/replications", 5000, "replications: 5000 is wrong; expected 200 or less"),
        ("/name", f"for {BSN}", "name: expected"),
        (
            "/capacity/closures",
            [{"from": "2026-09-08", "to": "2026-09-08", "reason": BSN}],
            "closures[0].reason: expected",
        ),
    ],
)
def test_a_wrong_scenario_is_named(
    client: Client, service: Application, pointer: str, value: object, detail: str
) -> None:
    """Every field wrong in turn is named, with what would be right, and nothing is stored."""
    before = everything(service)
    response = post_with_key(client, "/v1/scenarios", changed(SCRATCH, pointer, value))
    assert response.status_code == 422
    told = response.json()["errors"][0]
    assert told["pointer"].startswith("#" + pointer.rpartition("/")[0])
    assert detail in told["detail"]
    assert everything(service) == before


def test_a_scenario_is_asked_for_and_run(client: Client, service: Application, address: str) -> None:
    """It is queued, then done, with its measures and how sure they are."""
    queued = client.get(address).json()
    assert (queued["status"], queued["progress"]) == ("queued", {"done": 0, "failed": 0, "total": 3})
    assert queued["measures"] == queued["differences"] == queued["failures"] == []
    run(service)
    done = client.get(address).json()
    assert (done["status"], done["progress"]["done"]) == ("done", 3)
    within = next(each for each in done["measures"] if each["key"] == "within")
    assert (within["unit"], within["better"], within["base"]) == ("share", "more", None)
    value = within["value"]
    assert value["mean"] == pytest.approx(0.94)
    assert value["low"] < value["mean"] < value["high"]


def test_a_key_asks_once(client: Client, service: Application) -> None:
    """The same key gives the same scenario; with another body it is refused."""
    headers = {"Idempotency-Key": "key-1"}
    first, again = (client.post("/v1/scenarios", SCRATCH, headers=headers).json() for _ in range(2))
    assert first["id"] == again["id"]
    other = client.post("/v1/scenarios", SCRATCH | {"seed": 2}, headers=headers)
    assert (other.status_code, other.json()["type"]) == (422, "urn:problem-type:onestop:idempotency-conflict")
    assert len(client.get("/v1/scenarios").json()["items"]) == 1


def test_a_scenario_is_told_apart_from_its_base(client: Client, service: Application, address: str) -> None:
    """What it assumes differently, and what comes of it, the same people in both."""
    base = client.get(address).json()["id"]
    busier = {"format": AS_NOW["format"], "name": "busier", "base": base, "demand": {"scale": 1.25}}
    other = post_with_key(client, "/v1/scenarios", busier).headers["location"]
    run(service)
    run(service)
    told = client.get(other).json()
    assert told["base"] == base
    assert [(each["before"], each["after"]) for each in told["differences"]] == [("48", "60")]
    within = next(each for each in told["measures"] if each["key"] == "within")
    assert within["change"]["mean"] == pytest.approx(-0.01)
    assert within["verdict"] == "worse"


def test_a_failed_replication_is_told(client: Client, service: Application, address: str) -> None:
    """With its number, its seed and why."""

    def fails(scenario: Scenario, number: int) -> Figures:
        if number == 1:
            raise ValueError("the desk is on fire")
        return fake(scenario, number)

    run_next_scenario(service, pool=lambda _: here(), replicate=fails)
    told = client.get(address).json()
    assert told["failures"] == [{"number": 1, "seed": 1, "reason": "the desk is on fire"}]
    assert (told["status"], told["progress"]) == ("done", {"done": 2, "failed": 1, "total": 3})


def test_a_report_needs_figures(client: Client, address: str) -> None:
    """Before there are any it is 409."""
    early = client.get(f"{address}/report")
    assert (early.status_code, early.json()["type"]) == (409, "urn:problem-type:onestop:scenario-not-ready")


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("?format=html", "*/*", "text/html"),
        ("?format=csv", "text/html", "text/csv"),
        ("?format=json", "*/*", "application/json"),
        ("", "text/html,application/xhtml+xml;q=0.9", "text/html"),
        ("", "text/csv", "text/csv"),
        ("", "*/*", "application/json"),
    ],
)
def test_a_report_is_of_the_kind_that_is_wanted(
    client: Client, service: Application, address: str, query: str, accept: str, kind: str
) -> None:
    """By format, or else by the Accept header; a page may run its own script and nothing else."""
    run(service)
    response = client.get(f"{address}/report{query}", headers={**client.headers, "Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(kind)
    assert "as now" in response.text
    if kind == "text/html":
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "sandbox allow-scripts" in policy


def test_a_report_of_no_kind_is_refused(client: Client, address: str) -> None:
    """A format that there is not is named."""
    assert client.get(f"{address}/report?format=pdf").json()["errors"][0]["pointer"] == "#/format"


def test_an_unknown_scenario_is_not_found(client: Client) -> None:
    """An id that no scenario has is 404."""
    assert client.get("/v1/scenarios/scenario-nobody").status_code == 404
    assert client.get("/v1/scenarios/scenario-nobody/report").status_code == 404


def test_scenarios_are_listed_a_page_at_a_time(client: Client) -> None:
    """The newest first; the last page has no next."""
    for name in ("one", "two", "three"):
        post_with_key(client, "/v1/scenarios", SCRATCH | {"name": name})
    seen: list[Any] = []
    page = client.get("/v1/scenarios?limit=2").json()
    seen += page["items"]
    page = client.get("/v1/scenarios", params={"limit": 2, "cursor": page["next"]}).json()
    seen += page["items"]
    assert page["next"] is None
    assert {each["name"] for each in seen} == {"one", "two", "three"}
    assert client.get("/v1/scenarios?cursor=nonsense").status_code == 422
