"""`onestop plan --from`: what stands and is fixed, from the options; and the moves, in plain lines."""

from collections.abc import Iterator, Sequence

from solver.checks import moment_on_grid, one_line
from solver.existing import ExistingError, all_steps, steps_before
from solver.format import plan_from_document
from solver.instance import Instance
from solver.replan import Existing, Replanned
from solver.schema import PlanDocument
from solver.wall_time import WallClock


def existing(
    instance: Instance, plan: PlanDocument, fixed: Sequence[str], fixed_before: str | None, move_price: float | None
) -> Existing:
    """What stands; raises FormatError and ExistingError."""
    _check_of(instance, plan)
    itineraries = plan_from_document(plan, instance).itineraries
    staying: dict[str, frozenset[str]] = {}
    if fixed_before is not None:
        clock = WallClock(instance.days, instance.slot_minutes)
        slot = clock.slot(moment_on_grid("fixed-before", fixed_before, clock))
        staying.update(steps_before(itineraries, slot))
    staying.update(all_steps(itineraries, fixed))
    return Existing(itineraries, staying, instance.objective.visit if move_price is None else move_price)


def _check_of(instance: Instance, plan: PlanDocument) -> None:
    """Refuse a plan of other arrivals; some may have gone since it was made."""
    planned = {*plan.late, *(itinerary.arrival for itinerary in plan.itineraries)}
    if planned and planned.isdisjoint(arrival.id for arrival in instance.arrivals):
        found = f"none of its arrivals, as {min(planned)}, is one of the instance"
        raise ExistingError(f"from: {found}; expected a plan of this instance")


def lines(answer: Replanned, before: PlanDocument, after: PlanDocument) -> Iterator[str]:
    """A line for each appointment that changes, and one for all of them."""
    was, now = _by_step(before), _by_step(after)
    for move in (*answer.moves, *answer.desk_changes):
        otherwise = "no step any more" if move.after else "late"
        for a in move.before:
            there = now.get((move.arrival, a.step), otherwise)
            yield one_line(f"{move.arrival}: {a.step} {was[move.arrival, a.step]} -> {there}")
    moves, desks = len(answer.moves), len(answer.desk_changes)
    yield f"moves {moves}   desk changes {desks}   cost {answer.cost:.12g}   bound {answer.bound:.12g}, moves included"


def _by_step(plan: PlanDocument) -> dict[tuple[str, str], str]:
    """Time and desk of each step of each arrival."""
    return {(i.arrival, a.step): f"{a.start} {a.resource}" for i in plan.itineraries for a in i.appointments}
