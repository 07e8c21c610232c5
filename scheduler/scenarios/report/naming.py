"""Scenarios of one report, told apart by their names."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.scenarios.result import Result


def told_apart(results: Sequence[Result]) -> tuple[Result, ...]:
    """The results with names of their own: a second "as now" becomes "as now (2)"."""
    names: set[str] = set()
    apart = []
    for result in results:
        name, copies = result.scenario.name, 1
        while name in names:
            copies += 1
            name = f"{result.scenario.name} ({copies})"
        names.add(name)
        apart.append(replace(result, scenario=replace(result.scenario, name=name)))
    return tuple(apart)
