"""Pages for planners: the scenarios that were asked for, a form for another one, and what each came to."""

from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from api.headers import REPORT_HEADERS
from api.idempotency import idempotency
from api.pages.entering import Entered, Fields, let_in, planner_of
from api.pages.form_errors import FORM_ERRORS, FormError
from api.pages.form_view import form_content, starts
from api.pages.rendering import PageLanguage, page
from api.pages.scenario_form import document_of_form
from api.scenarios.asking import ask_scenario, reported, results_of
from api.schemas.base import PathId
from api.service import Service
from calendars.words import Language
from scheduler.application import Application
from scheduler.scenarios.assumptions import changes
from scheduler.scenarios.comparison import compare
from scheduler.scenarios.jobs import get_scenario, list_scenarios, result_of
from scheduler.scenarios.measures import WITHIN, measures
from scheduler.scenarios.numbers import change, with_interval
from scheduler.scenarios.report.page import page as report_page
from scheduler.scenarios.report.words import VERDICTS
from scheduler.scenarios.result import Result
from scheduler.use_cases.read_configuration import list_regions

router = APIRouter(prefix="/scenarios", include_in_schema=False)
_SHOWN = 10
_FORMAT = Path(__file__).parent / "scenarios.md"  # a link to the document, so that an installation has it too
_SEE_OTHER, _UNPROCESSABLE, _FORBIDDEN = 303, 422, 403


@router.get("")
def show(
    service: Service,
    planner: Entered,
    language: PageLanguage,
    start: str | None = None,
) -> HTMLResponse:
    """The scenarios with their headline, and a form for another one."""
    if planner is None:
        return page("enter.html", language, {"wrong": False})
    return _listed(service, language, {"start": start} if start else {})


@router.get("/format")
def tell_format() -> FileResponse:
    """What may stand in a scenario, and how other questions about one are asked, as in the documents."""
    return FileResponse(_FORMAT, media_type="text/plain")


@router.post("/enter")
def enter(service: Service, fields: Fields, language: PageLanguage) -> Response:
    """Let a planner in."""
    secret = fields.get("token", "").strip()
    if planner_of(service, secret) is None:
        return page("enter.html", language, {"wrong": True}, _FORBIDDEN)
    response = RedirectResponse(f"/scenarios?lang={language}", _SEE_OTHER)
    let_in(response, service, secret)
    return response


@router.post("")
def ask(
    service: Service,
    planner: Entered,
    fields: Fields,
    language: PageLanguage,
) -> Response:
    """Ask for the scenario of a form; one that is wrong, or is to start otherwise, is shown again as filled in."""
    if planner is None:
        return page("enter.html", language, {"wrong": True}, _FORBIDDEN)
    if "again" in fields:
        return _listed(service, language, fields)
    try:
        document = document_of_form(fields)
        key = fields.get("key") or str(uuid4())
        job = ask_scenario(service, planner.name, document, idempotency(key, planner.name, document))
    except FORM_ERRORS as error:
        return _listed(service, language, fields, error)
    return RedirectResponse(f"/scenarios/{job.id}?lang={language}", _SEE_OTHER)


@router.get("/{scenario_id}")
def read(
    service: Service,
    planner: Entered,
    scenario_id: PathId,
    language: PageLanguage,
) -> HTMLResponse:
    """A scenario: how far it is, what it comes to, and how that differs from its base."""
    if planner is None:
        return page("enter.html", language, {"wrong": False}, _FORBIDDEN)
    job = get_scenario(service, scenario_id)
    result, base = results_of(service, job)
    rows = _rows(result, language) if base is None else _compared(base, result, language)
    return page(
        "scenario.html",
        language,
        {
            "job": job,
            "base": base,
            "differences": () if base is None else changes(base.scenario, result.scenario, language),
            "rows": rows,
            "headline": _headline(result, language),
        },
    )


@router.get("/{scenario_id}/report")
def report(
    service: Service,
    planner: Entered,
    scenario_id: PathId,
    language: PageLanguage,
) -> HTMLResponse:
    """The whole report, a page of its own."""
    if planner is None:
        return page("enter.html", language, {"wrong": False}, _FORBIDDEN)
    return HTMLResponse(
        report_page(reported(service, get_scenario(service, scenario_id)), language), headers=REPORT_HEADERS
    )


def _listed(
    service: Application, language: Language, fields: Mapping[str, str], error: FormError | None = None
) -> HTMLResponse:
    """The list and the form, filled in with what is known."""
    regions = list_regions(service)
    if not regions:
        return page("empty.html", language, {})
    jobs = list_scenarios(service, limit=_SHOWN).items
    form = form_content(service, fields, starts(regions, jobs, language), language, error)
    told = [(job, _headline(result_of(service, job), language)) for job in jobs]
    return page("scenarios.html", language, {"jobs": told, **form}, _UNPROCESSABLE if form["wrong"] else 200)


def _headline(result: Result, language: Language) -> str:
    estimate = WITHIN.estimate(result.figures)
    return "" if estimate is None else with_interval(estimate, WITHIN.unit, language)


def _rows(result: Result, language: Language) -> list[tuple[str, ...]]:
    """The title of each measure and its estimate."""
    found = ((each, each.estimate(result.figures)) for each in measures(result.scenario.capacity.agencies))
    return [
        (each.title.in_language(language), with_interval(estimate, each.unit, language))
        for each, estimate in found
        if estimate is not None
    ]


def _compared(base: Result, result: Result, language: Language) -> list[tuple[str, ...]]:
    """The title of each measure, both estimates, their paired difference, and what it means."""
    rows = []
    for each in compare(base, result):
        unit = each.measure.unit
        told = ("" if one is None else with_interval(one, unit, language) for one in (each.a, each.b))
        moved = "" if each.change is None else change(each.change, unit, language)
        rows.append(
            (each.measure.title.in_language(language), *told, moved, VERDICTS[each.verdict].in_language(language))
        )
    return rows
