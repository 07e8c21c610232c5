"""A report as files."""

from pathlib import Path

from scheduler.scenarios.report.files import write
from tests.scheduler.scenarios.report.stage import BASE


def test_a_report_is_a_page_its_tables_and_each_chart_twice(tmp_path: Path) -> None:
    """In a folder that is made for it."""
    written = write([BASE], tmp_path / "reports" / "now", "nl")
    charts = ("promise", "late", "days", "hours", "weeks", "utilisation")
    assert {path.name for path in written} == {
        *("report.html", "figures.csv", "replications.csv", "figures.json"),
        *(f"{chart}.{kind}" for chart in charts for kind in ("svg", "png")),
    }
    assert all(path.stat().st_size > 500 for path in written)
    assert '<html lang="nl">' in (tmp_path / "reports" / "now" / "report.html").read_text(encoding="utf-8")


def test_it_is_of_moderate_size(tmp_path: Path) -> None:
    """The page with the code that draws its charts included."""
    (page, *_) = write([BASE], tmp_path)
    assert page.stat().st_size < 1_500_000
