"""Who is taken out in a round of ruin and recreate."""

import numpy as np

from solver.assignment import Assignment
from solver.classes import BoolArray
from solver.compiled import compiled
from solver.ruin import LARGEST, Zone, problem_of, room_for, ruin
from solver.seats import EVERY_DAY
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of

_DRAWS = 400


@compiled
def _seeded(seed: int) -> None:
    np.random.seed(seed)


def _two_days() -> Assignment:
    """Eight parties of two hours fill sixteen hours on the first day, seven leave two of them on the second."""
    shifts = tuple((day * PER_DAY + 7, day * PER_DAY + 23) for day in range(2))
    parties = tuple(party(f"p{n}", (n // 8 + 1) * PER_DAY - 1, n // 8 * PER_DAY) for n in range(15))
    plan = Assignment(pricer_of(instance_of((desk("one", *shifts),), parties, days=2)))
    plan.insert_late(np.zeros(plan.pricer.classes.free.shape))
    return plan


def _rounds(plan: Assignment, scarce: BoolArray | None) -> list[list[int]]:
    """Whom each of many rounds takes out."""
    everybody = np.arange(len(plan.held.cost))
    problem, zone = problem_of(plan.pricer, plan.late_cost, scarce), Zone(everybody, 0, 2, EVERY_DAY)
    near, taken = room_for(len(everybody), plan.held), room_for(LARGEST, plan.held)
    _seeded(1)
    sizes = (ruin(problem, plan.held, zone, near, taken) for _ in range(_DRAWS))
    return [taken.arrivals[:size].tolist() for size in sizes]


def test_neighbours_are_of_one_day_and_nobody_is_taken_twice() -> None:
    """Two to ten of them, wherever a round begins."""
    plan = _two_days()
    assert plan.late == []
    for scarce in (None, plan.pricer.classes.open_slots):
        for taken in _rounds(plan, scarce):
            assert 2 <= len(set(taken)) == len(taken) <= LARGEST
            assert len({n // 8 for n in taken}) == 1


def test_most_rounds_begin_at_a_scarce_slot_that_is_lost() -> None:
    """On the day that loses two hours, not on the full one; without slots that are scarce as often on either."""
    plan = _two_days()
    there = [np.mean([taken[0] >= 8 for taken in _rounds(plan, s)]) for s in (plan.pricer.classes.open_slots, None)]
    assert there[0] > 0.7
    assert 0.3 < there[1] < 0.65
