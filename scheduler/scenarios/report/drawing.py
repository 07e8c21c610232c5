"""What the charts of a report share: axes, colours, tips, and their texts in one language."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import altair as alt

from calendars.words import Language
from scheduler.domain.texts import Text
from scheduler.scenarios.report.look import SCENARIOS
from scheduler.scenarios.report.rows import Row
from scheduler.scenarios.result import Result

WIDTH = 452  # of a chart with its axes, in pixels: two fit on a page side by side
BAND = 44  # of a scenario on an axis


class Drawing:
    """Results as they are drawn for who reads in `language`."""

    def __init__(self, results: Sequence[Result], language: Language) -> None:
        self.results, self.language = results, language
        self.names = [result.scenario.name for result in results]
        self.several = len(results) > 1

    def say(self, nl: str, en: str) -> str:
        """A text in the language of who reads."""
        return Text(nl, en).in_language(self.language)

    def chart(self, rows: Callable[[Result], Iterable[Row]]) -> alt.Chart:
        """A chart of the rows of all results."""
        return alt.Chart(alt.InlineData([row for result in self.results for row in rows(result)]))

    @property
    def scenarios(self) -> alt.Y:
        """A band for each scenario."""
        return alt.Y("scenario:N", title=None, sort=self.names, axis=alt.Axis(labelLimit=150))

    def colour(self, *, explained: bool) -> alt.Color:
        """A colour for each scenario, `explained` where there are several and no axis names them."""
        legend = alt.Undefined if explained and self.several else None
        return alt.Color("scenario:N", sort=self.names, scale=ranged(self.names), legend=legend)

    def agencies(self) -> list[str]:
        """The names of all agencies, those of the base first."""
        told = (agency for result in self.results for agency in result.scenario.capacity.agencies)
        return list(dict.fromkeys(agency.name.in_language(self.language) for agency in told))

    def tip(self, field: str, nl: str, en: str, form: str = "") -> alt.Tooltip:
        """What is told of a mark that is pointed at."""
        return alt.Tooltip(field, title=self.say(nl, en), format=form or alt.Undefined)

    @property
    def interval_tips(self) -> list[alt.Tooltip]:
        """The mean of a scenario and its interval."""
        return [
            self.tip("scenario:N", "Scenario", "Scenario"),
            self.tip("mean:Q", "Gemiddeld", "Mean", ".2%"),
            self.tip("low:Q", "Van (95%)", "From (95%)", ".2%"),
            self.tip("high:Q", "Tot (95%)", "To (95%)", ".2%"),
        ]


def ranged(domain: Sequence[str], colours: Sequence[str] = SCENARIOS) -> alt.Scale:
    """A colour for each of them, used anew where there are more than colours."""
    return alt.Scale(domain=list(domain), range=[colours[n % len(colours)] for n in range(len(domain))])


def shares(title: str | None, *, zero: bool) -> dict[str, Any]:
    """How an axis of shares is drawn."""
    return {"title": title, "scale": alt.Scale(zero=zero, nice=True), "axis": alt.Axis(format="~%", tickCount=5)}


def ends(rules: alt.Chart) -> list[alt.Chart]:
    """The marks of intervals, if there is any: one replication has none."""
    return [rules] if any(row["low"] is not None for row in rules.data.values) else []
