"""Whether patterns, demands and a share fit together: each check names the field, the value and what would be right."""

from collections.abc import Sequence
from math import isfinite

from solver.checks import FormatError
from solver.instance import Arrival, Instance, Resource
from solver.roster import Pattern, desk_id


def check_staffing(demands: Sequence[Instance], patterns: Sequence[Pattern], late_share: float) -> None:
    """Raises FormatError for the first thing that is wrong."""
    if not 0 <= late_share <= 1:
        raise FormatError("late_share", late_share, "a share of the arrivals from 0 to 1, such as 0.01")
    if not demands:
        raise FormatError("demands", "none", "one sampled demand or more")
    if not patterns:
        raise FormatError("patterns", "none", "one pattern or more")
    for number, demand in enumerate(demands):
        _check_same_grid(f"demands[{number}]", demand, demands[0])
    seen: set[str] = set()
    for number, pattern in enumerate(patterns):
        _check_pattern(f"patterns[{number}]", pattern, demands)
        if pattern.desk.id in seen:
            raise FormatError(f"patterns[{number}].id", pattern.desk.id, "an id that no other pattern has")
        seen.add(pattern.desk.id)


def _check_same_grid(field: str, demand: Instance, first: Instance) -> None:
    """All demands have the same slots, or a shift would mean something else in each."""
    if demand.timezone != first.timezone:
        raise FormatError(f"{field}.timezone", demand.timezone, f"{first.timezone}, as in the first demand")
    if demand.slot_minutes != first.slot_minutes:
        raise FormatError(f"{field}.slot_minutes", demand.slot_minutes, f"{first.slot_minutes}, as in the first demand")
    if demand.days != first.days:
        raise FormatError(f"{field}.days", _listed(demand), f"the days of the first demand: {_listed(first)}")


def _listed(demand: Instance) -> str:
    return f"{demand.days[0]} to {demand.days[-1]}, {len(demand.days)} days"


def _check_pattern(field: str, pattern: Pattern, demands: Sequence[Instance]) -> None:
    if not isfinite(pattern.cost) or pattern.cost < 0:
        raise FormatError(f"{field}.cost", pattern.cost, "the cost of a desk, 0 or more")
    if pattern.most is not None and pattern.most < 0:
        raise FormatError(f"{field}.most", pattern.most, "a number of desks, 0 or more")
    _check_shifts(field, pattern.desk, demands[0])
    arrivals = [(demand, arrival) for demand in demands for arrival in demand.arrivals]
    if arrivals and not any(_may_use(demand, arrival, pattern.desk) for demand, arrival in arrivals):
        offered = f"{', '.join(sorted(pattern.desk.services))} in {', '.join(sorted(pattern.desk.languages)) or 'none'}"
        raise FormatError(f"{field}.services", offered, "a service and a language that some arrival asks for")
    own = f"{pattern.desk.id}-"
    for demand in demands:
        for desk in demand.resources:
            if desk.id.startswith(own) and desk.id[len(own) :].isdecimal():
                taken = f"an id other than that of a desk already there: {desk_id(pattern, 0)} and so on are its desks"
                raise FormatError(f"{field}.id", pattern.desk.id, taken)


def _check_shifts(field: str, desk: Resource, demand: Instance) -> None:
    last = len(demand.days) * demand.slots_per_day
    for number, shift in enumerate(desk.shifts):
        if not 0 <= shift.start < shift.end <= last:
            shown = f"{shift.start} to {shift.end}"
            raise FormatError(f"{field}.shifts[{number}]", shown, f"a stretch of slots from 0 to {last}")


def _may_use(demand: Instance, arrival: Arrival, desk: Resource) -> bool:
    speaks = not arrival.languages or bool(arrival.languages & desk.languages)
    return speaks and any(step.service in desk.services for step in demand.journeys[arrival.journey].steps)
