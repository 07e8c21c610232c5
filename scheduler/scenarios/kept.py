"""Figures in a file, so that a sweep that was stopped goes on where it was.

Each line is one replication, under a digest of everything its figures depend on: a file may hold many scenarios, and
the figures of one that was changed are not taken for those of what it became.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.figures import Figures, Hour, Use
from scheduler.scenarios.scenario import Scenario
from scheduler.store.codec import from_json, to_json

_FORMAT = "onestop-figures/1"


class Kept:
    """The figures of one scenario in a file, which begins to exist with the first of them."""

    def __init__(self, path: Path, scenario: Scenario) -> None:
        self._path, self._scenario = path, digest(scenario)

    def done(self) -> dict[int, Figures]:
        """The figures by replication; raises InvalidInput for a file that holds something else."""
        if not self._path.exists():
            return {}
        self._drop_cut_line()
        return dict(self._figures())

    def keep(self, number: int, figures: Figures) -> None:
        """Add the figures of a replication."""
        told = {"format": _FORMAT, "scenario": self._scenario, "number": number, "figures": written(figures)}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(told, separators=(",", ":")) + "\n")

    def _drop_cut_line(self) -> None:
        """Whoever wrote the last line may have been ended in the middle of it."""
        text = self._path.read_bytes()
        if (whole := text.rfind(b"\n") + 1) < len(text):
            with self._path.open("r+b") as file:
                file.truncate(whole)

    def _figures(self) -> Iterator[tuple[int, Figures]]:
        with self._path.open(encoding="utf-8", errors="replace") as file:
            for row, line in enumerate(file, 1):
                try:
                    found = self._figures_of(line)
                except (KeyError, TypeError, ValueError, IndexError, AttributeError):
                    raise InvalidInput("/figures", f"line {row} of {self._path}", f"a line of {_FORMAT}") from None
                if found is not None:
                    yield found

    def _figures_of(self, line: str) -> tuple[int, Figures] | None:
        """The number and figures that a line tells, None for those of another scenario."""
        told = json.loads(line)
        if told["format"] != _FORMAT:
            raise ValueError(line)
        return (int(told["number"]), read(told["figures"])) if told["scenario"] == self._scenario else None


def digest(scenario: Scenario) -> str:
    """What all of a scenario but its name and the number of replications comes to."""
    told = to_json(replace(scenario, name="", replications=0))
    return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def written(figures: Figures) -> dict[str, Any]:
    """The JSON value of figures."""
    use = [[*to_json(hour).values(), *to_json(used).values()] for hour, used in sorted(figures.use.items())]
    return {**to_json(replace(figures, use={})), "use": use}


def read(data: dict[str, Any]) -> Figures:
    """The figures of the JSON value that `written` gave."""
    use = {Hour(*row[:3]): Use(*row[3:]) for row in data["use"]}
    return replace(from_json(Figures, {**data, "use": {}}), use=use)
