"""What most tests of the engine begin with: an instance ready to be priced, and plans of it by hand."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from solver.assignment import Assignment, greedy
from solver.instance import Arrival, Booking, Instance, Journey, Objective, Resource, Span, Step
from solver.pricing import Pricer
from tests.solver.brute_force import every_itinerary

PER_DAY = 24
ONE_STEP = Journey("j", (Step("talk", "x", (2,)),))


def pricer_of(instance: Instance) -> Pricer:
    """The pricer of an instance, as a solve makes it."""
    return Pricer.of(instance)


def first_plan(instance: Instance) -> Assignment:
    """The greedy plan without prices."""
    pricer = pricer_of(instance)
    return greedy(pricer, np.zeros(pricer.classes.free.shape))


def desk(
    name: str, *shifts: tuple[int, int], agency: str = "a", location: str = "here", service: str = "x"
) -> Resource:
    """A desk that speaks Dutch."""
    return Resource(name, agency, location, frozenset((service,)), frozenset(("nl",)), tuple(Span(*s) for s in shifts))


def party(name: str, deadline: int = PER_DAY - 1, available_from: int = 0) -> Arrival:
    """A party of one with a window."""
    return Arrival(name, "j", 1, available_from, deadline, deadline // PER_DAY)


def instance_of(
    desks: tuple[Resource, ...],
    arrivals: tuple[Arrival, ...],
    *,
    days: int = 1,
    booked: tuple[Booking, ...] = (),
    journey: Journey = ONE_STEP,
    travel: dict[frozenset[str], int] | None = None,
) -> Instance:
    """Days of 24 slots of an hour; a late arrival costs 1000, a visit 100, a slot of waiting 1, a day 10."""
    listed = tuple(date(2026, 9, 7) + timedelta(days=n) for n in range(days))
    prices = Objective(1000, 100, 1, 10)
    return Instance("Europe/Amsterdam", 60, listed, 1, travel or {}, prices, desks, {"j": journey}, arrivals, booked)


def with_families(instance: Instance) -> Instance:
    """An instance of the benchmarks in which larger parties take two or three desks at once to register."""
    newcomer = instance.journeys["newcomer"]
    permit, registration, advice = newcomer.steps
    wider = replace(registration, slots=(2, 3, 2, 2, 2), desks=(1, 1, 2, 2, 3))
    return replace(instance, journeys={"newcomer": replace(newcomer, steps=(permit, wider, advice))})


def cheapest_alone(instance: Instance) -> list[float]:
    """For each arrival its cheapest itinerary by brute force, `late` at most: what it costs with huge slack."""
    late = instance.objective.late
    return [
        min([late, *(cost for cost, _ in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0))])
        for arrival in instance.arrivals
    ]
