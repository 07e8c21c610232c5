"""A plan from one that stands: what is fixed stays, what may move pays for it, and the moves are told."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from solver.assignment import Assignment, as_it_stands
from solver.budget import Budget
from solver.classes import nested_classes
from solver.cost import itinerary_cost
from solver.desk_prices import by_desk
from solver.existing import Existing, ExistingError
from solver.fixing import fix
from solver.grouping import group_arrivals
from solver.homes import at_own_desks, find_homes, holds_every_step
from solver.incumbent import Incumbent, PlanRefusedError, Progress, first_accepted
from solver.instance import Instance
from solver.layout import lay_out
from solver.moves import Move, changes
from solver.plan import Plan, rated
from solver.prices import lagrangian, next_possible_cost
from solver.pricing import Pricer
from solver.solve import solve_from

__all__ = ["Existing", "ExistingError", "Move", "PlanRefusedError", "Progress", "Replanned", "replan"]


@dataclass(frozen=True)
class Replanned:
    """A verified plan and what it changes.

    `moves`: in order of the instance, of all whose times or places change or who are late now. `desk_changes`: of
    those who are served at another desk, same time and location. `bound`: a proven lower bound on cost and moves of
    every plan that keeps what is fixed; that of the `plan` holds for every plan, whatever it moves.
    """

    plan: Plan
    moves: tuple[Move, ...]
    desk_changes: tuple[Move, ...]
    bound: float

    @property
    def move_cost(self) -> float:
        """What all moves cost."""
        return sum(move.price for move in self.moves)

    @property
    def cost(self) -> float:
        """What the plan and its moves cost."""
        return self.plan.cost + self.move_cost


def replan(
    instance: Instance,
    existing: Existing,
    *,
    seconds: float,
    rounds: int | None = None,
    workers: int = 2,
    seed: int = 0,
    stopped: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Progress], None] | None = None,
) -> Replanned:
    """The best verified plan found from what stands, within the limits of `solve` and until it is `stopped`.

    It never costs more, moves included, than keeping everything that can be kept and serving the others one by one.
    Progress counts the prices of moves. Raises ExistingError where what is fixed breaks a rule of the instance.
    """
    budget, case = Budget(seconds, rounds, stopped), _Case(instance, existing)
    best = solve_from(case.as_it_stands(), budget, workers, seed, case.reporter(on_progress))
    return case.answer(best, budget.elapsed)


class _Case:
    """What may move, for the engine; `sunk` is what no plan can avoid: the cost of what is fixed, and some moves."""

    def __init__(self, instance: Instance, existing: Existing) -> None:
        self._instance, self._existing = instance, existing
        self._fixing = fix(instance, existing)
        movable = self._fixing.instance
        classes = nested_classes(movable)
        self._homes = find_homes(classes, self._fixing.held, existing.price)
        self._pricer = Pricer(classes, group_arrivals(movable, classes, self._homes))
        self._could_stay = {movable.arrivals[position].id for position in self._homes}
        self._kept_cost = sum(
            itinerary_cost(instance, arrival, self._fixing.kept[arrival.id].appointments)
            for arrival in instance.arrivals
            if arrival.id in self._fixing.kept
        )
        self._sunk = self._kept_cost + sum(
            existing.price(arrival.id)
            for arrival in movable.arrivals
            if arrival.id not in self._could_stay and holds_every_step(movable, arrival, self._fixing.held)
        )

    def as_it_stands(self) -> Assignment:
        """The plan to start from."""
        return as_it_stands(self._pricer, self._order())

    def _order(self) -> list[int]:
        """Who stays first: those whose own desks are still there, of these the dearest to move."""
        classes, held = self._pricer.classes, self._fixing.held
        arrivals = classes.instance.arrivals
        own = {n: at_own_desks(classes, home, held[arrivals[n].id]) for n, home in self._homes.items()}
        return sorted(self._homes, key=lambda n: (not own[n], -self._homes[n].move))

    def reporter(self, on_progress: Callable[[Progress], None] | None) -> Callable[[Progress], None] | None:
        """Where the engine reports to, so that everything is counted."""
        if on_progress is None:
            return None
        return lambda seen: on_progress(replace(seen, cost=seen.cost + self._sunk, bound=seen.bound + self._sunk))

    def answer(self, best: Incumbent, elapsed: Callable[[], float]) -> Replanned:
        """The best that the verifier accepts, in terms of the instance."""
        any_plan = self._bound_of_any_plan(best)
        plans = (self._plan(found, any_plan, elapsed()) for found in best.candidates())
        plan = first_accepted(self._instance, plans)
        moves, desks = changes(self._instance, self._existing, plan.itineraries, self._could_stay)
        found = Replanned(plan, moves, desks, best.bound.value + self._sunk)
        return replace(found, bound=min(found.bound, found.cost))

    def _plan(self, found: Assignment, bound: float, seconds: float) -> Plan:
        found.settle_homes(self._order())
        own: dict[tuple[str, str, int], list[str]] = defaultdict(list)
        for held in self._fixing.held.values():
            for a in held.appointments:
                own[held.arrival, a.step, a.start].append(a.resource)
        plan = lay_out(found, bound, seconds, own)
        itineraries = {**self._fixing.kept, **{i.arrival: self._fixing.restored(i) for i in plan.itineraries}}
        in_order = tuple(itineraries[a.id] for a in self._instance.arrivals if a.id in itineraries)
        return rated(in_order, plan.late, plan.cost + self._kept_cost, bound, seconds)

    def _bound_of_any_plan(self, best: Incumbent) -> float:
        """A bound on the cost of every plan, whatever it moves: without prices, and under those of the desks left."""
        pricer = Pricer.of(self._instance)
        known = by_desk(self._pricer.classes, best.bound.prices, None).on(pricer.classes)
        values = [lagrangian(pricer, pricer.price_all(each), each) for each in (np.zeros(known.shape), known)]
        if not self._fixing.anything:
            values.append(best.bound.value - float(self._pricer.tables.move.sum()))
        return next_possible_cost(pricer.objective, max(values))
