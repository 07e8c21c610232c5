"""Results as they are kept: a Markdown table with the machine, the versions and the day they were measured."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
_VERSIONS = ("ortools", "highspy", "numpy", "sqlalchemy", "fastapi")


class Table:
    """A titled table, filled row by row."""

    def __init__(self, title: str, columns: tuple[str, ...]) -> None:
        self.title, self.columns = title, columns
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: object) -> None:
        """Add a row, and say it aloud: a benchmark takes a while."""
        self.rows.append(tuple(str(cell) for cell in cells))
        print("  ".join(self.rows[-1]), flush=True)  # noqa: T201

    def markdown(self) -> str:
        """The table with its heading."""
        lines = [self.columns, tuple("---" for _ in self.columns), *self.rows]
        body = "\n".join("| " + " | ".join(line) + " |" for line in lines)
        return f"## {self.title}\n\n{body}\n"


def keep(name: str, tables: list[Table]) -> Path:
    """Write tables to the results folder."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.md"
    versions = ", ".join(f"{package} {version(package)}" for package in _VERSIONS)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    heading = f"# {name.capitalize()}\n\nMeasured on {datetime.now(UTC):%Y-%m-%d}: {machine}; {versions}.\n"
    path.write_text("\n".join([heading, *(table.markdown() for table in tables)]), encoding="utf-8")
    return path
