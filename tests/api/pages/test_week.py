"""The week page shows counts by agency and day, in two languages, in a real browser."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, Request, expect, sync_playwright

from api.app import create_app
from scheduler.settings import Settings
from tests.api.client import Client
from tests.api.routes.journeys import booking
from tests.api.samples import ARRIVAL
from tests.api.server import serving
from tests.browser import ARGUMENTS, executable


@pytest.fixture(name="address")
def address_fixture(app: FastAPI) -> Iterator[str]:
    """Where the application is served."""
    with serving(app) as address:
        yield address


@pytest.fixture(name="page")
def page_fixture(address: str) -> Iterator[Page]:
    """A page of a browser that speaks English; what it complains of or loads from elsewhere fails the test."""
    complaints: list[str] = []
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        page = browser.new_page(base_url=address, locale="en-GB")
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        page.on("requestfailed", lambda request: complaints.extend(_failures(request)))
        yield page
        page.wait_for_load_state("networkidle")
        told = complaints.copy()  # what is still loading when the browser closes has not failed
        browser.close()
    assert told == []
    assert all(url.startswith(address) for url in asked)


def _failures(request: Request) -> Iterator[str]:
    """What went wrong; a page that is left while its icon is loading gives it up, which is no failure of it."""
    if not (request.failure == "net::ERR_ABORTED" and request.url.endswith("/static/icon.svg")):
        yield f"{request.url}: {request.failure}"


def test_the_week_is_shown_by_agency_and_day(page: Page) -> None:
    """The IND receives on Tuesday, Thursday and Friday; the other two all week."""
    page.goto("/?week=2026-W37")
    expect(page).to_have_title(re.compile(r"Week 37, 2026 · .*Zuid-Limburg · onestop"))
    expect(page.locator("thead th")).to_have_count(6)
    ind = page.locator("tbody tr", has=page.get_by_role("rowheader", name="IND"))
    opened = re.compile(r"\d+% taken")
    expect(ind.locator("td")).to_have_text(["closed", opened, "closed", opened, opened])
    expect(page.locator("td.closed")).to_have_count(2)


@pytest.fixture(name="made")
def made_fixture(client: Client) -> dict[str, Any]:
    """A booking that was made before the page is opened."""
    return booking(client)


def test_a_booking_is_counted(made: dict[str, Any], page: Page) -> None:
    """What is booked shows as taken, and nothing of the person does."""
    week = date.fromisoformat(made["appointments"][0]["start"][:10]).isocalendar()
    page.goto(f"/?week={week.year}-W{week.week:02}")
    expect(page.locator("dl.figures dd").nth(1)).not_to_have_text("0")
    assert page.locator("svg rect.taken").count() > 0
    assert ARRIVAL["contact"]["name"] not in page.content()


def test_languages_and_weeks_are_a_click_away(page: Page) -> None:
    """The links change language and week, and each keeps the other."""
    page.goto("/?week=2026-W37")
    page.get_by_role("link", name="Nederlands").click()
    expect(page.locator("h1")).to_have_text("De week aan de balies")
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.get_by_role("link", name="Volgende week").click()
    expect(page.locator(".weeks strong")).to_have_text("Week 38, 2026")
    page.get_by_role("link", name="Deze week").click()
    expect(page.locator(".weeks strong")).to_have_text("Week 36, 2026")
    expect(page.locator("th.today")).to_have_count(1)


def test_a_narrow_screen_scrolls_the_table_only(page: Page) -> None:
    """On a telephone nothing sticks out of the page."""
    page.set_viewport_size({"width": 360, "height": 740})
    for language in ("nl", "en"):
        page.goto(f"/?week=2026-W37&lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_api_is_a_link_away(page: Page) -> None:
    """The page links to the OpenAPI document."""
    page.goto("/")
    assert page.get_by_role("link", name="API description").get_attribute("href") == "/v1/openapi.json"


def test_the_page_follows_the_language_of_the_browser(stranger: Client) -> None:
    """Accept-Language chooses, `lang` overrules, and the answer says what it is."""
    for query, header, language in (("", "nl-NL,nl;q=0.9", "nl"), ("", "fr", "en"), ("?lang=en", "nl", "en")):
        response = stranger.get(f"/{query}", headers={"Accept-Language": header})
        assert response.headers["content-language"] == language
        assert f'<html lang="{language}">' in response.text


@pytest.mark.parametrize("query", ["week=2026-W54", "week=2026-37", "week=1999-W01", "lang=fr", "region=a/b"])
def test_a_wrong_question_is_a_problem(stranger: Client, query: str) -> None:
    """Every query field wrong in turn is named."""
    response = stranger.get(f"/?{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == f"#/{query.partition('=')[0]}"


def test_an_unknown_region_is_not_found(stranger: Client) -> None:
    """A region that nobody has is 404."""
    assert stranger.get("/?region=atlantis").status_code == 404


def test_the_page_has_a_strict_policy(stranger: Client) -> None:
    """The page carries the policy under which it works: no script, nothing inline."""
    response = stranger.get("/")
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "<script" not in response.text
    assert "style=" not in response.text


def test_an_empty_installation_says_so(tmp_path: Path) -> None:
    """Without a region the page says so instead of failing."""
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}", spool_dir=tmp_path / "spool"))
    response = Client(app).get("/?lang=nl")
    app.state.service.close()
    assert response.status_code == 200
    assert "Er is nog geen regio ingericht." in response.text
