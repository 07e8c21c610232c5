"""What binds: what one more desk hour is worth, by agency and weekday.

The prices of the relaxation tell it for every hour at once, to a planner who knew all requests beforehand. The
simulation, with a desk more on that weekday, confirms it for those that promise most (a finite difference).
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from calendars.opening import WeeklyPattern
from scheduler.scenarios.judging import Simulate
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import DeskGroup, Scenario
from scheduler.scenarios.statistics import Estimate, paired
from scheduler.scenarios.stretches import stretches
from solver.desk_prices import desk_prices
from solver.instance import Instance
from solver.shadow_prices import shadow_prices

_SECONDS = 20.0  # for the prices of each
Place = tuple[str, int]  # an agency, and a day or a weekday


@dataclass(frozen=True, slots=True)
class DeskHour:
    """What an hour more of a desk of an agency on a weekday saves: `price` by the relaxation, in cost.

    `cost` and `late` by simulation, in cost and in late arrivals, of which `more` came with a desk more; None where it
    was not simulated.
    """

    agency: str
    weekday: int
    price: float
    cost: Estimate | None = None
    late: Estimate | None = None
    more: Result | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """What hours are worth, the dearest first, and what came of the scenario `as_it_is`."""

    hours: tuple[DeskHour, ...]
    as_it_is: Result


def desk_hours_worth(scenario: Scenario, simulate: Simulate, *, confirm: int = 3) -> Binding:
    """What hours are worth; so many of the dearest are confirmed by simulation. Raises InvalidInput."""
    worth = defaultdict[Place, list[float]](list)
    for sample in stretches(scenario):
        for place, price in _prices(sample).items():
            worth[place[0], sample.days[place[1]].isoweekday()].append(price)
    found = [DeskHour(*place, sum(prices) / len(prices)) for place, prices in worth.items()]
    found.sort(key=lambda hour: (-hour.price, hour.agency, hour.weekday))
    base = simulate(scenario)
    confirmed = (_confirmed(scenario, hour, base, simulate) for hour in found[:confirm])
    return Binding((*confirmed, *found[confirm:]), base)


def _prices(sample: Instance) -> dict[Place, float]:
    """What an hour is worth at an agency on each day: of the kind of desk that is worth most."""
    found: dict[Place, float] = {}
    for price in shadow_prices(sample, desk_prices(sample, seconds=_SECONDS, crowded=False)):
        place = price.kind.agency, price.day
        found[place] = max(price.cost, found.get(place, 0.0))
    return found


def _confirmed(scenario: Scenario, hour: DeskHour, base: Result, simulate: Simulate) -> DeskHour:
    more = simulate(with_a_desk_more(scenario, hour.agency, hour.weekday))
    numbers = base.figures.keys() & more.figures.keys()
    hours = {n: _open_hours(more, n) - _open_hours(base, n) for n in numbers}
    cost = {n: (base.figures[n].cost - more.figures[n].cost) / hours[n] for n in numbers if hours[n] > 0}
    late = {n: (_late(base, n) - _late(more, n)) / hours[n] for n in cost}
    none = dict.fromkeys(cost, 0.0)
    return replace(hour, cost=paired(none, cost), late=paired(none, late), more=more)


def with_a_desk_more(scenario: Scenario, agency: str, weekday: int) -> Scenario:
    """The scenario with one more desk of an agency on a weekday: like that of its first group that is open on it."""
    like = next(
        group.desk
        for group in scenario.capacity.desks
        if group.desk.agency == agency and group.desk.pattern.hours.get(weekday)
    )
    pattern = WeeklyPattern({weekday: like.pattern.hours[weekday]})
    extra = DeskGroup(replace(like, id=f"{like.id}-more", pattern=pattern, exceptions=()))
    return replace(scenario, capacity=replace(scenario.capacity, desks=(*scenario.capacity.desks, extra)))


def _open_hours(result: Result, number: int) -> float:
    return sum(use.open for use in result.figures[number].use.values())


def _late(result: Result, number: int) -> int:
    return sum(result.figures[number].late.values())
