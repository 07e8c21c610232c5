"""A report as one page that needs nothing else: no network, no other file, no server."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

import vl_convert
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from calendars.words import Language
from scheduler.scenarios.assumptions import assumptions, changes
from scheduler.scenarios.kept import digest
from scheduler.scenarios.report.answer import Answer
from scheduler.scenarios.report.charts import figures
from scheduler.scenarios.report.naming import told_apart
from scheduler.scenarios.report.telling import Telling
from scheduler.scenarios.report.words import saving, words
from scheduler.scenarios.result import Result

_PACKAGE = "scheduler.scenarios.report"
_templates = Environment(
    loader=PackageLoader(_PACKAGE),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(results: Sequence[Result], language: Language = "en", answer: Answer | None = None) -> str:
    """The report of one or more results in HTML, the first of which is the base that others are compared with.

    Under the answer, if they were played for one.
    """
    base, *others = results = told_apart(results)
    told, drawn = Telling(results, language), figures(results, language)
    return _templates.get_template("report.html").render(
        language=language,
        policy=content_policy(),
        names=[result.scenario.name for result in results],
        words=words(language),
        brief=told.brief(),
        answer=answer,
        table=told.table(),
        figures=drawn,
        others=[_other(base, other, language) for other in others],
        facts=assumptions(base.scenario, language),
        sure=told.sure(),
        sources=[_source(result, language) for result in results],
        specs={"specs": {figure.name: figure.spec for figure in drawn}, "words": saving(language)},
        style=_file("report.css"),
        script=_script(),
    )


def content_policy() -> str:
    """What a page may do, also for whoever serves it: run its script, and nothing over any network (CSP level 3)."""
    script = b64encode(sha256(_script().encode()).digest()).decode()
    return f"default-src 'none'; script-src 'sha256-{script}'; style-src 'unsafe-inline'; img-src data: blob:"


def _other(base: Result, other: Result, language: Language) -> dict[str, object]:
    return {"name": other.scenario.name, "changes": changes(base.scenario, other.scenario, language)}


def _source(result: Result, language: Language) -> str:
    scenario = result.scenario
    return words(language)["source"].format(
        name=scenario.name,
        seed=scenario.seed,
        done=len(result.figures),
        total=scenario.replications,
        digest=digest(scenario)[:12],
    )


@cache
def _script() -> str:
    """Vega, Vega-Lite and what draws the charts with them; no text in it may end the element that holds it."""
    script = vl_convert.javascript_bundle(_file("report.js"))
    return script.replace("</script", "<\\/script")


@cache
def _file(name: str) -> str:
    """A file that is part of the page."""
    return files(_PACKAGE).joinpath("templates", name).read_text(encoding="utf-8")
