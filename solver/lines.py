"""Waiting lines: who comes to some desks that are alike is served first come, first served.

With c desks the one that is free first takes who is next (Kiefer and Wolfowitz 1955, "On the theory of queues with
many servers").
"""

import numpy as np

from solver.classes import FloatArray, IntArray
from solver.compiled import compiled


@compiled
def serve_lines(
    line: IntArray, comes: FloatArray, takes: FloatArray, desks: IntArray, opens: FloatArray, starts: FloatArray
) -> None:
    """Write when everybody's turn is to `starts` [n], all times in one unit.

    `line`, `comes`, `takes`: [n] which line everybody joins, when, and for how long a desk is busy with them, in order
    of line and of coming. `desks`, `opens`: [line] how many there are, at least one, and from when on.
    """
    free_from = np.empty(max(1, desks.max()))
    before = -1
    for n in range(len(line)):
        if line[n] != before:
            before = line[n]
            free_from[:] = np.inf
            free_from[: desks[before]] = opens[before]
        first = free_from.argmin()
        starts[n] = max(comes[n], free_from[first])
        free_from[first] = starts[n] + takes[n]


def turns(line: IntArray, comes: FloatArray, takes: FloatArray, desks: IntArray, opens: FloatArray) -> FloatArray:
    """[n] when everybody's turn is, in any order of `line` and `comes`; see `serve_lines`."""
    order = np.lexsort((comes, line))
    starts, found = np.empty(len(line)), np.empty(len(line))
    if len(line):
        serve_lines(line[order], comes[order], takes[order], desks, opens, starts)
    found[order] = starts
    return found
