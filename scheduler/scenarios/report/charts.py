"""The charts of a report, in Vega-Lite: each is a figure that says one thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import altair as alt

from calendars.words import Language, weekday_in_words
from scheduler.domain.texts import Text
from scheduler.scenarios.measures import ROSTER_COST, WITHIN, measures
from scheduler.scenarios.report.drawing import BAND, WIDTH, Drawing, ends, ranged, shares
from scheduler.scenarios.report.look import CAUSES, FULL, INK, PAPER, SCENARIOS, TRACK, looking_alike
from scheduler.scenarios.report.naming import told_apart
from scheduler.scenarios.report.rows import (
    cause_name,
    cause_rows,
    cost_rows,
    day_rows,
    hour_rows,
    interval_rows,
    replication_rows,
    use_rows,
    week_rows,
)
from scheduler.scenarios.result import Result

_LINE = Text("Van wie in die week aankomt.", "Of those who arrive in that week.")
_BAND = Text(
    "De lijn is het gemiddelde van wie in die week aankomt; in 8 van de 10 herhalingen blijft het in de band.",
    "The line is the mean of those who arrive in that week; 8 in 10 replications stay within the band.",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its name in files, its title and what it shows; `wide` ones take the whole width of a page."""

    name: str
    title: str
    caption: str
    spec: dict[str, Any]
    wide: bool = False


def figures(results: Sequence[Result], language: Language) -> tuple[Figure, ...]:
    """The charts that results have data for, the base of them first; results without figures are in none."""
    drawing = Drawing([result for result in told_apart(results) if result.figures], language)
    if not drawing.results:
        return ()
    drawn = (draw(drawing) for draw in (_promise, _late, _days, _cost, _hours, _weeks, _use))
    return tuple(figure for figure in drawn if figure is not None)


def _promise(drawing: Drawing) -> Figure:
    """Each replication a tick, the mean a point with its interval."""
    x = alt.X("value:Q", **shares(drawing.say("aandeel van de aankomsten", "share of the arrivals"), zero=False))
    colour = drawing.colour(explained=False)
    ticks = drawing.chart(partial(replication_rows, measure=WITHIN)).mark_tick(thickness=1.5, opacity=0.3, size=20)
    mean = drawing.chart(partial(interval_rows, measure=WITHIN)).encode(
        y=drawing.scenarios, color=colour, tooltip=drawing.interval_tips
    )
    return _figure(
        drawing,
        "promise",
        Text("Binnen de belofte klaar", "Done within the promise"),
        Text(
            "De punt is het gemiddelde, de balk het 95%-interval; elk streepje is één herhaling.",
            "The dot is the mean, the bar its 95% interval; each tick is one replication.",
        ),
        alt.layer(
            ticks.encode(x=x, y=drawing.scenarios, color=colour),
            *ends(mean.mark_rule(strokeWidth=3).encode(x="low:Q", x2="high:Q")),
            mean.mark_point(filled=True, size=90, opacity=1).encode(x="mean:Q"),
        ).properties(width=WIDTH, height=BAND * len(drawing.names)),
    )


def _late(drawing: Drawing) -> Figure | None:
    agencies = {agency.id: agency for result in drawing.results for agency in result.scenario.capacity.agencies}
    causes = [each for each in measures(tuple(agencies.values())) if each.key.startswith("late.")]
    chart = drawing.chart(partial(cause_rows, causes=causes, language=drawing.language))
    names = [cause_name(cause, drawing.language) for cause in causes]
    present = [name for name in names if any(row["cause"] == name for row in chart.data.values)]
    if not present:
        return None
    legend = alt.Legend(columns=1 if drawing.several else 2)  # the names of scenarios leave little room
    return _figure(
        drawing,
        "late",
        Text("Te laat, naar oorzaak", "Late, by cause"),
        Text(
            "De dienst waarvan een balie ontbrak: met één balie meer was het wel gelukt.",
            "The agency whose desks were missing: one desk more of it would have done.",
        ),
        chart.mark_bar(cornerRadius=1, height={"band": 0.6})
        .encode(
            x=alt.X("share:Q", **shares(drawing.say("aandeel van de aankomsten", "share of the arrivals"), zero=True)),
            y=drawing.scenarios,
            color=alt.Color("cause:N", sort=present, scale=ranged(present, CAUSES), legend=legend),
            order=alt.Order("rank:Q"),
            tooltip=[drawing.tip("cause:N", "Oorzaak", "Cause"), drawing.tip("share:Q", "Aandeel", "Share", ".2%")],
        )
        .properties(width=WIDTH, height=BAND * len(drawing.names)),
    )


