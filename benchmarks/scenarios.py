"""A year of Zuid-Limburg, again and again: how long a replication takes, and how good a roster for it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import process_time
from typing import TypeVar

from benchmarks.peers import simpy_desks
from benchmarks.record import Table
from scheduler.demo import region as demo
from scheduler.scenarios.demand import draw
from scheduler.scenarios.judging import share_in_time
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.pools import here
from scheduler.scenarios.replication import PATIENCE, Replications, replicate
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario, Season
from scheduler.scenarios.staffing import cheapest_desks
from scheduler.scenarios.sweep import sweep
from scheduler.scenarios.world import World

FIRST_COME, PRICED = Policy(), Policy(priced=True)
POLICIES = {"first come": FIRST_COME, "bid prices": PRICED}
T = TypeVar("T")
_YEAR = 3_000  # arrivals
_PLAYED = 3  # times by SimPy
_LEVEL, _REPLICATIONS = 0.99, 4
_ROSTERS = ((3_000, 600.0),)  # arrivals a year, seconds for the solver
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


def measure(replications: int = 20) -> list[Table]:
    """A year in each policy, beside SimPy on the same people; and the memory that it takes."""
    beside = Table(
        "A year, one replication", ("model", "policy", "arrivals", "in time", "CPU seconds", "times SimPy's")
    )
    played = [_timed(lambda: _peer(year(FIRST_COME))) for _ in range(_PLAYED)]
    slow, peer = median(each for each, _ in played), played[0][1]
    beside.add("SimPy", "first come", peer.within + peer.late, peer.within, f"{slow:.2f}", "1.0")
    for name, policy in POLICIES.items():
        prepared = Replications(year(policy))
        prepared.run(0)  # what is done once is done
        timed = [_timed(partial(prepared.run, number)) for number in range(replications)]
        seconds, figures = median(each for each, _ in timed), timed[0][1]
        beside.add("onestop", name, figures.arrivals, figures.within, f"{seconds:.2f}", f"{slow / seconds:.1f}")
    memory = Table("Memory", ("what", "MB at most"))
    memory.add("this process, all of the above", f"{getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f}")
    return [beside, memory, _rosters()]


def _rosters() -> Table:
    """Cheapest rosters beside their bounds, and what they cost once they hold on demand not seen before."""
    table = Table(
        "The cheapest desks for 99% in time",
        ("arrivals", "seconds", "status", "a week costs", "bound", "above it", "confirmed at", "in time there"),
    )
    for arrivals, seconds in _ROSTERS:
        found = cheapest_desks(year(FIRST_COME, arrivals), _LEVEL, _simulated, seconds=seconds)
        above = f"{found.solved / found.bound - 1:.1%}"
        share = f"{share_in_time(found.result).mean:.2%}"
        solved, bound = round(found.solved), round(found.bound)
        table.add(arrivals, f"{seconds:.0f}", found.status, solved, bound, above, round(found.cost), share)
    return table


def _simulated(scenario: Scenario) -> Result:
    with here() as pool:
        return sweep(replace(scenario, replications=_REPLICATIONS), pool, replicate=replicate)


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = process_time()
    done = work()
    return process_time() - began, done


def _peer(scenario: Scenario) -> simpy_desks.Totals:
    world = World(scenario)
    people = draw(scenario.demand, scenario.horizon, world.steps, scenario.seed, 0)
    return simpy_desks.simulate(world, people, world.requests(people), PATIENCE)
