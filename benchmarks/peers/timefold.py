"""Timefold, a solver by local search: one planning entity for each step of each arrival, its start the variable.

It starts from the greedy plan. The community edition searches in one thread. The seconds do not count the start of the
Java machine and the translation of the model, which happen once in a process. What it needs is not installed with the
project: `pip install timefold==1.24.0b0`, and Java 17 or later.
"""

import os
import shutil
from dataclasses import replace
from importlib import import_module
from time import monotonic
from typing import Any

from benchmarks.peers import greedy
from benchmarks.peers.answer import held_in, plan_of
from benchmarks.peers.pools import pools_of
from benchmarks.peers.timefold_problem import decided, translated
from solver.instance import Instance
from solver.plan import Plan

_KEPT_BACK = 0.15  # share of the time for bringing the answer back from the Java machine


class PeerMissingError(RuntimeError):
    """Timefold, or the Java it runs on, is not installed."""


def plan(instance: Instance, *, seconds: float, workers: int, seed: int) -> Plan:
    """The best plan that Timefold finds in time, proving nothing; raises PeerMissingError or PeerRefusesError."""
    search = _model().Search(seed)
    began = monotonic()
    pools = pools_of(instance)
    first = greedy.plan(instance, seconds=seconds, workers=workers, seed=seed)
    problem = translated(instance, pools, held_in(instance, pools, first))
    starts = search.run(problem, seconds * (1 - _KEPT_BACK) - (monotonic() - began))
    found = plan_of(instance, decided(problem, starts), 0.0, 0.0)
    best = min(found, first, key=lambda answer: answer.cost)  # the score guides, the cost decides
    return replace(best, seconds=monotonic() - began)


def _model() -> Any:
    """The module that needs Timefold: importing it starts Java."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise PeerMissingError("timefold: Java 17 or later is not installed (neither JAVA_HOME nor java on the path)")
    try:
        return import_module("benchmarks.peers.timefold_model")
    except ModuleNotFoundError as error:
        raise PeerMissingError(f"timefold: {error.name} is missing; pip install timefold==1.24.0b0") from None
