"""`python -m solver.warm` compiles the inner loops of the engine, so that no plan has to wait for it."""

from datetime import date

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

_AT_EASE = 12.0  # seconds, that are used up: a plan of two days looks ahead where it has as many


def warm() -> None:
    """Plan a few arrivals in every way: every compiled function runs once, and is kept."""
    desk = Resource("desk", "agency", "here", frozenset(("talk",)), frozenset(("nl",)), (Span(9, 17), Span(33, 41)))
    journeys = {"newcomer": Journey("newcomer", (Step("first", "talk", (1,)), Step("second", "talk", (1,))))}
    arrivals = tuple(Arrival(f"a-{n}", "newcomer", 1, 9, 41, 1) for n in range(9))
    days = (date(2026, 9, 7), date(2026, 9, 8))
    instance = Instance("Europe/Amsterdam", 60, days, 1, {}, Objective(), (desk,), journeys, arrivals)
    solve(instance, seconds=240)
    pricer = Pricer.of(instance)
    ascent = Ascent(pricer)
    prices = ascent.best.prices
    plan_forward(pricer, prices, Budget(_AT_EASE).pace(1.0, len(days)), 0, Threads(), crowded=True)
    plan = plan_forward(pricer, prices, Budget(60.0, 1).pace(1.0, len(days)), 0, Threads())
    RuinRecreate(plan, prices).run(range(len(days)), Schedule(1, 1.0, 1.0, 0))
    Online(pricer).answer(Events(np.arange(9), np.zeros(9, dtype=np.bool_)), prices=prices)
    turns(np.zeros(1, dtype=np.int64), np.zeros(1), np.ones(1), np.ones(1, dtype=np.int64), np.zeros(1))


if __name__ == "__main__":
    warm()
