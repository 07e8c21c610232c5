"""Plain CP-SAT: intervals, cumulatives and circuits, as one would write them from the rules of the format.

It starts from the greedy plan, and answers with the best plan and the best bound that CP-SAT finds by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import monotonic

from ortools.sat.python import cp_model

from benchmarks.peers import greedy
from benchmarks.peers.answer import Held, held_in, plan_of
from benchmarks.peers.cp_sat_arrival import ArrivalModel, Options
from benchmarks.peers.pools import Pool, axis_of, pools_of, starts_in
from solver.instance import Arrival, Instance, Step
from solver.plan import Plan
from solver.solve import Progress

_FINEST, _LARGEST = 1e6, 1e15  # parts of a cost unit where prices are not whole; a cost that CP-SAT takes

_KEPT_BACK = 0.05  # share of the time for making a plan of the answer
_FOR_VEHICLES = ("routing_path_lns", "routing_full_path_lns", "routing_random_lns")  # a circuit here is no route


def plan(
    instance: Instance,
    *,
    seconds: float,
    workers: int,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
) -> Plan:
    """The best plan that CP-SAT finds in time, and the bound that it proves."""
    began = monotonic()
    first = greedy.plan(instance, seconds=seconds, workers=workers, seed=seed)
    pools = pools_of(instance)
    model = Model(instance, pools)
    model.suggest(held_in(instance, pools, first))
    solver = _solver(workers, seed)
    watch = _Watch(model, began, first, on_progress)
    solver.best_bound_callback = watch.on_bound
    solver.parameters.max_time_in_seconds = max(0.01, seconds * (1 - _KEPT_BACK) - (monotonic() - began))
    status = solver.solve(model.model, watch)
    bound = max(0.0, model.cost(solver.best_objective_bound)) if status != cp_model.UNKNOWN else 0.0
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return plan_of(instance, held_in(instance, pools, first), bound, monotonic() - began)
    return plan_of(instance, model.served(solver), bound, monotonic() - began)


def _solver(workers: int, seed: int) -> cp_model.CpSolver:
    """CP-SAT as it did best on these models: probing took a third of the time and found nothing."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.symmetry_level = 0
    solver.parameters.ignore_subsolvers.extend(_FOR_VEHICLES)
    return solver


class Model:
    """All arrivals that can be served at all, on the pools they share."""

    def __init__(self, instance: Instance, pools: Sequence[Pool]) -> None:
        self.model = cp_model.CpModel()
        self._axis, self._total = axis_of(instance, pools), len(instance.arrivals)
        self._arrivals: dict[int, ArrivalModel] = {}
        for number, arrival in enumerate(instance.arrivals):
            steps = instance.journeys[arrival.journey].steps
            options = [_options(instance, arrival, step, pools) for step in steps]
            if all(options):
                self._arrivals[number] = ArrivalModel(self.model, self._axis, instance, arrival, options)
        self._share()
        self._minimise(instance)

    def _share(self) -> None:
        """No pool holds more steps at a time than it has desks open (rule 2)."""
        users: dict[Pool, list[cp_model.IntervalVar]] = defaultdict(list)
        for arrival in self._arrivals.values():
            for step in arrival.steps:
                for pool, interval in step.intervals(self.model):
                    users[pool].append(interval)
        for pool, intervals in users.items():
            if len(pool.stretches) == 1:
                self.model.add_no_overlap(intervals)
            else:
                everything = [*intervals, *self._closed(pool)]
                self.model.add_cumulative(everything, [1] * len(everything), len(pool.stretches))

    def _closed(self, pool: Pool) -> Iterator[cp_model.IntervalVar]:
        """The desks of a pool that are closed for a part of it, as if something were held there."""
        for span in pool.closed:
            yield self.model.new_fixed_size_interval_var(self._axis.at(span.start), span.end - span.start, "")

    def _minimise(self, instance: Instance) -> None:
        prices = instance.objective
        given = (prices.late, prices.visit, prices.wait_slot, prices.day)
        self._constant = prices.late * len(instance.arrivals)
        terms = [term for arrival in self._arrivals.values() for term in arrival.terms]
        self._scale = 1.0
        if not all(float(price).is_integer() for price in given):
            most = sum(given) * len(instance.days) * instance.slots_per_day * max(1, len(terms))
            self._scale = min(_FINEST, _LARGEST / (1 + most))
        # Rounded down, so that what CP-SAT proves stays a bound.
        weights = [int(self._scale * price // 1) for _, price in terms]
        self.model.minimize(cp_model.LinearExpr.weighted_sum([variable for variable, _ in terms], weights))

    def cost(self, objective: float) -> float:
        """The cost of a plan for the value of CP-SAT's objective."""
        return objective / self._scale + self._constant

    def suggest(self, served: Mapping[int, Held]) -> None:
        """Let CP-SAT start from a plan that is known."""
        for number, arrival in self._arrivals.items():
            for variable, value in arrival.suggest(served.get(number)):
                self.model.add_hint(variable, value)

    def late(self, found: cp_model.CpSolverSolutionCallback) -> int:
        """Arrivals that are late in a plan just found."""
        return self._total - sum(found.boolean_value(arrival.served) for arrival in self._arrivals.values())

    def served(self, solver: cp_model.CpSolver) -> dict[int, Held]:
        """Pool and start of each step of the arrivals that are served."""
        return {
            number: [step.value(solver, self._axis) for step in arrival.steps]
            for number, arrival in self._arrivals.items()
            if solver.boolean_value(arrival.served)
        }


def _options(instance: Instance, arrival: Arrival, step: Step, pools: Sequence[Pool]) -> Options:
    """The pools that may hold a step, and when."""
    fitting = (pool for pool in pools if pool.serves(arrival, step))
    return [(pool, found) for pool in fitting if (found := starts_in(instance, arrival, step, pool))]


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells of better plans and bounds as they come."""

    def __init__(self, model: Model, began: float, first: Plan, on_progress: Callable[[Progress], None] | None) -> None:
        super().__init__()
        self._model, self._began, self._on_progress = model, began, on_progress
        self._cost, self._bound, self._late = first.cost, 0.0, len(first.late)
        self._report()

    def on_solution_callback(self) -> None:
        """A better plan."""
        cost = self._model.cost(self.objective_value)
        if cost < self._cost:
            self._cost, self._late = cost, self._model.late(self)
        self._report()

    def on_bound(self, bound: float) -> None:
        """A better bound."""
        self._bound = max(self._bound, self._model.cost(bound))
        self._report()

    def _report(self) -> None:
        if self._on_progress is not None:
            self._on_progress(Progress(self._cost, min(self._bound, self._cost), self._late, monotonic() - self._began))
