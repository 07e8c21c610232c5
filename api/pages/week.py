"""The first page: the week of a region by agency and day, in counts."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import AfterValidator

from api.pages import texts
from api.pages.charts import HEIGHT, Cell, Week, week_of
from api.pages.rendering import PageLanguage, page
from api.schemas.base import Id
from api.service import Service
from scheduler.application import Application
from scheduler.domain.agency import Region
from scheduler.domain.errors import NotFound
from scheduler.use_cases.read_configuration import list_agencies, list_regions
from scheduler.use_cases.week_overview import week_overview

STATIC = Path(__file__).parent / "static"
router = APIRouter(include_in_schema=False)


def _real_week(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-1")
    except ValueError:
        raise ValueError("an ISO week such as 2026-W37") from None
    return text


WeekName = Annotated[str, Query(pattern=r"^20[0-9]{2}-W[0-9]{2}$"), AfterValidator(_real_week)]


@router.get("/")
def show(
    service: Service, language: PageLanguage, region: Id | None = None, week: WeekName | None = None
) -> HTMLResponse:
    """The week of a region; the current one of the first region unless others are asked for."""
    regions = list_regions(service)
    if not regions:
        return page("empty.html", language, {})
    chosen = _chosen(regions, region)
    monday = date.fromisoformat(f"{week}-1") if week else _this_monday(service, chosen)
    return page("week.html", language, {"regions": regions, **_content(service, chosen, monday, language)})


def _chosen(regions: Sequence[Region], wanted: str | None) -> Region:
    for region in regions:
        if wanted in (None, region.id):
            return region
    raise NotFound("region", str(wanted))


def _this_monday(service: Application, region: Region) -> date:
    today = region.day(service.clock())
    return today - timedelta(days=today.weekday())


def _content(service: Application, region: Region, monday: date, language: str) -> dict[str, object]:
    names = {one.id: one.name.in_language(language) for one in list_agencies(service) if one.region == region.id}
    drawn = week_of(week_overview(service, region.id, monday), tuple(names), region.timezone)

    def hours(cell: Cell) -> dict[str, str]:
        return {"taken": texts.figure(cell.taken, language), "open": texts.figure(cell.open, language)}

    return {
        "hours": hours,
        "height": HEIGHT,
        "region": region,
        "week": drawn,
        "names": names,
        "week_name": _name(monday),
        "number": monday.isocalendar(),
        "earlier": _name(monday - timedelta(weeks=1)),
        "later": _name(monday + timedelta(weeks=1)),
        "today": region.day(service.clock()),
        "busiest": _busiest(drawn, language),
    }


def _busiest(week: Week, language: str) -> str:
    if not week.total.taken:
        return texts.TEXTS[language]["none"]
    day, _ = max(zip(week.days, week.by_day, strict=True), key=lambda pair: pair[1].share)
    return texts.weekday_name(day, language)


def _name(monday: date) -> str:
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02}"
