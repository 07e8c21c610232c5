"""What a scenario's desks expect: samples of its demand, from which bid prices are found every night.

As the service does, with less effort each night, since a year has many of them: fewer samples, only the next days anew,
and none where a sample is served at hardly more than its least without prices. What is farther ahead keeps the prices
found at first, with everybody still to ask.
"""

from scheduler.scenarios.demand import draw
from scheduler.scenarios.world import World
from solver.bid_prices import Effort, Futures

_SAMPLES = 3
_EFFORT = Effort(first=200, each=15, ahead=6, easy=0.02)
_EXPECTED = 1 << 20  # numbers of the samples: no replication has them


def expected_requests(world: World) -> Futures:
    """The samples of a scenario, none of which its replications need resemble."""
    scenario, per_day = world.scenario, world.instance.slots_per_day
    numbers = range(_EXPECTED, _EXPECTED + _SAMPLES)
    drawn = (draw(scenario.demand, scenario.horizon, 0, scenario.seed, number) for number in numbers)
    return Futures(world.classes, [world.requests(people).as_future(per_day) for people in drawn], _EFFORT)
