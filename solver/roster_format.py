"""Reads the shift patterns of staffing and writes the roster found, in the exchange formats."""

from collections.abc import Sequence
from math import isfinite
from pathlib import Path

from solver.checks import checked_resource
from solver.format import load_json, parse_document
from solver.instance import Instance
from solver.roster import Pattern, Roster
from solver.schema import PatternsDocument, RosterDocument
from solver.wall_time import WallClock


def read_patterns(path: Path, demand: Instance) -> list[Pattern]:
    """The patterns in a file, on the days of a demand; raises FormatError."""
    document = parse_document(load_json(path), PatternsDocument)
    clock = WallClock(demand.days, demand.slot_minutes)
    return [
        Pattern(checked_resource(f"patterns[{number}]", given, clock), given.cost, given.most)
        for number, given in enumerate(document.patterns)
    ]


def roster_document(roster: Roster, patterns: Sequence[Pattern]) -> RosterDocument:
    """The document of a roster of these patterns; a bound that is infinite is left out, as null."""
    desks = zip(patterns, roster.counts, strict=True)
    return RosterDocument.model_validate(
        {
            "format": "onestop-roster/1",
            "status": roster.status,
            "cost": roster.cost,
            "bound": roster.bound if isfinite(roster.bound) else None,
            "allowed": roster.allowed,
            "seconds": round(roster.seconds, 3),
            "roster": [{"pattern": pattern.desk.id, "desks": count} for pattern, count in desks],
            "samples": [
                {
                    "arrivals": len(sample.instance.arrivals),
                    "least_late": sample.least_late,
                    "late": list(sample.plan.late),
                }
                for sample in roster.samples
            ],
        }
    )
