"""`python -m solver.warm` compiles the inner loops of the engine, so that no plan has to wait for it."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context

import numpy as np

from solver.budget import Budget
from solver.forward import plan_forward
from solver.instance import Arrival, Instance, Journey, Objective, Resource, Span, Step
from solver.lines import turns
from solver.online import Events, Online
from solver.prices import Ascent
from solver.pricing import Pricer, Threads
from solver.search import RuinRecreate, Schedule
from solver.solve import solve

_AT_EASE = 6.0  # seconds, that are used up: a plan of two days looks ahead where it has as many
_DAYS = (date(2026, 9, 7), date(2026, 9, 8))
_ARRIVALS = 9


def warm() -> None:
    """Plan a few arrivals in every way in this process: every compiled function runs once, and is kept."""
    for part in (*_LONGEST, _plan):
        part()


def _serve() -> None:
    """Whoever asks first comes first; then a search."""
    pricer = _pricer()
    online, prices = Online(pricer), np.zeros(pricer.classes.free.shape)
    online.answer(Events(np.arange(_ARRIVALS), np.zeros(_ARRIVALS, dtype=np.bool_)), prices=prices)
    RuinRecreate(online.assignment, prices).run(range(len(_DAYS)), Schedule(1, 1.0, 1.0, 0))


def _price() -> None:
    """Prices, and a plan made by dives under them."""
    pricer = _pricer()
    prices = Ascent(pricer).best.prices
    plan_forward(pricer, prices, Budget(_AT_EASE).pace(1.0, len(_DAYS)), 0, Threads(), crowded=True)


def _plan() -> None:
    """Whatever else a plan takes."""
    pricer = _pricer()
    solve(pricer.classes.instance, seconds=240)
    prices = Ascent(pricer).best.prices
    plan_forward(pricer, prices, Budget(60.0, 1).pace(1.0, len(_DAYS)), 0, Threads())
    turns(np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1), np.ones(1, dtype=np.int64), np.zeros(1))


def _pricer() -> Pricer:
    """Some arrivals at a desk, to be planned."""
    desk = Resource("desk", "agency", "here", frozenset(("talk",)), frozenset(("nl",)), (Span(9, 17), Span(33, 41)))
    journeys = {"newcomer": Journey("newcomer", (Step("first", "talk", (1,)), Step("second", "talk", (1,))))}
    arrivals = tuple(Arrival(f"a-{n}", "newcomer", 1, 9, 41, 1) for n in range(_ARRIVALS))
    return Pricer.of(Instance("Europe/Amsterdam", 60, _DAYS, 1, {}, Objective(), (desk,), journeys, arrivals))


_LONGEST = (_serve, _price)  # to compile; each with what the other needs least


if __name__ == "__main__":
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        for begun in [processes.submit(part) for part in _LONGEST]:
            begun.result()
    _plan()
