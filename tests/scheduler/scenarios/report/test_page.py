"""The page of a report, in a real browser that no network answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from calendars.words import Language
from scheduler.scenarios.report.page import content_policy, page
from scheduler.scenarios.result import Result
from tests.browser import ARGUMENTS, executable
from tests.scheduler.scenarios.report.stage import BASE, BUSIER, EMPTY, SINGLE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
        yield opened
        opened.close()


class Reader:
    """Opens pages and notes whatever goes wrong, and whatever they ask of a network."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._tab, self._path = browser.new_page(viewport={"width": 1200, "height": 900}), folder / "report.html"
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self._tab.on("console", lambda message: self.complaints.append(message.text))
        self._tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self._tab.on("request", lambda request: self.asked.append(request.url))

    def open(self, results: Sequence[Result], language: Language = "en") -> Page:
        """The page of results, once its charts are drawn."""
        self._path.write_text(page(results, language), encoding="utf-8")
        self._tab.context.set_offline(True)
        self._tab.goto(self._path.as_uri())
        figures = self._tab.locator("figure").count()
        expect(self._tab.locator("figure svg.marks")).to_have_count(figures)
        return self._tab


@pytest.fixture
def reader(browser: Browser, tmp_path: Path) -> Reader:
    """Somebody without a network."""
    return Reader(browser, tmp_path)


@pytest.mark.parametrize(
    ("results", "language", "charts"),
    [([BASE], "nl", 6), ([BASE, BUSIER], "en", 6), ([SINGLE], "en", 6), ([EMPTY], "nl", 0)],
    ids=["one", "two", "single", "empty"],
)
def test_it_is_drawn_without_network_or_complaint(
    reader: Reader, results: list[Result], language: Language, charts: int
) -> None:
    """Every chart; nothing is asked for but the page itself."""
    shown = reader.open(results, language)
    assert shown.locator("figure").count() == charts
    assert reader.complaints == []
    assert [url for url in reader.asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_it_begins_with_the_promise(reader: Reader) -> None:
    """Then the others, then the figures."""
    shown = reader.open([BASE, BUSIER])
    expect(shown.locator("h1")).to_have_text("98.3% of arrivals are done within the promise (98.0 to 98.6)")
    expect(shown.locator(".warning").first).to_have_text("more come: replication 4 (seed 7) failed: no desk is open")
    row = shown.get_by_role("row", name="Done within the promise")
    expect(row.locator("td").nth(2)).to_have_class("number worse")


def test_differences_and_assumptions_are_listed(reader: Reader) -> None:
    """Those of the other scenario, and all of the base."""
    shown = reader.open([BASE, BUSIER])
    expect(shown.get_by_role("heading", name='What "more come" does differently from "as now"')).to_be_visible()
    expect(shown.get_by_role("row", name="Arrivals a week, on average 60 75")).to_be_visible()
    expect(shown.locator(".facts")).to_contain_text("2 desks, 42 hours a week, on Tuesday, Thursday and Friday")


def test_it_fits_a_telephone(reader: Reader) -> None:
    """Nothing but tables scrolls to the side."""
    shown = reader.open([BASE, BUSIER])
    shown.set_viewport_size({"width": 390, "height": 800})
    assert shown.evaluate("document.documentElement.scrollWidth") == 390


def test_charts_can_be_saved(reader: Reader) -> None:
    """From the menu of each, in the words of who reads."""
    shown = reader.open([BASE], "nl")
    shown.locator("#chart-promise summary").click()
    with shown.expect_download() as download:
        shown.locator("#chart-promise").get_by_text("Bewaar als SVG").click()
    assert download.value.suggested_filename == "promise.svg"
    assert Path(download.value.path()).read_text().startswith("<svg")
    assert reader.complaints == []


def test_a_name_is_text_and_never_markup(reader: Reader) -> None:
    """Nor the end of a script."""
    name = "</script><script>document.title = 'taken'</script><b>bold</b>"
    shown = reader.open([replace(BASE, scenario=replace(BASE.scenario, name=name)), BUSIER])
    assert shown.locator("main b").count() == 0
    expect(shown).to_have_title(f"{name} · more come: onestop")
    assert reader.complaints == []


def test_whoever_serves_it_can_allow_no_more_than_it_needs() -> None:
    """Its own policy, which names the one script it has; the same for every report."""
    assert f'content="{content_policy()}"' in unescape(page([BASE]))
    assert "unsafe-eval" not in content_policy()