def _days(drawing: Drawing) -> Figure | None:
    chart = drawing.chart(day_rows)
    if not chart.data.values:
        return None
    labels = list(dict.fromkeys(row["label"] for row in sorted(chart.data.values, key=lambda row: int(row["day"]))))
    days = drawing.say("kalenderdagen tot het burgerservicenummer", "calendar days to the citizen service number")
    base = chart.encode(
        x=alt.X("label:O", title=days, sort=labels, axis=alt.Axis(labelAngle=0)),
        tooltip=[
            drawing.tip("scenario:N", "Scenario", "Scenario"),
            drawing.tip("label:N", "Dagen", "Days"),
            drawing.tip("share:Q", "Aandeel", "Share", ".1%"),
            drawing.tip("so_far:Q", "Tot en met die dag", "By that day", ".1%"),
        ],
    )
    if drawing.several:
        base = base.encode(xOffset=alt.XOffset("scenario:N", sort=drawing.names))
    share = alt.Y("share:Q", **shares(drawing.say("aandeel van de aankomsten", "share of the arrivals"), zero=True))
    return _figure(
        drawing,
        "days",
        Text("Dagen tot het BSN", "Days to the citizen service number"),
        Text(
            "Geteld vanaf de dag waarop iemand kan komen; de streepjes zijn 95%-intervallen.",
            "Counted from the day on which somebody can come; the strokes are 95% intervals.",
        ),
        alt.layer(
            base.mark_bar(cornerRadiusEnd=2).encode(y=share, color=drawing.colour(explained=True)),
            *ends(base.mark_rule(color=INK, strokeWidth=1.2).encode(y="low:Q", y2="high:Q")),
        ).properties(width=WIDTH, height=210),
    )


def _cost(drawing: Drawing) -> Figure | None:
    chart = drawing.chart(partial(cost_rows, measure=WITHIN, cost=ROSTER_COST))
    if len({row["cost"] for row in chart.data.values}) < 2:
        return None
    money = alt.Axis(format=",d", tickCount=5)
    base = chart.encode(
        x=alt.X(
            "cost:Q",
            title=ROSTER_COST.title.in_language(drawing.language),
            axis=money,
            scale=alt.Scale(zero=False, nice=True, padding=40),
        ),
        tooltip=[*drawing.interval_tips, drawing.tip("cost:Q", "Kosten", "Cost", ",.0f")],
    )
    share = shares(drawing.say("binnen de belofte", "within the promise"), zero=False)
    colour = drawing.colour(explained=True)
    return _figure(
        drawing,
        "cost",
        Text("Kosten tegenover de belofte", "Cost against the promise"),
        Text(
            "Linksboven is goed: meer op tijd voor minder.",
            "Up and to the left is good: more in time for less.",
        ),
        alt.layer(
            *ends(base.mark_rule(strokeWidth=2.5).encode(y="low:Q", y2="high:Q", color=colour)),
            base.mark_point(filled=True, size=110, opacity=1).encode(y=alt.Y("mean:Q", **share), color=colour),
        ).properties(width=WIDTH, height=210),
    )


def _hours(drawing: Drawing) -> Figure | None:
    chart = drawing.chart(partial(hour_rows, language=drawing.language))
    if not chart.data.values:
        return None
    base = chart.encode(
        y=alt.Y("agency:N", title=None, sort=drawing.agencies()),
        tooltip=[
            drawing.tip("agency:N", "Dienst", "Agency"),
            drawing.tip("open:Q", "Open", "Open", ",.0f"),
            drawing.tip("booked:Q", "Geboekt", "Booked", ",.0f"),
            drawing.tip("share:Q", "Bezetting", "Utilisation", ".1%"),
        ],
    )
    hours = alt.X("open:Q", title=drawing.say("balie-uren", "desk hours"), axis=alt.Axis(format=",d", tickCount=5))
    bars = alt.layer(
        base.mark_bar(color=TRACK, height={"band": 0.7}).encode(x=hours),
        base.mark_bar(color=SCENARIOS[0], height={"band": 0.36}).encode(x="booked:Q"),
        base.mark_text(align="left", dx=6).encode(x="open:Q", text=alt.Text("share:Q", format=".0%")),
    )
    title = Text("Balie-uren", "Desk hours")
    caption = Text(
        "Licht is open, donker is geboekt; het getal is de bezetting. Gemiddeld, alle dagen samen.",
        "Light is open, dark is booked; the figure is the utilisation. In the mean, all days together.",
    )
    if not drawing.several:
        return _figure(
            drawing, "hours", title, caption, bars.properties(width=WIDTH, height=30 * len(chart.data.values))
        )
    each = alt.Facet("scenario:N", sort=drawing.names, title=None)
    facets = bars.properties(width=235, height={"step": 26}).facet(facet=each, columns=3)
    return _figure(drawing, "hours", title, caption, facets, wide=True)


