"""The Timefold model: rules and prices as constraint streams, and the search. Importing it starts Java.

Every function given to a stream is translated to Java; so they are short, and take what depends on the instance from
the facts instead of from the module.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Timer
from typing import Annotated, Any

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import ConstraintCollectors, ConstraintFactory, HardSoftScore, Joiners, constraint_provider

from benchmarks.peers.timefold_problem import Problem, Task

# Late acceptance over few steps did best of what was tried in 20 seconds; simulated annealing and long ones did worse.
_CONFIG = """
<solver><localSearch>
  <unionMoveSelector><changeMoveSelector/><swapMoveSelector/></unionMoveSelector>
  <acceptor><lateAcceptanceSize>20</lateAcceptanceSize></acceptor>
  <forager><acceptedCountLimit>1</acceptedCountLimit></forager>
</localSearch></solver>
"""


@dataclass(eq=False)
class Cell:
    """Desks of a kind open in a slot."""

    key: int
    open: int


@dataclass(eq=False)
class Party:
    """An arrival, the prices of the objective, and the units of time: `day` and `slot` in units of a start."""

    first_day: int
    late: int
    incomplete: int
    visit: int
    wait: int
    per_day: int
    gap: int
    day: int
    slot: int


@planning_entity
@dataclass(eq=False)
class Step:
    """A step of an arrival; `bit` stands for it in the `after` of others, `reach` is its length and the gap."""

    id: Annotated[int, PlanningId]
    party: Party
    place: int
    bit: int
    after: int
    lag: int
    length: int
    reach: int
    work: int
    offsets: list[int]
    starts: Annotated[list[int], ValueRangeProvider(id="starts")] = field(default_factory=list)
    start: Annotated[int | None, PlanningVariable(value_range_provider_refs=["starts"], allows_unassigned=True)] = (
        field(default=None)
    )


@planning_solution
@dataclass(eq=False)
class Week:
    """All steps, and what their starts may take."""

    cells: Annotated[list[Cell], ProblemFactCollectionProperty]
    parties: Annotated[list[Party], ProblemFactCollectionProperty]
    steps: Annotated[list[Step], PlanningEntityCollectionProperty]
    score: Annotated[HardSoftScore | None, PlanningScore] = field(default=None)


def _rules(factory: ConstraintFactory) -> list[Any]:
    """The rules are hard, the prices soft."""
    held = factory.for_each(Step)
    pairs = held.join(factory.for_each(Step), Joiners.equal(lambda s: s.party), Joiners.less_than(lambda s: s.place))
    return [_desks(held), _gaps(pairs), _order(pairs), _late(factory), _days(held), _visits(held), _work(held)]


def _desks(held: Any) -> Any:
    """No cell holds more steps than it has desks open (rule 2).

    `expand` keeps the step beside each offset: with the start in its place the stream misses changes of the start.
    """
    return (
        held.expand(lambda s: s.offsets)
        .flatten_last(lambda offset: offset)
        .group_by(lambda s, offset: s.start + offset, ConstraintCollectors.count_bi())
        .join(Cell, Joiners.equal(lambda key, _n: key, lambda cell: cell.key))
        .filter(lambda _key, n, cell: n > cell.open)
        .penalize(HardSoftScore.ONE_HARD, lambda _key, n, cell: n - cell.open)
        .as_constraint("desks")
    )


def _gaps(pairs: Any) -> Any:
    """Steps of one arrival never come closer than the gap (rule 3)."""
    return (
        pairs.filter(lambda s, t: s.start + s.reach > t.start and t.start + t.reach > s.start)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("gap")
    )


def _order(pairs: Any) -> Any:
    """A step starts after those in its `after` (rule 4), which stand before it in the order of places."""
    return (
        pairs.filter(lambda s, t: t.after // s.bit % 2 == 1 and t.start < s.start)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("order")
    )


def _late(factory: Any) -> Any:
    """An arrival with a step left out is late; the fewer are left out the better, so that the search finds its way."""
    return (
        factory.for_each_including_unassigned(Step)
        .filter(lambda s: s.start is None)
        .group_by(lambda s: s.party, ConstraintCollectors.count())
        .penalize(HardSoftScore.ONE_SOFT, lambda party, n: party.late + party.incomplete * n)
        .as_constraint("late")
    )


def _days(held: Any) -> Any:
    """Days until the last result is there."""
    return (
        held.group_by(lambda s: s.party, ConstraintCollectors.max(lambda s: s.start // s.party.day + s.lag))
        .penalize(HardSoftScore.ONE_SOFT, lambda party, done: party.per_day * (done - party.first_day))
        .as_constraint("days")
    )


def _visits(held: Any) -> Any:
    """Each day visited, and the time from its first start to its last end; what is not idle of it is given back."""
    return (
        held.group_by(
            lambda s: s.party,
            lambda s: s.start // s.party.day,
            ConstraintCollectors.min(lambda s: s.start),
            ConstraintCollectors.max(lambda s: s.start + s.length),
        )
        .penalize(
            HardSoftScore.ONE_SOFT,
            lambda party, _day, first, last: party.visit + party.wait * ((last - first) // party.slot + party.gap),
        )
        .as_constraint("visits")
    )


def _work(held: Any) -> Any:
    """The length of each step and the gap after it are not idle time."""
    return held.reward(HardSoftScore.ONE_SOFT, lambda s: s.work).as_constraint("work")


_RULES = constraint_provider(_rules)


class Search:
    """A search with a seed, translated to Java."""

    def __init__(self, seed: int) -> None:
        config = SolverConfig(
            solution_class=Week,
            entity_class_list=[Step],
            xml_source_text=_CONFIG,
            environment_mode=EnvironmentMode.NO_ASSERT,
            random_seed=seed,
            score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=_RULES),
            termination_config=TerminationConfig(spent_limit=Duration(days=1)),
        )
        self._factory = SolverFactory.create(config)

    def run(self, problem: Problem, seconds: float) -> list[int | None]:
        """The start of each task, None where it has none, of the best answer found in time."""
        solver = self._factory.build_solver()
        week = _week(problem)
        timer = Timer(max(0.0, seconds), solver.terminate_early)
        timer.start()
        try:
            best = solver.solve(week)
        finally:
            timer.cancel()
        return [step.start for step in best.steps]


def _week(problem: Problem) -> Week:
    parties = [_party(problem, number) for number in range(len(problem.instance.arrivals))]
    shared: dict[tuple[int, ...], list[int]] = {}  # a list that many steps share is brought to Java once
    steps = [_step(problem, number, parties[task.arrival], shared) for number, task in enumerate(problem.tasks)]
    return Week([Cell(key, desks) for key, desks in problem.desks.items()], parties, steps)


def _party(problem: Problem, number: int) -> Party:
    instance, axis = problem.instance, problem.axis
    prices, arrival = instance.objective, instance.arrivals[number]
    steps = len(instance.journeys[arrival.journey].steps)
    step_left_out = int(prices.late) // 10
    return Party(
        first_day=arrival.available_from // instance.slots_per_day,
        late=int(prices.late) - step_left_out * steps,
        incomplete=step_left_out,
        visit=int(prices.visit),
        wait=int(prices.wait_slot),
        per_day=int(prices.day),
        gap=problem.gap,
        day=(axis.per_day + axis.night) * problem.scale,
        slot=problem.scale,
    )


def _step(problem: Problem, number: int, party: Party, shared: dict[tuple[int, ...], list[int]]) -> Step:
    task: Task = problem.tasks[number]
    return Step(
        id=number,
        party=party,
        place=task.place,
        bit=1 << task.place,
        after=task.after,
        lag=task.lag,
        length=task.length * problem.scale,
        reach=(task.length + problem.gap) * problem.scale,
        work=party.wait * (task.length + problem.gap),
        offsets=_list(shared, task.offsets),
        starts=_list(shared, task.starts),
        start=task.start,
    )


def _list(shared: dict[tuple[int, ...], list[int]], values: Sequence[int]) -> list[int]:
    return shared.setdefault(tuple(values), list(values))
