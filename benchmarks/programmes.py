"""Which simplex is fastest at the linear programmes of days: HiGHS, GLOP or CLP.

A day's programme is solved hundreds of times, after new columns and after new limits. What one solve asks of HiGHS is
recorded, and each of them does it all again, always from its own last basis.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import fmean
from time import thread_time
from typing import Any
from unittest.mock import patch

import numpy as np
from ortools.linear_solver import pywraplp

from benchmarks.instances import Family, generate
from benchmarks.record import Table
from solver.classes import FloatArray, IntArray
from solver.packing import Packed, Packing
from solver.solve import solve

FAMILY, SECONDS = Family(430), 10.0


class Wrapped:
    """The programme of `Packing` for a solver that OR-tools wraps."""

    def __init__(self, kind: str, slots: int, groups: int) -> None:
        self._solver, self._slots = pywraplp.Solver.CreateSolver(kind), slots
        self._rows = [self._solver.Constraint(-self._solver.infinity(), 0.0) for _ in range(slots + groups)]
        self._columns: list[pywraplp.Variable] = []

    def limit(self, free: FloatArray, waiting: IntArray) -> None:
        """Set how many desks are free at each slot, and how many of each group wait."""
        for row, most in zip(self._rows, np.concatenate([free, waiting]).tolist(), strict=True):
            row.SetUb(most)

    def add(self, value: FloatArray, group: IntArray, rows: IntArray, column: IntArray) -> None:
        """Add columns of a value and group; `rows` and `column`: each slot that each of them takes, as often."""
        new = [self._solver.NumVar(0.0, self._solver.infinity(), "") for _ in range(len(value))]
        for variable, worth, member in zip(new, value.tolist(), group.tolist(), strict=True):
            self._solver.Objective().SetCoefficient(variable, worth)
            self._rows[self._slots + member].SetCoefficient(variable, 1.0)
        for (row, number), desks in Counter(zip(rows.tolist(), column.tolist(), strict=True)).items():
            self._rows[row].SetCoefficient(new[number], desks)
        self._columns += new

    def solve(self, *, tightened: bool = False) -> Packed:
        """The best for now, from the last basis: by the dual simplex if `tightened`, else by the primal one."""
        how = pywraplp.MPSolverParameters()
        how.SetIntegerParam(how.PRESOLVE, how.PRESOLVE_OFF)
        how.SetIntegerParam(how.LP_ALGORITHM, how.DUAL if tightened else how.PRIMAL)
        self._solver.Solve(how)
        use = np.array([variable.solution_value() for variable in self._columns])
        prices = np.array([max(-row.dual_value(), 0.0) for row in self._rows[: self._slots]])
        return Packed(use, self._solver.Objective().Value(), prices)


Peer = Callable[[int, int], Packing | Wrapped]
_PEERS: dict[str, Peer] = {
    "HiGHS": Packing,
    "GLOP": lambda slots, groups: Wrapped("GLOP", slots, groups),
    "CLP": lambda slots, groups: Wrapped("CLP", slots, groups),
}


@dataclass(frozen=True)
class Programme:
    """A programme of so many slots and groups, and the calls that it got, by name."""

    slots: int
    groups: int
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def measure(seed: int) -> Table:
    """How long each takes for all programmes of one solve, in seconds of work."""
    programmes = recorded(FAMILY, seed, SECONDS)
    title = f"The programmes of days in one solve: {FAMILY.arrivals} arrivals, {SECONDS:g} seconds"
    table = Table(title, ("simplex", "after columns", "ms each", "after limits", "ms each", "seconds in all"))
    for name, peer in _PEERS.items():
        columns, limits, everything = replayed(programmes, peer)
        cells = (f"{len(columns):,}", f"{1e3 * fmean(columns):.2f}", f"{len(limits):,}", f"{1e3 * fmean(limits):.2f}")
        table.add(name, *cells, f"{everything:.1f}")
    return table


def recorded(family: Family, seed: int, seconds: float, rounds: int | None = None) -> list[Programme]:
    """The programmes of days that one solve makes."""
    programmes: list[Programme] = []

    class Recorder(Packing):
        def __init__(self, slots: int, groups: int, *, several: bool = False) -> None:
            super().__init__(slots, groups, several=several)
            self._programme = Programme(slots, groups)
            programmes.append(self._programme)

        def _record(self, name: str, **given: Any) -> None:
            self._programme.calls.append((name, given))

        def add(self, value: FloatArray, group: IntArray, rows: IntArray, column: IntArray) -> None:
            self._record("add", value=value, group=group, rows=rows, column=column)
            super().add(value, group, rows, column)

        def limit(self, free: FloatArray, waiting: IntArray) -> None:
            self._record("limit", free=free.copy(), waiting=waiting.copy())  # the dive goes on counting in them
            super().limit(free, waiting)

        def solve(self, *, tightened: bool = False) -> Packed:
            self._record("solve", tightened=tightened)
            return super().solve(tightened=tightened)

    with patch("solver.generation.Packing", Recorder):
        solve(generate(family, seed), seconds=seconds, rounds=rounds)
    return programmes


def replayed(programmes: list[Programme], peer: Peer) -> tuple[list[float], list[float], float]:
    """Seconds of work of each solve after new columns, of each after new limits, and of everything."""
    solves: dict[bool, list[float]] = {False: [], True: []}
    first = thread_time()
    for programme in programmes:
        simplex = peer(programme.slots, programme.groups)
        for name, given in programme.calls:
            began = thread_time()
            getattr(simplex, name)(**given)
            if name == "solve":
                solves[given["tightened"]].append(thread_time() - began)
    return solves[False], solves[True], thread_time() - first
