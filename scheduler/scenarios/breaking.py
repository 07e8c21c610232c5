"""When does it break: how much more demand the promise bears."""

from dataclasses import dataclass, replace

from scheduler.scenarios.judging import Simulate, check_level, share_in_time, surely
from scheduler.scenarios.result import Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.statistics import Estimate

_DOUBLINGS = 4  # of the demand, after which it is said to bear whatever comes


@dataclass(frozen=True, slots=True)
class Trial:
    """A multiple of the demand, and what comes of it."""

    factor: float
    result: Result

    @property
    def within(self) -> Estimate:
        """The share of arrivals that is done in time."""
        return share_in_time(self.result)


@dataclass(frozen=True, slots=True)
class BreakingPoint:
    """`holds`: the largest multiple tried that keeps the service level, None if the least tried does not.

    `breaks`: the smallest that does not, None if all do. `trials` in order of their multiples.
    """

    service_level: float
    holds: float | None
    breaks: float | None
    trials: tuple[Trial, ...]

    @property
    def surely_holds(self) -> float | None:
        """The largest multiple tried that keeps the level beyond what chance explains, None if there is none."""
        return max((trial.factor for trial in self.trials if self._surely(trial) is True), default=None)

    @property
    def surely_breaks(self) -> float | None:
        """The smallest multiple tried that misses it beyond what chance explains, None if there is none."""
        return min((trial.factor for trial in self.trials if self._surely(trial) is False), default=None)

    def _surely(self, trial: Trial) -> bool | None:
        return surely(trial.result, self.service_level)


def breaking_point(
    scenario: Scenario, service_level: float, simulate: Simulate, *, precision: float = 0.02
) -> BreakingPoint:
    """The multiple of the weekly demand at which fewer than `service_level` of the arrivals are done in time.

    Doubled or halved first, then found by halves until the multiples between which it lies are `precision` apart, as a
    share. Every multiple sees the same people, and more of them. Raises InvalidInput.
    """
    check_level(service_level)
    search = _Search(scenario, service_level, simulate)
    holds, breaks = search.around()
    while holds is not None and breaks is not None and breaks - holds > precision * holds:
        middle = (holds + breaks) / 2
        holds, breaks = (middle, breaks) if search.holds(middle) else (holds, middle)
    return BreakingPoint(service_level, holds, breaks, search.trials)


def with_demand(scenario: Scenario, factor: float) -> Scenario:
    """The scenario with a multiple of its weekly demand; intakes stay what they are."""
    return replace(scenario, demand=replace(scenario.demand, weekly=scenario.demand.weekly * factor))


class _Search:
    def __init__(self, scenario: Scenario, service_level: float, simulate: Simulate) -> None:
        self._scenario, self._level, self._simulate = scenario, service_level, simulate
        self._found: dict[float, Result] = {}

    @property
    def trials(self) -> tuple[Trial, ...]:
        return tuple(Trial(factor, self._found[factor]) for factor in sorted(self._found))

    def holds(self, factor: float) -> bool:
        """Whether a multiple keeps the level on average; nobody to serve keeps any."""
        self._found[factor] = self._simulate(with_demand(self._scenario, factor))
        return share_in_time(self._found[factor]).mean >= self._level

    def around(self) -> tuple[float | None, float | None]:
        """A multiple that holds, and one that does not; None where none was found."""
        factor, step = 1.0, 2.0 if self.holds(1.0) else 0.5
        for _ in range(_DOUBLINGS):
            other = factor * step
            if self.holds(other) != (step > 1):
                return (factor, other) if step > 1 else (other, factor)
            factor = other
        return (factor, None) if step > 1 else (None, factor)
