"""One replication of a scenario: who comes is drawn, served day by day, and what became of it is measured."""

from scheduler.scenarios.absences import absent_desks
from scheduler.scenarios.demand import draw
from scheduler.scenarios.desk_hours import desk_hours
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.measuring import Measuring
from scheduler.scenarios.pricing import expected_requests
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.simulate import simulate
from scheduler.scenarios.world import World

PATIENCE = 20  # open days after the deadline on which whoever is late is served


class Replications:
    """The replications of a scenario, and what they share."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._world = World(scenario)
        self._hours = desk_hours(self._world)
        self._expected = expected_requests(self._world) if scenario.policy.priced else None

    def run(self, number: int) -> Figures:
        """The figures of a replication, the same for the same number: the people are those of other scenarios."""
        scenario, world = self.scenario, self._world
        people = draw(scenario.demand, scenario.horizon, world.steps, scenario.seed, number)
        requests = world.requests(people)
        outcome = simulate(
            world.classes,
            requests,
            scenario.policy,
            self._expected,
            absent=absent_desks(world, number),
            patience=PATIENCE,
            seed=scenario.seed + number,
        )
        return Measuring(world, self._hours, people, requests, outcome).figures(number)


_last: list[Replications] = []  # of a process: the replications of a scenario share much


def replicate(scenario: Scenario, number: int) -> Figures:
    """The figures of one replication of a scenario, counted from 0."""
    if not _last or _last[0].scenario != scenario:
        _last[:] = [Replications(scenario)]
    return _last[0].run(number)
