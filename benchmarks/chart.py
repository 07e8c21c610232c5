"""How the charts of the results look."""

from pathlib import Path

import altair as alt

_INK, _GRID = "#1f2328", "#e4e7eb"


def save(chart: alt.VConcatChart | alt.HConcatChart, path: Path) -> None:
    """Write a chart as SVG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    themed = (
        chart.configure(background="white", font="sans-serif", padding=12)
        .configure_view(stroke=None)
        .configure_axis(labelColor=_INK, titleColor=_INK, gridColor=_GRID, domainColor=_INK, tickColor=_INK)
        .configure_title(color=_INK, anchor="start", fontSize=13)
        .configure_legend(labelColor=_INK, orient="right", symbolStrokeWidth=2)
    )
    themed.save(str(path), format="svg")
