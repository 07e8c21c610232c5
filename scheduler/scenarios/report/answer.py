"""The answer to what was asked of a scenario, as a table in words: it stands in the terminal and in the report."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A title, headings of columns, rows of as many cells, the first of which is the row's name, and notes."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
