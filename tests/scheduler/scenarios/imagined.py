"""A scenario of the demo's region, and figures that no simulation made: as quick as the tests of a sweep want them."""

import os
import signal
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from scheduler.demo.region import AGENCIES, JOURNEYS, REGION, closures, resources
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.figures import Figures, Hour, Use
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario

YEAR = Horizon(date(2026, 1, 5), date(2026, 12, 31), timedelta(days=14))
SCENARIO = Scenario(
    name="as now",
    capacity=Capacity(
        REGION,
        AGENCIES,
        JOURNEYS,
        tuple(DeskGroup(desk, hourly=55.0) for desk in resources()),
        closures(range(2026, 2027)),
    ),
    demand=Demand(60.0, {"knowledge-migrant": 0.45, "eu-citizen": 0.35, "first-permit": 0.2}, no_shows=0.03),
    horizon=YEAR,
    replications=6,
    seed=7,
)


def imagined(scenario: Scenario, number: int) -> Figures:
    """Figures whose lateness grows with demand; the same number draws alike in scenarios of the same seed."""
    random = np.random.default_rng((scenario.seed, number))
    came = random.poisson(scenario.demand.weekly, 50)
    late = random.binomial(came, min(0.9, 0.015 * (scenario.demand.weekly / 60) ** 4))
    arrivals, missed = int(came.sum()), int(late.sum())
    by_cause = random.multinomial(missed, (0.7, 0.2, 0.05, 0.05)).tolist()
    days = random.multinomial(arrivals - missed // 4, (0.3, 0.34, 0.2, 0.1, 0.04, 0.02)).tolist()
    use = _use(scenario, random)
    return Figures(
        seed=int(random.integers(1 << 31)),
        arrivals=arrivals,
        within=arrivals - missed,
        late=dict(zip(("ind", "gemeente", "several", "window"), by_cause, strict=True)),
        unserved=missed // 4,
        days_to_done=tuple(days),
        days_to_bsn=tuple(days),
        visits=int(1.2 * arrivals),
        idle_minutes=9.5 * arrivals,
        appointments=3 * arrivals,
        desk_minutes=float(random.normal(4.0, 0.2)) * arrivals,
        overtime_minutes=float(random.normal(900, 60)),
        walk_ins=0,
        walk_in_minutes=0.0,
        no_shows=int(random.binomial(arrivals, scenario.demand.no_shows)),
        cancellations=0,
        moves=0,
        cost=120.0 * arrivals + 10_000.0 * missed,
        roster_cost=55.0 * sum(each.open for each in use.values()),
        use=use,
        weeks=tuple(zip(came.tolist(), (came - late).tolist(), strict=True)),
    )


def _use(scenario: Scenario, random: np.random.Generator) -> dict[Hour, Use]:
    """Open hours of the desks as their patterns have them, each hour that is begun."""
    use: dict[Hour, Use] = {}
    for group in scenario.capacity.desks:
        for weekday, spans in group.desk.pattern.hours.items():
            for hour in {each for span in spans for each in range(span.start.hour, -(-span.end_minute // 60))}:
                place = Hour(group.desk.agency, weekday, hour)
                before = use.get(place, Use(0.0, 0.0))
                taken = min(1.0, random.beta(8, 4) * (0.7 + 0.1 * (weekday in (2, 4))) * scenario.demand.weekly / 45)
                use[place] = Use(before.open + 50.0 * group.count, before.booked + 50.0 * group.count * taken)
    return use


def busier(weekly: float, name: str = "more come") -> Scenario:
    """The scenario with other demand."""
    return replace(SCENARIO, name=name, demand=replace(SCENARIO.demand, weekly=weekly))


def failing(scenario: Scenario, number: int) -> Figures:
    """Two replications fail."""
    if number in (1, 4):
        raise ValueError(f"no desk is open on day {number}")
    return imagined(scenario, number)


def refused(scenario: Scenario, number: int) -> Figures:
    """Replications fail as the domain's errors do."""
    raise InvalidInput("/demand/weekly", scenario.demand.weekly, "a rate")


def killed_once(folder: Path, scenario: Scenario, number: int) -> Figures:
    """The process of one replication is killed the first time, as by the system when memory is short."""
    mark = folder / "killed"
    if number == 2 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return imagined(scenario, number)


def always_killed(scenario: Scenario, number: int) -> Figures:
    """One replication ends its process each time."""
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return imagined(scenario, number)
