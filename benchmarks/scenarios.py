"""A year of Zuid-Limburg, again and again: how long a replication takes."""

from datetime import date, timedelta

from scheduler.demo import region as demo
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario, Season

FIRST_COME, PRICED = Policy(), Policy(priced=True)
_YEAR = 3_000  # arrivals
_EN, _DE, _FR, _NL = (frozenset((code,)) for code in ("en", "de", "fr", "nl"))


def year(policy: Policy, arrivals: int = _YEAR, *, seed: int = 1) -> Scenario:
    """A year of the demo region with so many arrivals, students in the months of their intakes."""
    first = date(2026, 1, 5)
    return Scenario(
        name="A year of Zuid-Limburg",
        capacity=Capacity(
            demo.REGION,
            demo.AGENCIES,
            demo.JOURNEYS,
            tuple(DeskGroup(desk, hourly=60.0) for desk in demo.resources()),
            demo.closures(range(2025, 2029)),
        ),
        demand=Demand(
            weekly=arrivals / 52 / 1.25,
            journeys={"knowledge-migrant": 45.0, "eu-citizen": 35.0, "first-permit": 20.0},
            parties=(0.55, 0.2, 0.12, 0.08, 0.05),
            languages=((_EN, 0.78), (_DE, 0.1), (_FR, 0.04), (_NL, 0.06), (frozenset(), 0.02)),
            weekdays=(26.0, 22.0, 20.0, 18.0, 14.0, 0.0, 0.0),
            leads=(1.0,) * 15,
            seasons=(
                Season((1, 1), (2, 28), 1.5),
                Season((3, 1), (7, 31), 1.0),
                Season((8, 1), (9, 30), 2.0),
                Season((10, 1), (12, 31), 1.0),
            ),
            walk_ins=0.05,
            no_shows=0.04,
            cancellations=0.05,
            spread=0.3,
        ),
        horizon=Horizon(first, first + timedelta(weeks=52, days=-1)),
        policy=policy,
        seed=seed,
    )
