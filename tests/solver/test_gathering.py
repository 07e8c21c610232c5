"""Slots lost here and there."""

import numpy as np

from benchmarks.instances import Family, generate
from solver.forced import forced_late
from solver.gathering import HEATS, gathering
from solver.layout import lay_out
from solver.search import RuinRecreate, Schedule
from solver.verify import verify
from tests.solver.stage import first_plan


def test_slots_lost_here_and_there_are_brought_together_until_they_serve_more() -> None:
    """Where who needs fewer slots is late instead of another, as many rounds leave fewer late, and slots are won."""
    instance = generate(Family(430), 504)
    first, forced = first_plan(instance), forced_late(instance, 60)
    before, prices = len(first.late), np.zeros(first.pricer.classes.free.shape)
    by_slots, alike = gathering(first, prices, forced), RuinRecreate(first.copy(), prices)
    for search in (by_slots, alike):
        for seed in range(30):
            search.run(range(len(instance.days)), Schedule(400, HEATS[0], HEATS[0], seed))
    assert len(by_slots.assignment.late) < len(alike.assignment.late) < before
    assert forced.worth[by_slots.assignment.late].sum() < forced.worth[alike.assignment.late].sum() - 2
    assert verify(instance, lay_out(by_slots.assignment.charged(first.late_cost), 0.0, 0.0)).ok
    assert len(first.late) == before
