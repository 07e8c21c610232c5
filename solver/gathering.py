"""Slots lost here and there are brought together until they serve one more.

To the price of lateness it is all the same who is late, so a search does not see that it comes nearer to serving one
more. Here one who needs fewer of the slots that are short is late instead of another: they are won one by one.
"""

from solver.assignment import Assignment
from solver.classes import FloatArray
from solver.forced import Forced
from solver.search import RuinRecreate

HEATS = (200.0, 20.0)
_EACH = 0.2  # of the price of lateness, what does not depend on the slots that an arrival needs


def gathering(plan: Assignment, prices: FloatArray, forced: Forced) -> RuinRecreate:
    """A search of a copy of a plan, in which the late count by the slots they need and lost ones are looked at most."""
    by_slots = plan.late_cost * (_EACH + (1 - _EACH) * forced.worth)
    return RuinRecreate(plan.charged(by_slots), prices, forced.prices > 0)
