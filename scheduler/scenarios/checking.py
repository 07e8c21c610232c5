"""Refuses scenarios that cannot be: what relates one of their fields to another, by the names of the file format."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from calendars.grid import Grid
from calendars.opening import WallSpan, opening_hours
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario, Season

MAX_DESKS, MAX_REPLICATIONS, MAX_SPREAD, MAX_WEEKS = 500, 10_000, 3.0, 520
_LONGEST = timedelta(days=5 * 366)
_LEAP_YEAR = 2024
_DAY = timedelta(days=1)


def check(scenario: Scenario) -> None:
    """Raises InvalidInput for the first thing that is wrong; its pointer is one into the document of the scenario."""
    _check_horizon(scenario.horizon)
    _check_capacity(scenario.capacity)
    _check_demand(scenario.demand, scenario.capacity, scenario.horizon)
    _check_working_days(scenario.capacity, scenario.horizon)
    agencies = [agency.id for agency in scenario.capacity.agencies]
    for agency in scenario.overbooking:
        _check_known("/policy/overbooking", agency, agencies)
    _check_known("/bsnService", scenario.bsn_service, _services_wanted(scenario.capacity))


def _check_horizon(horizon: Horizon) -> None:
    if horizon.last < horizon.first:
        raise InvalidInput("/horizon/to", horizon.last.isoformat(), f"{horizon.first} or a later day")
    if horizon.last - horizon.first >= _LONGEST:
        raise InvalidInput("/horizon/to", horizon.last.isoformat(), f"at most {_LONGEST.days} days from the first one")
    if horizon.counted_from > horizon.last:
        days = (horizon.last - horizon.first).days
        raise InvalidInput("/horizon/warmUpDays", horizon.warm_up.days, f"{days} or less, so that a day counts")


def _check_working_days(capacity: Capacity, horizon: Horizon) -> None:
    days = (horizon.first + n * _DAY for n in range((horizon.last - horizon.first).days + 1))
    if not any(_is_open(capacity, group, day) for day in days for group in capacity.desks):
        period = f"{horizon.first} to {horizon.last}"
        raise InvalidInput("/horizon", period, "days of which at least one has an open desk")


def _is_open(capacity: Capacity, group: DeskGroup, day: date) -> bool:
    if group.between is not None and not group.between[0] <= day <= group.between[1]:
        return False
    shut = (one.closure for one in capacity.closures if one.agency in (None, group.desk.agency))
    return bool(opening_hours(group.desk.pattern, group.desk.exceptions, shut, day))


def _check_capacity(capacity: Capacity) -> None:
    try:
        grid = Grid(capacity.region.timezone, capacity.region.pace.slot_minutes)
    except ValueError as error:
        name, _, reason = str(error).partition(": ")
        field = {"timezone": "timezone", "slot_minutes": "slotMinutes"}[name]
        raise InvalidInput(f"/capacity/region/{field}", None, reason) from None
    agencies = [agency.id for agency in capacity.agencies]
    if not capacity.desks:
        raise InvalidInput("/capacity/desks", "no desk", "at least one desk")
    for group in capacity.desks:
        _check_group(group, agencies, grid)
    if sum(group.count for group in capacity.desks) > MAX_DESKS:
        raise InvalidInput(
            "/capacity/desks", sum(group.count for group in capacity.desks), f"at most {MAX_DESKS} desks"
        )
    for closure in capacity.closures:
        if closure.agency is not None:
            _check_known("/capacity/closures/agency", closure.agency, agencies)


def _check_group(group: DeskGroup, agencies: Iterable[str], grid: Grid) -> None:
    pointer = f"/capacity/desks/{group.desk.id}"
    _check_known(f"{pointer}/agency", group.desk.agency, agencies)
    if group.between is not None and group.between[1] < group.between[0]:
        raise InvalidInput(f"{pointer}/to", group.between[1].isoformat(), f"{group.between[0]} or a later day")
    for spans in group.desk.pattern.hours.values():
        _check_spans(f"{pointer}/hours", spans, grid)
    for exception in group.desk.exceptions:
        _check_spans(f"{pointer}/exceptions/{exception.day}", exception.spans, grid)


def _check_spans(pointer: str, spans: Iterable[WallSpan], grid: Grid) -> None:
    for span in spans:
        if span.start_minute % grid.slot_minutes or span.end_minute % grid.slot_minutes:
            text = f"{span.start:%H:%M}-{span.end:%H:%M}"
            raise InvalidInput(pointer, text, f"times on the grid of {grid.slot_minutes} minutes from midnight")


def _check_demand(demand: Demand, capacity: Capacity, horizon: Horizon) -> None:
    if demand.weekly == 0 and not demand.intakes:
        wanted = "more than 0, or an intake; it is taken times the scale, and a start may expect nobody"
        raise InvalidInput("/demand/weekly", demand.weekly, wanted)
    _check_weights("/demand/journeys", demand.journeys.values())
    _check_weights("/demand/parties", demand.parties)
    _check_weights("/demand/languages", (weight for _, weight in demand.languages))
    _check_weights("/demand/weekdays", demand.weekdays)
    _check_weights("/demand/leads", demand.leads)
    _check_seasons(demand.seasons)
    _check_journeys(demand, capacity)
    for number, intake in enumerate(demand.intakes):
        if not horizon.first <= intake.day <= horizon.last:
            expected = f"a day of the horizon, {horizon.first} to {horizon.last}"
            raise InvalidInput(f"/demand/intakes/{number}/day", intake.day.isoformat(), expected)


def _check_weights(pointer: str, weights: Iterable[float]) -> None:
    if not math.fsum(weights) > 0:
        raise InvalidInput(pointer, "weights that are all 0", "at least one weight above 0")


def _check_seasons(seasons: tuple[Season, ...]) -> None:
    """Each day of the year, 29 February too, is in one season."""
    if not seasons:
        return
    counts = Counter(day for season in seasons for day in _days_of(season))
    start = date(_LEAP_YEAR, 1, 1)
    for day in (start + n * _DAY for n in range(366)):
        if counts[day] != 1:
            found = f"{counts[day] or 'no'} season{'s' if counts[day] else ''} on {day:%m-%d}"
            raise InvalidInput("/demand/seasons", found, "each day of the year in one season")


def _days_of(season: Season) -> Iterator[date]:
    """Its days of a leap year, around the end of the year where it ends before it begins."""
    day, last = (date(_LEAP_YEAR, *ends) for ends in (season.first, season.last))
    for n in range((last - day).days % 366 + 1):
        yield date(_LEAP_YEAR, 1, 1) + (day.timetuple().tm_yday - 1 + n) % 366 * _DAY


def _check_journeys(demand: Demand, capacity: Capacity) -> None:
    """Whoever may come has a journey of which every service is offered at some desk."""
    services = {journey.id: journey.services for journey in capacity.journeys}
    offered = frozenset(service for group in capacity.desks for service in group.desk.services)
    intakes = ((f"/demand/intakes/{n}/journey", intake.journey, 1.0) for n, intake in enumerate(demand.intakes))
    asked = (("/demand/journeys", name, weight) for name, weight in demand.journeys.items())
    for pointer, name, weight in (*asked, *intakes):
        _check_known(pointer, name, services)
        for missing in sorted(services[name] - offered) if weight > 0 else ():
            raise InvalidInput("/capacity/desks", f"none offers {missing}", f"a desk for it, which {name} needs")


def _services_wanted(capacity: Capacity) -> Mapping[str, None]:
    return dict.fromkeys(step.service for journey in capacity.journeys for step in journey.steps)


def _check_known(pointer: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name not in names:
        raise InvalidInput(pointer, name, f"one of {', '.join(names)}" if names else "none: there is none")
