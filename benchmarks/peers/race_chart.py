"""The chart of a race: cost and bound over time, one panel for each instance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from pathlib import Path

import altair as alt

from benchmarks.chart import save

_WIDTH, _HEIGHT = 560, 260
# Told apart by everyone (Okabe and Ito, 2008); grey for those that do not search.
_COLOURS = {"onestop": "#0072B2", "CP-SAT": "#D55E00", "Timefold": "#009E73", "first come": "#404040"}
_OTHERS = "#8c8c8c"


@dataclass(frozen=True)
class Point:
    """Where a planner stands on a panel's instance after some seconds; a bound of 0 is none."""

    panel: str
    planner: str
    seconds: float
    cost: float
    bound: float


def draw(points: Iterable[Point], path: Path) -> None:
    """Write the chart as SVG; costs on a logarithmic scale, since plans with late arrivals cost many times as much."""
    known = sorted(points, key=lambda point: point.panel)
    planners = list(dict.fromkeys(point.planner for point in known))
    panels = [_panel(name, list(found), planners) for name, found in groupby(known, key=lambda point: point.panel)]
    chart = alt.vconcat(*panels).resolve_scale(y="independent")
    save(chart, path)


def _panel(name: str, points: list[Point], planners: list[str]) -> alt.LayerChart | alt.FacetChart:
    values = alt.InlineData(values=[value for planner in planners for value in _series(points, planner)])
    colours = [_COLOURS.get(planner, _OTHERS) for planner in planners]
    base = alt.Chart(values, title=name, width=_WIDTH, height=_HEIGHT).encode(
        x=alt.X("seconds:Q", title="seconds"),
        y=alt.Y("value:Q", title="cost, bound", scale=alt.Scale(type="log", nice=False, padding=8)),
        color=alt.Color("planner:N", title=None, scale=alt.Scale(domain=planners, range=colours)),
    )
    lines = base.mark_line(interpolate="step-after", strokeWidth=2).encode(
        strokeDash=alt.StrokeDash(
            "quantity:N", title=None, scale=alt.Scale(domain=["cost", "bound"], range=[[], [5, 4]])
        )
    )
    ends = base.mark_point(filled=True, size=45, opacity=1).transform_filter(alt.datum.last)
    return alt.layer(lines, ends)


def _series(points: list[Point], planner: str) -> Iterator[dict[str, object]]:
    """Cost and bound of a planner where they change, and at the end."""
    own = [point for point in points if point.planner == planner]
    for quantity in ("cost", "bound"):
        values = [(point.seconds, getattr(point, quantity)) for point in own]
        values = [(seconds, value) for seconds, value in values if value > 0 and isfinite(value)]
        for n, (seconds, value) in enumerate(values):
            last = n == len(values) - 1
            if last or n == 0 or value != values[n - 1][1]:
                row = {"planner": planner, "quantity": quantity, "seconds": seconds, "value": value}
                yield {**row, "last": last and quantity == "cost"}
