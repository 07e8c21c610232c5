"""From a document to a scenario: what it says, on top of where it starts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from api.scenarios.desks import desks_of
from api.schemas.scenario_days import WEEKDAYS, day_of_year, tongues_of
from api.schemas.scenarios import CapacityIn, DemandIn, HorizonIn, JourneyIn, PolicyIn, ScenarioIn, SeasonIn
from calendars.opening import Closure
from scheduler.domain.agency import Agency, AgencyClosure, Region
from scheduler.domain.errors import InvalidInput
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text
from scheduler.scenarios.checking import check
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.scenario import Capacity, Demand, Horizon, Intake, Languages, Scenario, Season

_REGION = Region("region", "Region", "Europe/Amsterdam", "", Promise(), Prices(), Pace(15, 1, {}))
_NEVER = Horizon(date.min, date.min)
SCRATCH = Scenario("", Capacity(_REGION, (), (), ()), Demand(0.0, {}), _NEVER)
_NEEDED = {  # from scratch
    "/demand/weekly": "how many arrive a week",
    "/demand/journeys": "weights of journeys",
    "/capacity/agencies": "the agencies",
    "/capacity/journeys": "the journeys with their steps",
    "/capacity/desks": "the desks",
    "/horizon/from": "the first day",
    "/horizon/to": "the last day",
}


def scenario_of(document: ScenarioIn, start: Scenario | None = None) -> Scenario:
    """The scenario of a document that starts with another one, or from scratch; raises InvalidInput."""
    if start is None:
        _check_needed(document)
        start = SCRATCH
    policy = _policy(document.policy, start.policy)
    region = _region(document, start.capacity.region, policy)
    overbooking = document.policy.overbooking
    scenario = Scenario(
        name=document.name,
        capacity=_capacity(document.capacity, start.capacity, region),
        demand=_demand(document.demand, start.demand),
        horizon=_horizon(document.horizon, start.horizon),
        policy=policy,
        overbooking=start.overbooking if overbooking is None else overbooking,
        bsn_service=document.bsn_service or start.bsn_service,
        replications=document.replications or start.replications,
        seed=start.seed if document.seed is None else document.seed,
    )
    check(scenario)
    return scenario


def _check_needed(document: ScenarioIn) -> None:
    given = document.model_dump(by_alias=True)
    for pointer, what in _NEEDED.items():
        _, part, name = pointer.split("/")
        if given[part][name] is None:
            raise InvalidInput(pointer, None, f"{what}, or a start or base that tells")


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _policy(given: PolicyIn, start: Policy) -> Policy:
    changes = _given(
        priced=None if given.offers is None else given.offers == "bid-prices",
        provisional=None if given.times is None else given.times == "provisional",
        lead_days=given.lead_days,
        move_price=given.move_price,
        nightly=given.nightly,
    )
    return replace(start, **changes)


def _region(document: ScenarioIn, start: Region, policy: Policy) -> Region:
    given, promised = document.capacity.region, document.policy.promise
    travel = None if given.travel is None else {frozenset((t.here, t.there)): t.slots for t in given.travel}
    pace = _given(slot_minutes=given.slot_minutes, min_gap_slots=given.min_gap_slots, travel=travel)
    holidays = None if promised.extra_holidays is None else tuple(promised.extra_holidays)
    promise = _given(policy=promised.policy, days=promised.days, extra_holidays=holidays)
    return replace(
        start,
        **_given(id=given.id, name=given.name, timezone=given.timezone, email=given.email),
        promise=replace(start.promise, **promise, times="provisional" if policy.provisional else "firm"),
        prices=replace(start.prices, **_given(**dict(given.prices))),
        pace=replace(start.pace, **pace),
    )


def _capacity(given: CapacityIn, start: Capacity, region: Region) -> Capacity:
    agencies = start.agencies
    if given.agencies is not None:
        agencies = tuple(Agency(name, region.id, text.text()) for name, text in given.agencies.items())
    journeys = start.journeys
    if given.journeys is not None:
        journeys = tuple(_journey(name, journey) for name, journey in given.journeys.items())
    return Capacity(
        region,
        tuple(replace(agency, region=region.id) for agency in agencies),
        journeys,
        desks_of(given, start.desks),
        tuple(replace(closure, region=region.id) for closure in _closures(given, start)),
        start.absences if given.absences is None else given.absences,
    )


def _journey(name: str, given: JourneyIn) -> Journey:
    steps = (
        Step(
            step.id,
            step.title.text() if step.title else Text(step.id, step.id),
            step.service,
            tuple(step.slots),
            tuple(step.after),
            step.result_days,
            tuple(step.desks),
        )
        for step in given.steps
    )
    try:
        return Journey(name, given.name.text() if given.name else Text(name, name), tuple(steps))
    except InvalidInput as error:
        pointer = f"/capacity/journeys/{name}{error.pointer}"
        raise InvalidInput(pointer, error.value, error.expected) from None


def _closures(given: CapacityIn, start: Capacity) -> Iterator[AgencyClosure]:
    if given.closures is None:
        yield from start.closures
    for part, closures in (("closures", given.closures or ()), ("extraClosures", given.extra_closures)):
        for number, closure in enumerate(closures):
            if closure.last < closure.first:
                pointer = f"/capacity/{part}/{number}/to"
                raise InvalidInput(pointer, closure.last.isoformat(), f"{closure.first} or a later day")
            yield AgencyClosure("", closure.agency, Closure(closure.first, closure.last, closure.reason))


def _demand(given: DemandIn, start: Demand) -> Demand:
    changes = _given(
        weekly=given.weekly,
        journeys=given.journeys,
        parties=None if given.parties is None else _by_number(given.parties, 1),
        languages=None if given.languages is None else _languages(given.languages),
        weekdays=None if given.weekdays is None else tuple(given.weekdays.get(day, 0.0) for day in WEEKDAYS),
        leads=None if given.leads is None else _by_number(given.leads, 0),
        seasons=None if given.seasons is None else tuple(map(_season, given.seasons)),
        intakes=None if given.intakes is None else _intakes(given),
        walk_ins=given.walk_ins,
        no_shows=given.no_shows,
        cancellations=given.cancellations,
        spread=given.spread,
    )
    demand = replace(start, **changes)
    return replace(demand, weekly=demand.weekly * given.scale)


def _by_number(weights: Mapping[str, float], least: int) -> tuple[float, ...]:
    """The weights of `least`, `least` + 1 and so on; 0 where none is given."""
    by_number = {int(text): weight for text, weight in weights.items()}
    return tuple(by_number.get(number, 0.0) for number in range(least, max(by_number, default=least - 1) + 1))


def _languages(given: Mapping[str, float]) -> tuple[tuple[Languages, float], ...]:
    weights: dict[Languages, float] = {}
    for text, weight in given.items():
        if tongues_of(text) in weights:
            raise InvalidInput(f"/demand/languages/{text}", text, "each set of languages once")
        weights[tongues_of(text)] = weight
    return tuple(weights.items())


def _season(given: SeasonIn) -> Season:
    return Season(day_of_year(given.first), day_of_year(given.last), given.factor)


def _intakes(given: DemandIn) -> tuple[Intake, ...]:
    return tuple(
        Intake(each.day, each.parties, each.journey, each.party, frozenset(each.languages), each.lead_days)
        for each in given.intakes or ()
    )


def _horizon(given: HorizonIn, start: Horizon) -> Horizon:
    warm_up = None if given.warm_up_days is None else timedelta(days=given.warm_up_days)
    return replace(start, **_given(first=given.first, last=given.last, warm_up=warm_up))
