"""What an appointment costs for the stretch of free time it breaks up.

Prices of the relaxation do not see it: half an hour in two places is worth as much to them as half an hour in one.
Where time has a price, a slot costs more the farther it lies from both ends of the free stretch that it is in, so that
appointments of equal worth are laid at its ends, and into the shortest stretch that holds them (best fit).
"""

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.compiled import compiled, inlined

_SHARE = 0.1  # of what a slot of the class is worth, for each slot farther from the ends
_FARTHEST = 4  # slots from an end that make no difference any more: the longest usual step


@inlined
def write_fragment_prices(free: IntArray, prices: FloatArray, found: FloatArray) -> None:
    """Write the same for one class: desks [width], prices [width] and what is found [width]."""
    worth, slots, run = 0.0, 0, 0
    for slot in range(len(free)):
        run = run + 1 if free[slot] > 0 else 0
        found[slot] = run
        if run > 0:
            worth += prices[slot]
            slots += 1
    each, run = _SHARE * worth / max(slots, 1), 0
    for slot in range(len(free) - 1, -1, -1):
        run = run + 1 if free[slot] > 0 else 0
        found[slot] = each * max(0, min(found[slot] - 1, run - 1, _FARTHEST))


@compiled
def _write_all(free: IntArray, prices: FloatArray, found: FloatArray) -> None:
    for cls in range(len(free)):
        write_fragment_prices(free[cls], prices[cls], found[cls])


def fragment_prices(free: IntArray, prices: FloatArray) -> FloatArray:
    """[class, width] prices of breaking up stretches of `free` desks [class, width], where slots have `prices`."""
    found = np.empty(free.shape)
    _write_all(free, prices, found)
    return found
