"""A report as files: the page, the tables, and each chart as SVG and PNG."""

from collections.abc import Sequence
from pathlib import Path

import vl_convert

from calendars.words import Language
from scheduler.scenarios.report.charts import Figure, figures
from scheduler.scenarios.report.page import page
from scheduler.scenarios.report.tables import as_csv, as_json, replications_csv
from scheduler.scenarios.result import Result

_SCALE = 2.0  # of a PNG, so that it is sharp in print


def write(results: Sequence[Result], folder: Path, language: Language = "en") -> tuple[Path, ...]:
    """Write all files into a folder, made if need be, and tell which; raises OSError where that cannot be done."""
    texts = {
        "report.html": page(results, language),
        "figures.csv": as_csv(results, language),
        "replications.csv": replications_csv(results),
        "figures.json": as_json(results, language),
    }
    drawn = figures(results, language)
    contents = {name: text.encode() for name, text in texts.items()}
    contents |= {f"{figure.name}.svg": svg(figure).encode() for figure in drawn}
    contents |= {f"{figure.name}.png": png(figure) for figure in drawn}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in contents)


def svg(figure: Figure) -> str:
    """A chart as SVG."""
    return vl_convert.vegalite_to_svg(figure.spec)


def png(figure: Figure) -> bytes:
    """A chart as PNG."""
    return vl_convert.vegalite_to_png(figure.spec, scale=_SCALE)
