"""What a roster is worth in earnest: a verified plan of each sample with its desks."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from solver.classes import IntArray
from solver.incumbent import Progress
from solver.instance import Instance, Objective
from solver.plan import Plan
from solver.roster import Pattern, with_desks
from solver.solve import solve
from solver.verify import verify

_LATENESS_FIRST = Objective(late=100_000, visit=10, wait_slot=1, day=1)  # a search sees more where visits are cheap
_FIRST_SHARE = 0.7  # of the time, before any sample is planned again


@dataclass(frozen=True)
class Trial:
    """A demand with the desks of a roster, and its plan."""

    instance: Instance
    plan: Plan

    @property
    def late(self) -> int:
        """How many the plan leaves late."""
        return len(self.plan.late)


class Trials:
    """Tries rosters on sampled demands, at the same time as far as `executor` has threads."""

    def __init__(
        self,
        demands: Sequence[Instance],
        patterns: Sequence[Pattern],
        executor: Executor,
        workers: int,
        seed: int,
        stopped: Callable[[], bool],
    ) -> None:
        self._demands, self._patterns, self._executor = demands, patterns, executor
        self._seed, self._stopped = seed, stopped
        self._workers = max(1, workers // len(demands))  # of each solve
        self._turns = -(-len(demands) // max(1, workers))  # one after the other

    def run(self, counts: IntArray, least: Sequence[int], allowed: int, seconds: float) -> tuple[Trial, ...]:
        """Plans of so many desks of each pattern that leave few late, within some `seconds`.

        `least` are late in each sample at least; what `allowed` leaves beyond is shared out first, and taken back
        from those who need it less if others need it more. A plan is done once few enough are late.
        """
        instances = [with_desks(demand, self._patterns, counts.tolist()) for demand in self._demands]
        spare, samples = allowed - sum(least), len(least)
        enough = [each + (spare + n) // samples for n, each in enumerate(least)]
        trials = self._plans(instances, enough, _FIRST_SHARE * seconds)
        again = [n for n, trial in enumerate(trials) if least[n] < trial.late <= enough[n]]
        if sum(trial.late for trial in trials) <= allowed or not again:
            return trials
        better = self._plans([instances[n] for n in again], [least[n] for n in again], (1 - _FIRST_SHARE) * seconds)
        found = dict(enumerate(trials)) | dict(zip(again, better, strict=True))
        return tuple(found.values())

    def polish(self, trials: Sequence[Trial], seconds: float) -> tuple[Trial, ...]:
        """Plans of the same desks that cost less, with no more late."""
        each = seconds / self._turns
        found = self._executor.map(lambda trial: self._solve(trial.instance, each, lambda _late: False), trials)
        return tuple(
            Trial(old.instance, plan) if (len(plan.late), plan.cost) <= (old.late, old.plan.cost) else old
            for plan, old in zip(found, trials, strict=True)
        )

    def _plans(self, instances: Sequence[Instance], enough: Sequence[int], seconds: float) -> tuple[Trial, ...]:
        each = seconds / self._turns
        return tuple(self._executor.map(lambda instance, late: self._few_late(instance, late, each), instances, enough))

    def _few_late(self, instance: Instance, enough: int, seconds: float) -> Trial:
        plan = self._solve(replace(instance, objective=_LATENESS_FIRST), seconds, lambda late: late <= enough)
        found = replace(plan, status="feasible", bound=0.0)
        return Trial(instance, replace(found, cost=verify(instance, found).cost))

    def _solve(self, instance: Instance, seconds: float, is_enough: Callable[[int], bool]) -> Plan:
        seen: list[Progress] = []
        return solve(
            instance,
            seconds=seconds,
            workers=self._workers,
            seed=self._seed,
            on_progress=seen.append,
            stopped=lambda: self._stopped() or (seen != [] and is_enough(seen[-1].late)),
        )
