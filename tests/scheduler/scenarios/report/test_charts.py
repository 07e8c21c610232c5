"""The charts of a report."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from calendars.words import Language
from scheduler.scenarios.report.charts import Figure, figures
from scheduler.scenarios.report.files import png, svg
from scheduler.scenarios.result import Result
from tests.scheduler.scenarios.report.stage import BASE, BUSIER, EMPTY, SINGLE

DEARER = replace(BUSIER, figures={n: replace(each, roster_cost=9e5) for n, each in BUSIER.figures.items()})


def names(results: Sequence[Result]) -> list[str]:
    """The charts drawn of results."""
    return [figure.name for figure in figures(results, "en")]


def named(results: Sequence[Result], name: str, language: Language = "en") -> Figure:
    """One of them."""
    return next(figure for figure in figures(results, language) if figure.name == name)


def test_one_scenario_has_its_charts() -> None:
    """Without that of cost, which compares."""
    assert names([BASE]) == ["promise", "late", "days", "hours", "weeks", "utilisation"]


def test_scenarios_that_cost_otherwise_are_drawn_by_cost() -> None:
    """Those that cost the same are not."""
    assert "cost" in names([BASE, DEARER])
    assert "cost" not in names([BASE, BUSIER])


def test_what_has_no_data_is_not_drawn() -> None:
    """Nothing at all without figures; nobody late, no desks open, one week only."""
    assert names([EMPTY]) == []
    assert names([EMPTY, BASE]) == names([BASE])
    empty = {n: replace(each, late={}, use={}, weeks=((5, 5),), days_to_bsn=()) for n, each in BASE.figures.items()}
    assert names([replace(BASE, figures=empty)]) == ["promise"]


def test_scenarios_of_one_name_are_drawn_apart() -> None:
    """The second has a number."""
    text = svg(named([BASE, replace(BUSIER, scenario=BASE.scenario)], "promise"))
    assert "as now (2)" in text


@pytest.mark.parametrize("results", [[BASE], [BASE, DEARER], [SINGLE]], ids=["one", "two", "single"])
def test_every_chart_can_be_drawn(results: Sequence[Result]) -> None:
    """As SVG, and as PNG."""
    for figure in figures(results, "en"):
        assert svg(figure).startswith("<svg")
    assert png(figures(results, "en")[0]).startswith(b"\x89PNG")


def test_numbers_and_days_of_charts_are_those_of_the_language() -> None:
    """A decimal comma, and the days of the week."""
    drawn = svg(named([BASE], "utilisation", "nl"))
    assert ">ma<" in drawn and ">Mo<" not in drawn
    assert "98,2%" in svg(named([BASE], "promise", "nl"))
    assert ">mrt<" in svg(named([BASE], "weeks", "nl")) or " mrt<" in svg(named([BASE], "weeks", "nl"))


def test_the_band_of_weeks_is_explained_where_there_is_one() -> None:
    """Not of a single replication."""
    assert "band" in named([BASE], "weeks").caption
    assert "band" not in named([SINGLE], "weeks").caption
