"""How every page is made: a template, the words of a language, and what it shows."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Header
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.openapi import PATH
from api.pages import scenario_texts, texts
from api.schemas.base import MailLanguage
from calendars.words import Language, language_for

_templates = Environment(
    loader=PackageLoader("api.pages"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _language(lang: MailLanguage | None = None, accept_language: Annotated[str, Header()] = "") -> Language:
    """The language that is asked for, by name or else by the browser."""
    return lang or language_for(texts.preferred(accept_language))


PageLanguage = Annotated[Language, Depends(_language)]


def page(template: str, language: str, content: Mapping[str, object], status: int = 200) -> HTMLResponse:
    """A page in a language, of what its template shows."""
    html = _templates.get_template(template).render(
        lang=language,
        languages=texts.LANGUAGES,
        text={**texts.TEXTS[language], **scenario_texts.TEXTS[language]},
        day_name=lambda day: texts.day_name(day, language),
        weekday=lambda day: texts.weekday_name(day, language),
        figure=lambda value: texts.figure(value, language, 0),
        openapi=PATH,
        **content,
    )
    return HTMLResponse(html, status, headers={"Content-Language": language, "Vary": "Accept-Language"})
