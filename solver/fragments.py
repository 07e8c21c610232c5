"""What an appointment costs for the stretch of free time it breaks up.

Prices of the relaxation do not see it: half an hour in two places is worth as much to them as half an hour in one.
Where time has a price, a slot costs more the farther it lies from both ends of the free stretch that it is in, so that
appointments of equal worth are laid at its ends, and into the shortest stretch that holds them (best fit).
"""

import numpy as np

from solver.classes import BoolArray, FloatArray, IntArray

_SHARE = 0.1  # of what a slot of the class is worth, for each slot farther from the ends
_FARTHEST = 4  # slots from an end that make no difference any more: the longest usual step


def fragment_prices(free: IntArray, prices: FloatArray) -> FloatArray:
    """[class, width] prices of breaking up stretches of `free` desks [class, width], where slots have `prices`."""
    is_free = free > 0
    after, before = _run(is_free), _run(is_free[:, ::-1])[:, ::-1]
    distance = np.clip(np.minimum(after, before) - 1, 0, _FARTHEST)
    worth = (prices * is_free).sum(axis=1) / np.maximum(is_free.sum(axis=1), 1)
    found: FloatArray = _SHARE * worth[:, None] * distance
    return found


def _run(is_free: BoolArray) -> IntArray:
    """[class, width] how many slots have been free without a break, the slot itself included."""
    slots = np.arange(1, is_free.shape[1] + 1)
    last_taken = np.maximum.accumulate(np.where(is_free, 0, slots), axis=1)
    found: IntArray = slots - last_taken
    return found
