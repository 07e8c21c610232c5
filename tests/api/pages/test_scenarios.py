"""Planners ask for scenarios by a form and read what they come to, in two languages, in a real browser."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from api.pages.scenario_form import document_of_form
from api.pages.scenario_texts import TEXTS
from scheduler.application import Application
from scheduler.demo.region import REGION
from scheduler.scenarios.jobs import get_scenario, list_scenarios, run_next_scenario, scenario_of_job
from scheduler.scenarios.pools import here
from scheduler.use_cases.create_token import create_token
from scheduler.use_cases.forecast import forget_forecast, set_forecast
from tests.api.client import Client
from tests.api.pages.test_week import address_fixture, page_fixture  # noqa: F401 # fixtures
from tests.api.routes.test_scenarios import FORECAST, fake
from tests.api.samples import BSN

FIELDS = {"name": "Busy", "start": "region:zuid-limburg", "demand": "125", "days": "5", "offers": "", "times": ""}
SECRET = "onestop-token"  # noqa: S105 # the name of a cookie
Planner = Callable[[], Client]


@pytest.fixture(name="planner")
def planner_fixture(service: Application, app: FastAPI) -> Iterator[Client]:
    """A browser without a screen, in which a planner has entered; somebody is expected."""
    set_forecast(service, "planner", REGION.id, FORECAST)
    secret = create_token(service, "a planner", "planner")
    entered = Client(app).request("POST", "/scenarios/enter", data={"token": secret})
    assert entered.status_code == 303
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    yield Client(app, {"Cookie": cookie.partition(";")[0]})


def run(service: Application) -> None:
    """A turn of a worker."""
    assert run_next_scenario(service, pool=lambda _: here(), replicate=fake)


@pytest.mark.parametrize("path", ["/scenarios", "/scenarios/scenario-x", "/scenarios/scenario-x/report"])
def test_a_stranger_is_asked_for_a_token(stranger: Client, path: str) -> None:
    """Nothing of a scenario is shown, whether it is there or not."""
    assert 'name="token"' in stranger.get(path).text


def test_only_planners_enter(stranger: Client, service: Application) -> None:
    """A wrong token, or that of a front desk, is refused, also in the cookie."""
    desk = create_token(service, "desk", "frontdesk")
    for secret in ("", "nonsense", desk):
        refused = stranger.request("POST", "/scenarios/enter", data={"token": secret})
        assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)
        asked = stranger.request("POST", "/scenarios", data=FIELDS, headers={"Cookie": f"{SECRET}={secret}"})
        assert asked.status_code == 403
    assert list_scenarios(service).items == ()


def test_a_form_asks_for_a_scenario(planner: Client, service: Application) -> None:
    """What is filled in changes, and everything else is as it is in the region."""
    answer = planner.request("POST", "/scenarios", data=FIELDS | {"desks.ind.1": "2", "desks.ind.4": "-1", "key": "k"})
    assert answer.status_code == 303
    (job,) = list_scenarios(service).items
    assert answer.headers["location"] == f"/scenarios/{job.id}?lang=en"
    scenario = scenario_of_job(get_scenario(service, job.id))
    assert (scenario.name, scenario.demand.weekly, scenario.capacity.region.promise.days) == ("Busy", 60, 5)
    by_day = {
        day: sum(g.count for g in scenario.capacity.desks if g.desk.agency == "ind" and g.desk.pattern.hours.get(day))
        for day in range(1, 6)
    }
    assert by_day == {1: 2, 2: 2, 3: 0, 4: 1, 5: 2}


def test_where_nobody_is_expected_the_form_asks_who_is(planner: Client, service: Application) -> None:
    """Arrivals a week are needed then, and are taken as they are filled in."""
    forget_forecast(service, "planner", REGION.id)
    assert re.search(r'name="weekly"[^>]* required', planner.get("/scenarios").text)
    planner.request("POST", "/scenarios", data=FIELDS | {"weekly": "40", "demand": "150"})
    (job,) = list_scenarios(service).items
    assert scenario_of_job(job).demand.weekly == 60


def test_a_form_sent_twice_asks_once(planner: Client, service: Application) -> None:
    """Going back and sending again gives the same scenario."""
    first, again = (planner.request("POST", "/scenarios", data=FIELDS | {"key": "k"}) for _ in range(2))
    assert first.headers["location"] == again.headers["location"]
    assert len(list_scenarios(service).items) == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Name: not filled in yet."),
        ("name", "n" * 201, "expected a text of 200 or fewer characters"),
        ("demand", "many", "Arrivals, in percent of those now: “many” is wrong; expected a number."),
        ("demand", "-10", "Arrivals, in percent of those now: “-10” is wrong; expected 0 or more."),
        ("demand", "10001", "Arrivals, in percent of those now: “10001” is wrong; expected 10000 or less."),
        ("demand", "nan", "expected a finite number"),
        ("demand", "9" * 5000, "expected a finite number"),
        ("weekly", "9" * 400, "Arrivals a week: “999"),
        ("no_shows", "150", "No-shows, in percent: “150” is wrong; expected 100 or less."),
        ("days", "0", "Promise, in days: “0” is wrong; expected 1 or more."),
        ("offers", "lottery", "Offers of times: “lottery” is wrong"),
        ("nightly", "maybe", "Planned anew every night: “maybe” is wrong; expected true or false."),
        ("desks.ind.4", "-3", "IND, Thursday: “-3” is wrong; expected -2 or more: so many are open on thursday."),
        ("desks.ind.4", "some", "IND, Thursday: “some” is wrong; expected a whole number."),
        ("desks.atlantis.4", "1", "desks.atlantis.4: “1” is wrong; expected an agency that has desks"),
        ("start", "scenario:nobody", "Starts as: “nobody” is wrong; expected the id of a scenario."),
        ("start", "region:atlantis", "Starts as: “atlantis” is wrong; expected one of zuid-limburg."),
        ("start", "history:zuid-limburg", "Starts as: “Expat Centre Zuid-Limburg, with who came in the last weeks”"),
        ("replications", "5000", "Times it is played: “5000” is wrong; expected 200 or less."),
        ("first", "2028-01-03", "Last day: “2027-09-05” is wrong; expected 2028-01-03 or a later day."),
        ("warm_up", "2,5", "Days beforehand that do not count: “2,5” is wrong; expected a whole number."),
        ("name", BSN, "Name: expected free of citizen service numbers (BSN), which are never stored."),
    ],
)
def test_a_wrong_form_is_shown_again(planner: Client, service: Application, field: str, value: str, said: str) -> None:
    """With what is wrong in a line, and with what was filled in."""
    answer = planner.request("POST", "/scenarios", data=FIELDS | {field: value})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert 'value="125"' in answer.text or field == "demand"
    assert list_scenarios(service).items == ()


def test_an_empty_form_is_no_bug(planner: Client) -> None:
    """A body that is no form, or one of far too many fields, is refused like one that is not filled in."""
    for body in (b"", b"\xff\xfe", b"&".join(b"a=1" for _ in range(2000))):
        assert planner.request("POST", "/scenarios", content=body).status_code == 422


def test_fields_that_are_0_change_nothing() -> None:
    """Desks that stay as they are do not stand in the document."""
    assert document_of_form(FIELDS | {"desks.ind.4": "0", "desks.ind.5": ""}).capacity.more == {}


def test_the_report_may_run_its_own_script_only(planner: Client, service: Application) -> None:
    """It is a page of its own in a sandbox; before there are figures there is none."""
    location = planner.request("POST", "/scenarios", data=FIELDS).headers["location"].partition("?")[0]
    assert planner.get(f"{location}/report").status_code == 409
    run(service)
    report = planner.get(f"{location}/report")
    assert report.status_code == 200
    assert "sandbox allow-scripts" in report.headers["content-security-policy"]


def test_pages_follow_the_language(planner: Client) -> None:
    """Every word of the pages is there in both languages."""
    assert TEXTS["nl"].keys() == TEXTS["en"].keys()
    for language in ("nl", "en"):
        shown = planner.get("/scenarios", headers={**planner.headers, "Accept-Language": language})
        assert f'<html lang="{language}">' in shown.text
        assert TEXTS[language]["new"] in shown.text


def test_a_planner_asks_compares_and_reads(service: Application, page: Page) -> None:
    """From the token to a scenario and another one that starts from it, and what is different."""
    set_forecast(service, "planner", REGION.id, FORECAST)
    page.goto("/scenarios")
    page.get_by_label("A planner's token").fill(create_token(service, "a planner", "planner"))
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("As now")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("h1")).to_have_text("As now")
    expect(page.locator("dl.figures")).to_contain_text("waits")
    run(service)
    page.reload()
    expect(page.locator("dl.figures dd").first).to_have_text(re.compile(r"8\d[.\d]*% \("))
    page.get_by_role("link", name="New scenario that starts from this").click()
    page.get_by_label("Name").fill("Busier")
    page.get_by_label("Arrivals, in percent of those now").fill("150")
    page.get_by_label("IND, Thursday").fill("-1")
    page.get_by_role("button", name="Work it out").click()
    run(service)
    page.reload()
    expect(page.get_by_role("listitem").first).to_contain_text("was 48")
    expect(page.locator("tbody tr", has_text="Done within the promise")).to_contain_text("worse than chance")
    page.get_by_role("link", name="Nederlands").click()
    expect(page.locator("h2")).to_have_text("Wat er anders is")
    page.wait_for_load_state()  # the words can be there before the style is
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
