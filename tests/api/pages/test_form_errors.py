"""What is wrong with a form is told in the reader's language, by the field, and nothing that was typed is lost."""

from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from scheduler.application import Application
from scheduler.demo.region import REGION
from scheduler.scenarios.jobs import list_scenarios, scenario_of_job
from scheduler.use_cases.create_token import create_token
from scheduler.use_cases.forecast import set_forecast
from tests.api.client import Client
from tests.api.pages.test_scenario_form import NAMED, PASTED
from tests.api.pages.test_scenarios import planner_fixture  # noqa: F401 # a fixture
from tests.api.pages.test_week import address_fixture, page_fixture  # noqa: F401 # fixtures
from tests.api.routes.test_scenarios import FORECAST

IN_DUTCH: list[tuple[dict[str, str], str]] = [
    ({"demand": "-10"}, "Aankomsten, in procenten van die van nu: “-10” kan niet; verwacht: 0 of meer."),
    ({"walk_ins": "120"}, "Inlopers, in procenten: “120” kan niet; verwacht: 100 of minder."),
    ({"weekly": "veel"}, "Aankomsten per week: “veel” kan niet; verwacht: een getal."),
    ({"weekly": "nan"}, "Aankomsten per week: “nan” kan niet; verwacht: een eindig getal."),
    ({"seed": "1,5"}, "Zaad van het toeval: “1,5” kan niet; verwacht: een heel getal."),
    ({"name": "n" * 201}, "verwacht: een tekst van hooguit 200 tekens."),
    ({"name": "a\tb"}, "Naam: verwacht: één regel tekst zonder besturingstekens."),
    ({"name": ""}, "Naam: nog niet ingevuld."),
    ({"first": "maandag"}, "Eerste dag: “maandag” kan niet; verwacht: een dag zoals 2026-09-08."),
    ({"first": "2026-02-30"}, "verwacht: een dag van de kalender zoals 2026-09-08."),
    ({"first": "1999-01-04"}, "verwacht: een jaar van 2000 tot en met 2100."),
    ({"last": "2025-01-05"}, "Laatste dag: “2025-01-05” kan niet; verwacht: 2026-08-10 of een latere dag."),
    ({"last": "2090-01-05"}, "verwacht: hooguit 1830 dagen vanaf de eerste."),
    ({"last": "2026-08-20"}, "verwacht: 10 of minder, zodat er een dag meetelt."),
    (
        {"first": "2026-09-05", "last": "2026-09-06", "warm_up": "0"},
        "verwacht: dagen waarop ten minste één balie open is.",
    ),
    ({"weekly": "0"}, "verwacht: meer dan 0, of een groep die komt; het telt maal de schaal"),
    ({"desks.ind.4": "-3"}, "IND, donderdag: “-3” kan niet; verwacht: -2 of meer: zoveel zijn er dan open."),
    ({"desks.atlantis.4": "1"}, "verwacht: een dienst met balies: "),
    ({"start": "region:atlantis"}, "Begint als: “atlantis” kan niet; verwacht: een van zuid-limburg."),
    ({"start": "scenario:x"}, "Begint als: “x” kan niet; verwacht: een scenario dat er is."),
    ({"start": f"history:{REGION.id}"}, "een regio waar in de laatste 26 weken 50 of meer mensen aankwamen."),
    ({"days": "5", "written": "policy: {promise: {days: 4}}"}, "Belofte, in dagen: staat ook in “Al het andere”"),
]


def test_a_dutch_reader_is_told_in_dutch(planner: Client, service: Application) -> None:
    """The field by its label, what was typed as it was typed, and what is expected."""
    for fields, told in IN_DUTCH:
        answer = planner.request("POST", "/scenarios?lang=nl", data=NAMED | fields)
        assert answer.status_code == 422
        assert told in unescape(answer.text)
        assert '<span lang="en">' not in answer.text
    assert list_scenarios(service).items == ()