def _weeks(drawing: Drawing) -> Figure | None:
    chart = drawing.chart(week_rows)
    if len({row["week"] for row in chart.data.values}) < 2:
        return None
    base = chart.encode(
        x=alt.X("week:T", title=None, axis=alt.Axis(format="%e %b", labelOverlap=True, grid=False)),
        color=drawing.colour(explained=True),
    )
    share = shares(drawing.say("binnen de belofte", "within the promise"), zero=False)
    return _figure(
        drawing,
        "weeks",
        Text("De belofte, week na week", "The promise, week by week"),
        _BAND if any(len(result.figures) > 1 for result in drawing.results) else _LINE,
        alt.layer(
            base.mark_area(opacity=0.15).encode(y=alt.Y("low:Q", **share), y2="high:Q"),
            base.mark_line(strokeWidth=2, point={"size": 18}).encode(
                y="mean:Q",
                tooltip=[
                    drawing.tip("scenario:N", "Scenario", "Scenario"),
                    drawing.tip("week:T", "Week vanaf", "Week from", "%e %B %Y"),
                    drawing.tip("mean:Q", "Binnen de belofte", "Within the promise", ".1%"),
                    drawing.tip("low:Q", "In een slechte week", "In a bad week", ".1%"),
                ],
            ),
        ).properties(width=2 * WIDTH + 90, height=190),
        wide=True,
    )


def _use(drawing: Drawing) -> Figure | None:
    chart = drawing.chart(partial(use_rows, language=drawing.language))
    if not chart.data.values:
        return None
    weekdays = sorted({row["weekday"] for row in chart.data.values})
    days = [weekday_in_words(day, drawing.language) for day in weekdays]
    short = alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, labelExpr="slice(datum.value, 0, 2)")
    base = chart.encode(
        x=alt.X("day:O", title=None, sort=days, axis=short),
        y=alt.Y("hour:O", title=None, axis=alt.Axis(labelExpr="datum.value + ':00'", domain=False, ticks=False)),
        tooltip=[
            drawing.tip("agency:N", "Dienst", "Agency"),
            drawing.tip("day:O", "Dag", "Day"),
            drawing.tip("hour:O", "Uur", "Hour"),
            drawing.tip("share:Q", "Bezetting", "Utilisation", ".1%"),
            drawing.tip("open:Q", "Open balie-uren", "Desk hours open", ",.0f"),
        ],
    )
    full = alt.Color("share:Q", scale=alt.Scale(domain=[0, 0.25, 0.5, 0.75, 1], range=list(FULL)), legend=None)
    cells = alt.layer(
        base.mark_rect(stroke=PAPER, strokeWidth=2, cornerRadius=3).encode(color=full),
        base.mark_text().encode(
            text=alt.Text("share:Q", format=".0%"),
            color=alt.condition("datum.share > 0.6", alt.value(PAPER), alt.value(INK)),
        ),
    ).properties(width=265, height={"step": 22})
    facets: dict[str, Any] = {"column": alt.Column("agency:N", sort=drawing.agencies(), title=None)}
    if drawing.several:
        facets["row"] = alt.Row("scenario:N", sort=drawing.names, title=None)
    return _figure(
        drawing,
        "utilisation",
        Text("Bezetting per dienst, dag en uur", "Utilisation by agency, day and hour"),
        Text(
            "Het deel van de open balietijd dat geboekt is; leeg waar niemand werkt.",
            "The share of the open desk time that is booked; blank where nobody works.",
        ),
        cells.facet(**facets),
        wide=True,
    )


def _figure(
    drawing: Drawing, name: str, title: Text, caption: Text, chart: alt.TopLevelMixin, *, wide: bool = False
) -> Figure:
    language = drawing.language
    spec = looking_alike(chart, language)
    return Figure(name, title.in_language(language), caption.in_language(language), spec, wide)
