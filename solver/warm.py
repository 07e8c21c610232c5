"""`python -m solver.warm` compiles the inner loops of the engine, so that no plan has to wait for it."""

from datetime import date

from solver.instance import Arrival, Instance, Journey, Objective, Resource, Span, Step
from solver.solve import solve


def warm() -> None:
    """Plan one arrival: every compiled function runs once, and is kept."""
    desk = Resource("desk", "agency", "here", frozenset(("talk",)), frozenset(("nl",)), (Span(9, 17), Span(33, 41)))
    journeys = {"newcomer": Journey("newcomer", (Step("first", "talk", (1,)), Step("second", "talk", (1,))))}
    arrivals = tuple(Arrival(f"a-{n}", "newcomer", 1, 9, 41, 1) for n in range(9))
    days = (date(2026, 9, 7), date(2026, 9, 8))
    instance = Instance("Europe/Amsterdam", 60, days, 1, {}, Objective(), (desk,), journeys, arrivals)
    solve(instance, seconds=240)


if __name__ == "__main__":
    warm()
