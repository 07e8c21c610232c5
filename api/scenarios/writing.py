"""From a scenario to a document that says all of it, and to the text of a file."""

from collections.abc import Iterator, Mapping
from typing import Any

from api.schemas.scenario_days import WEEKDAYS, span_text, tongues_text
from api.schemas.scenarios import FORMAT
from calendars.opening import WallSpan, WeeklyPattern
from scheduler.domain.agency import AgencyClosure, Region
from scheduler.domain.journey import Journey, Step
from scheduler.domain.texts import Text
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Intake, Scenario, Season

Document = dict[str, Any]


def document_of(scenario: Scenario) -> Document:
    """A document from scratch that reads back to the same scenario; what has no value is left out."""
    horizon = scenario.horizon
    document = {
        "format": FORMAT,
        "name": scenario.name,
        "demand": _demand(scenario.demand),
        "capacity": _capacity(scenario.capacity),
        "policy": _policy(scenario),
        "horizon": {
            "from": horizon.first.isoformat(),
            "to": horizon.last.isoformat(),
            "warmUpDays": horizon.warm_up.days,
        },
        "bsnService": scenario.bsn_service,
        "replications": scenario.replications,
        "seed": scenario.seed,
    }
    return {name: _tidy(value) for name, value in document.items()}


def _tidy(value: Any) -> Any:
    """The same, whole numbers without the fraction that they do not have."""
    if isinstance(value, dict):
        return {name: _tidy(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _demand(demand: Demand) -> Document:
    return {
        "weekly": demand.weekly,
        "journeys": dict(demand.journeys),
        "parties": {str(number): weight for number, weight in enumerate(demand.parties, 1)},
        "languages": {tongues_text(languages): weight for languages, weight in demand.languages},
        "weekdays": {name: weight for name, weight in zip(WEEKDAYS, demand.weekdays, strict=True) if weight},
        "leads": {str(number): weight for number, weight in enumerate(demand.leads)},
        "seasons": list(map(_season, demand.seasons)),
        "intakes": list(map(_intake, demand.intakes)),
        "walkIns": demand.walk_ins,
        "noShows": demand.no_shows,
        "cancellations": demand.cancellations,
        "spread": demand.spread,
    }


def _season(season: Season) -> Document:
    first, last = (f"{month:02}-{day:02}" for month, day in (season.first, season.last))
    return {"from": first, "to": last, "factor": season.factor}


def _intake(intake: Intake) -> Document:
    return {
        "day": intake.day.isoformat(),
        "parties": intake.parties,
        "journey": intake.journey,
        "party": intake.party,
        "languages": sorted(intake.languages),
        "leadDays": intake.lead_days,
    }


def _capacity(capacity: Capacity) -> Document:
    return {
        "region": _region(capacity.region),
        "agencies": {agency.id: _name(agency.name) for agency in capacity.agencies},
        "journeys": {journey.id: _journey(journey) for journey in capacity.journeys},
        "desks": {group.desk.id: _desk(group) for group in capacity.desks},
        "closures": list(map(_closure, capacity.closures)),
        "absences": capacity.absences,
    }


def _region(region: Region) -> Document:
    travel = [{"from": min(pair), "to": max(pair), "slots": slots} for pair, slots in region.pace.travel.items()]
    prices = region.prices
    return {
        "id": region.id,
        "name": region.name,
        "timezone": region.timezone,
        **({"email": region.email} if region.email else {}),
        "slotMinutes": region.pace.slot_minutes,
        "minGapSlots": region.pace.min_gap_slots,
        "travel": travel,
        "prices": {
            "late": prices.late,
            "visit": prices.visit,
            "waitSlot": prices.wait_slot,
            "day": prices.day,
        },
    }


def _name(text: Text) -> str | Document:
    return text.en if text.nl == text.en else {"nl": text.nl, "en": text.en}


def _journey(journey: Journey) -> Document:
    return {"name": _name(journey.name), "steps": list(map(_step, journey.steps))}


def _step(step: Step) -> Document:
    return {
        "id": step.id,
        "title": _name(step.title),
        "service": step.service,
        "slots": list(step.slots),
        "after": list(step.after),
        "resultDays": step.result_days,
        "desks": list(step.desks),
    }


def _desk(group: DeskGroup) -> Document:
    desk = group.desk
    shown: Document = {
        "agency": desk.agency,
        "location": desk.location,
        "services": sorted(desk.services),
        "languages": sorted(desk.languages),
        "hours": hours_text(desk.pattern),
        "count": group.count,
        "hourly": group.hourly,
    }
    if desk.exceptions:
        shown["exceptions"] = {one.day.isoformat(): list(map(span_text, one.spans)) for one in desk.exceptions}
    if group.between is not None:
        shown |= {"from": group.between[0].isoformat(), "to": group.between[1].isoformat()}
    return shown


def hours_text(pattern: WeeklyPattern) -> dict[str, list[str]]:
    """The open times by their weekdays, those together that are alike."""
    alike: dict[tuple[WallSpan, ...], list[int]] = {}
    for day, spans in sorted(pattern.hours.items()):
        alike.setdefault(tuple(spans), []).append(day)
    return {", ".join(_runs(days)): list(map(span_text, spans)) for spans, days in alike.items()}


def _runs(days: list[int]) -> Iterator[str]:
    """Days that follow each other, as one text each: monday-friday."""
    first = days[0]
    for day, following in zip(days, [*days[1:], None], strict=True):
        if following != day + 1:
            start, end = WEEKDAYS[first - 1], WEEKDAYS[day - 1]
            yield start if first == day else f"{start}-{end}"
            first = following or 0


def _closure(closure: AgencyClosure) -> Document:
    days = closure.closure
    shown = {"from": days.first.isoformat(), "to": days.last.isoformat(), "reason": days.reason}
    return shown if closure.agency is None else shown | {"agency": closure.agency}


def _policy(scenario: Scenario) -> Document:
    policy, promise = scenario.policy, scenario.capacity.region.promise
    overbooking: Mapping[str, int] = scenario.overbooking
    return {
        "offers": "bid-prices" if policy.priced else "first-come",
        "times": "provisional" if policy.provisional else "firm",
        "leadDays": policy.lead_days,
        "movePrice": policy.move_price,
        "nightly": policy.nightly,
        "promise": {
            "policy": promise.policy,
            "days": promise.days,
            "extraHolidays": [day.isoformat() for day in promise.extra_holidays],
        },
        "overbooking": dict(overbooking),
    }