@pytest.mark.parametrize(("language", "told"), [("en", "In “Anything else”:"), ("nl", "In “Al het andere”:")])
def test_what_is_wrong_with_a_text_is_told(planner: Client, service: Application, language: str, told: str) -> None:
    """With the text as it was written, also where only the whole scenario shows that it is wrong."""
    text = "# twice\r\ndemand: {journeys: {<b>: 1}}"
    answer = planner.request("POST", f"/scenarios?lang={language}", data=NAMED | {"written": text})
    assert answer.status_code == 422
    assert f'{told} <span lang="en">demand.journeys' in unescape(answer.text)
    assert "\n# twice\r\ndemand: {journeys: {&lt;b&gt;: 1}}</textarea>" in answer.text
    assert list_scenarios(service).items == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Name: not filled in yet."),
        ("name: Less", "Arrivals a week: expected how many arrive a week, or a start or base that tells."),
        ("{name: Less, demand: {weekly: -1}}", "demand.weekly: -1 is wrong; expected 0 or more"),
        ("{name: Less, demand: {weekly: 1}}", "demand.journeys: missing; expected weights of journeys"),
    ],
)
def test_from_scratch_what_is_missing_is_named(planner: Client, text: str, told: str) -> None:
    """By its field if there is one, or else as it is called in the text."""
    answer = planner.request("POST", "/scenarios", data=PASTED | {"written": text})
    assert answer.status_code == 422
    assert told in unescape(answer.text)


def test_nothing_that_was_typed_is_lost(service: Application, page: Page) -> None:
    """A form that is refused comes back as it was, where it was, with what is wrong marked and in sight."""
    set_forecast(service, "planner", REGION.id, FORECAST)
    text = "\ndemand:\n  parties: {1: 1, 2: 1}\n"
    _enter(page, create_token(service, "a planner", "planner"))
    expect(page.locator("form details[open]")).to_have_count(0)
    page.get_by_label("Name").fill("Busy")
    page.get_by_label("IND, Thursday").fill("-1")
    page.get_by_text("Who comes").click()
    page.get_by_text("Anything else", exact=True).click()
    page.get_by_label("Anything else, as in a scenario file (YAML)").fill(text)
    page.get_by_text("Period and repetitions").click()
    page.get_by_label("First day").fill("2026-10-05")
    page.get_by_label("Starts as").select_option("from scratch, as written below")
    page.get_by_role("button", name="Start with this").click()
    expect(page.get_by_label("IND, Thursday")).to_have_count(0)
    page.get_by_label("Starts as").select_option(f"region:{REGION.id}")
    page.get_by_role("button", name="Start with this").click()
    expect(page.get_by_label("Name")).to_have_value("Busy")
    expect(page.get_by_label("First day")).to_have_value("2026-10-05")
    expect(page.get_by_label("Anything else, as in a scenario file (YAML)")).to_have_value(text)
    page.get_by_text("Who comes").click()
    page.get_by_label("Walk-ins, in percent").fill("10")
    page.get_by_label("Name").press("Enter")
    expect(page.locator("h1")).to_have_text("Busy")
    scenario = scenario_of_job(list_scenarios(service).items[0])
    assert (scenario.demand.walk_ins, scenario.demand.parties) == (0.1, (1.0, 1.0))


def test_a_wrong_field_is_in_sight(planner: Client) -> None:
    """Its section is open, and so is each in which something stands; the others are closed."""
    answer = planner.request("POST", "/scenarios", data=NAMED | {"absences": "-1", "seed": "4", "walk_ins": ""}).text
    opened = {part.partition("</summary>")[0] for part in answer.split("<details open>\n    <summary>")[1:]}
    assert opened == {"Desks and hours", "Period and repetitions"}
    assert '<input name="absences" aria-invalid="true" aria-describedby="wrong" value="-1"' in answer


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_form_fits_a_telephone(service: Application, page: Page, language: str) -> None:
    """With every section open nothing sticks out at 400 pixels."""
    set_forecast(service, "planner", REGION.id, FORECAST)
    page.set_viewport_size({"width": 400, "height": 800})
    _enter(page, create_token(service, "a planner", "planner"), language)
    for section in page.locator("summary").all():
        section.click()
    expect(page.locator("details[open]")).to_have_count(6)
    page.wait_for_load_state()  # the form can be there before the style is
    assert page.evaluate("document.documentElement.scrollWidth") == 400


def _enter(page: Page, secret: str, language: str = "en") -> None:
    page.goto(f"/scenarios?lang={language}")
    page.locator("input[name=token]").fill(secret)
    page.locator("main button").click()
    expect(page.locator("h2")).to_be_visible()


def test_what_may_stand_in_a_text_is_a_click_away(planner: Client) -> None:
    """It is the page of the documents, which also says how the other questions are asked."""
    assert planner.get("/scenarios").text.count('href="/scenarios/format"') == 2
    told = planner.get("/scenarios/format")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.text == Path("docs/scenarios.md").read_text(encoding="utf-8")
    for question in ("staff", "worth", "break", "weekdays", "frontier"):
        assert f"onestop scenario {question} counter.yaml" in told.text
