"""How charts look: the colours of the pages, and numbers and dates in the language of who reads."""

from typing import Any

import altair as alt

from calendars.words import Language, month_in_words, weekday_in_words

INK, QUIET, LINE, PAPER, TRACK = "#17211f", "#56635f", "#dbe1dc", "#ffffff", "#cfe3db"
SCENARIOS = ("#14524f", "#d9822b", "#3b73b9", "#a3489c", "#7a8b2c", "#8a5a3b", "#56635f", "#c2453d")
CAUSES = ("#14524f", "#d9822b", "#3b73b9", "#a3489c", "#7a8b2c", "#8a5a3b")
FULL = ("#f1f6f3", "#cfe3db", "#7fbcac", "#1f7a6d", "#0e3d3b")
_FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"


def looking_alike(chart: alt.TopLevelMixin, language: Language) -> dict[str, Any]:
    """The Vega-Lite text of a chart in the look that all of them share."""
    spec: dict[str, Any] = chart.to_dict()
    if "layer" in spec or "mark" in spec:  # facets cannot be fitted
        spec["autosize"] = {"type": "fit-x", "contains": "padding"}
    spec["config"] = {
        "background": PAPER,
        "font": _FONT,
        "padding": 4,
        "view": {"stroke": None},
        "axis": {
            "labelColor": QUIET,
            "titleColor": QUIET,
            "titleFontWeight": "normal",
            "gridColor": LINE,
            "domainColor": LINE,
            "tickColor": LINE,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "labelLimit": 220,
        },
        "legend": {
            "labelColor": INK,
            "titleColor": QUIET,
            "orient": "top",
            "labelFontSize": 12,
            "title": None,
            "labelLimit": 260,
            "columns": 2,
            "symbolOpacity": 1,
        },
        "header": {"labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
        "text": {"color": INK, "fontSize": 11},
        "locale": _LOCALES[language],
    }
    return spec


def _time_locale(language: Language) -> dict[str, Any]:
    weekdays = [weekday_in_words(day, language) for day in (7, 1, 2, 3, 4, 5, 6)]
    months = [month_in_words(month, language) for month in range(1, 13)]
    return {
        "dateTime": "%a %e %B %Y %X",
        "date": "%d-%m-%Y",
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": weekdays,
        "shortDays": [day[: 2 if language == "nl" else 3] for day in weekdays],
        "months": months,
        "shortMonths": ["mrt" if month == "maart" else month[:3] for month in months],
    }


_NUMBERS: dict[Language, dict[str, Any]] = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", ""]},
}
_LOCALES: dict[Language, dict[str, Any]] = {
    language: {"number": told, "time": _time_locale(language)} for language, told in _NUMBERS.items()
}
