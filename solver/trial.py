"""What a roster is worth in earnest: a verified plan of each sample with its desks."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import monotonic

from solver.classes import IntArray
from solver.incumbent import Progress
from solver.instance import Instance, Objective
from solver.overload import fewest_late, glance
from solver.plan import Plan
from solver.pricing import Threads
from solver.roster import Pattern, with_desks
from solver.solve import solve
from solver.verify import verify

_LATENESS_FIRST = Objective(late=100_000, visit=10, wait_slot=1, day=1)  # a search sees more where visits are cheap
_FIRST_SHARE = 0.2  # of the time, before any sample is planned again
_LEAST_SECONDS = 0.05  # for a plan: there is always one


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
        self._at_once = max(1, workers)
        self._workers = max(1, workers // len(demands))  # of each solve

    def run(self, counts: IntArray, least: Sequence[int], allowed: int, seconds: float) -> tuple[Trial, ...]:
        """Plans of so many desks of each pattern that leave few late, within some `seconds`.

        `least` are late in each sample at least; what `allowed` leaves beyond is shared out first. A plan is done
        once few enough are late; where too many are, those samples that could have fewer get all the time left, the
        hardest of them whatever the others leave of it.
        """
        instances = [with_desks(demand, self._patterns, counts.tolist()) for demand in self._demands]
        spare, samples = allowed - sum(least), len(least)
        enough = [each + (spare + n) // samples for n, each in enumerate(least)]
        until = monotonic() + seconds
        trials = self._plans(instances, enough, _FIRST_SHARE * seconds)
        beyond = {n: trial.late - least[n] for n, trial in enumerate(trials) if trial.late > least[n]}
        again = sorted(beyond, key=beyond.__getitem__)
        turns = self._turns(again[:-1]) + 1  # the last one is the hardest's
        trials = self._again(trials, again[:-1], least, allowed, (until - monotonic()) / turns)
        return self._again(trials, again[-1:], least, allowed, until - monotonic())

    def likeliest(self, rosters: Sequence[IntArray], sample: int) -> IntArray:
        """Of rosters [pattern] the one with which a moment's search leaves fewest late in a sample."""
        instances = (with_desks(self._demands[sample], self._patterns, counts.tolist()) for counts in rosters)
        pressed = [replace(instance, objective=_LATENESS_FIRST) for instance in instances]
        late = list(self._executor.map(lambda instance: glance(instance, self._seed), pressed))
        return rosters[late.index(min(late))]

    def polish(self, trials: Sequence[Trial], seconds: float) -> tuple[Trial, ...]:
        """Plans of the same desks that cost less, with no more late."""
        each = seconds / self._turns(trials)
        found = self._executor.map(lambda trial: self._solve(trial.instance, each, lambda _late: False), trials)
        return tuple(
            Trial(old.instance, plan) if (len(plan.late), plan.cost) <= (old.late, old.plan.cost) else old
            for plan, old in zip(found, trials, strict=True)
        )

    def _turns(self, tried: Sequence[object]) -> int:
        """How many it takes, one after the other, to try some on all threads."""
        return -(-len(tried) // self._at_once)

    def _plans(self, instances: Sequence[Instance], enough: Sequence[int], seconds: float) -> tuple[Trial, ...]:
        each = seconds / self._turns(instances)
        return tuple(self._executor.map(lambda instance, late: self._few_late(instance, late, each), instances, enough))

    def _again(
        self, trials: tuple[Trial, ...], chosen: Sequence[int], least: Sequence[int], allowed: int, seconds: float
    ) -> tuple[Trial, ...]:
        """Trials with as few late as can be in some samples, or as few as will do; each has so many seconds."""
        too_many = sum(trial.late for trial in trials) - allowed
        if too_many <= 0 or not chosen:
            return trials
        threads = max(1, self._at_once // len(chosen))
        goals = [max(least[n], trials[n].late - too_many) for n in chosen]
        better = self._executor.map(lambda n, goal: self._pressed(trials[n], goal, seconds, threads), chosen, goals)
        return tuple((dict(enumerate(trials)) | dict(zip(chosen, better, strict=True))).values())

    def _few_late(self, instance: Instance, enough: int, seconds: float) -> Trial:
        plan = self._solve(replace(instance, objective=_LATENESS_FIRST), seconds, lambda late: late <= enough)
        return _trial(instance, plan)

    def _pressed(self, trial: Trial, enough: int, seconds: float, count: int) -> Trial:
        """A trial again, of a demand that is too much for its desks; the old one if it does not get better."""
        until = monotonic() + seconds
        instance = replace(trial.instance, objective=_LATENESS_FIRST)
        with ThreadPoolExecutor(count) as executor:
            threads = Threads(executor, count)
            plan = fewest_late(instance, lambda late: late <= enough, seconds, self._seed, threads, self._stopped)
        if plan is not None:
            found = _trial(trial.instance, plan)
        else:
            found = self._few_late(trial.instance, enough, until - monotonic())
        return min(trial, found, key=lambda each: each.late)

    def _solve(self, instance: Instance, seconds: float, is_enough: Callable[[int], bool]) -> Plan:
        seen: list[Progress] = []
        return solve(
            instance,
            seconds=max(seconds, _LEAST_SECONDS),
            workers=self._workers,
            seed=self._seed,
            on_progress=seen.append,
            stopped=lambda: self._stopped() or (seen != [] and is_enough(seen[-1].late)),
        )


def _trial(instance: Instance, plan: Plan) -> Trial:
    """A plan made with another objective, told at the costs of the instance."""
    found = replace(plan, status="feasible", bound=0.0)
    return Trial(instance, replace(found, cost=verify(instance, found).cost))
