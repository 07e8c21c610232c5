"""The chart of growth: work and memory against arrivals on logarithmic scales, beside growth in proportion."""

from collections.abc import Sequence
from pathlib import Path

import altair as alt

from benchmarks.chart import save
from benchmarks.record import RESULTS

CHART = RESULTS / "growth.svg"
Measured = tuple[str, int, float, float]  # size, arrivals, seconds of work, MB
_WIDTH, _HEIGHT = 420, 260
_LINE, _PROPORTION = "#0072B2", "#8c8c8c"


def draw(measured: Sequence[Measured], path: Path) -> None:
    """Write the chart as SVG."""
    seconds = [(name, arrivals, time) for name, arrivals, time, _ in measured]
    memory = [(name, arrivals, size) for name, arrivals, _, size in measured]
    chart = alt.hconcat(_panel("seconds of work", seconds), _panel("peak memory, MB", memory))
    save(chart, path)


def _panel(title: str, points: Sequence[tuple[str, int, float]]) -> alt.LayerChart | alt.FacetChart:
    """What was measured, and dashed what it would be in proportion to the first size."""
    _, first, least = points[0]
    rows = [
        {"size": name, "arrivals": arrivals, "value": value, "proportion": least * arrivals / first}
        for name, arrivals, value in points
    ]
    logarithmic = alt.Scale(type="log", nice=False, padding=24)
    base = alt.Chart(alt.InlineData(values=rows), title=title, width=_WIDTH, height=_HEIGHT).encode(
        x=alt.X("arrivals:Q", title="arrivals", scale=logarithmic),
        y=alt.Y("value:Q", title=None, scale=alt.Scale(type="log", nice=False, padding=12)),
    )
    line = base.mark_line(color=_LINE, strokeWidth=2, point=alt.OverlayMarkDef(filled=True, size=45, color=_LINE))
    names = base.mark_text(align="left", dx=8, dy=10).encode(text="size:N")
    proportion = base.mark_line(color=_PROPORTION, strokeDash=[5, 4]).encode(y="proportion:Q")
    return alt.layer(proportion, line, names)
