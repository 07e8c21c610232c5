"""From counts to desks and back: which desk of its class serves each step, and the plan that says so."""

from collections import defaultdict

import numpy as np

from solver.assignment import Assignment
from solver.classes import IntArray
from solver.cost import itinerary_costs
from solver.plan import Appointment, Itinerary, Plan
from solver.pricing import Column, Pricer

_OPTIMAL = 1e-6


def lay_out(assignment: Assignment, bound: float, seconds: float) -> Plan:
    """The plan of an assignment; `bound` is one on the cost of every plan."""
    instance = assignment.pricer.classes.instance
    cost = assignment.cost
    bound = min(bound, cost)
    itineraries = tuple(Itinerary(arrival, tuple(held)) for arrival, held in _appointments(assignment).items())
    return Plan(
        status="optimal" if cost - bound <= _OPTIMAL * max(1.0, abs(cost)) else "feasible",
        cost=cost,
        bound=bound,
        seconds=seconds,
        late=tuple(instance.arrivals[arrival].id for arrival in assignment.late),
        itineraries=itineraries,
    )


def take_up(pricer: Pricer, plan: Plan) -> Assignment:
    """The assignment of a plan that the verifier has passed: `lay_out` undone."""
    classes, assignment = pricer.classes, Assignment(pricer)
    position = {arrival.id: n for n, arrival in enumerate(classes.instance.arrivals)}
    stretches = _stretches(pricer)
    for itinerary in plan.itineraries:
        number = position[itinerary.arrival]
        steps = [step.id for step in classes.instance.journeys[classes.instance.arrivals[number].journey].steps]
        rows = []
        for a in itinerary.appointments:
            cls = next(cls for begin, end, cls in stretches[a.resource] if begin <= a.start < end)
            rows.append((steps.index(a.step), cls, a.start - classes.absolute(cls, 0), a.end - a.start))
        assignment.serve(number, held_column(pricer, int(assignment.group_of[number]), np.array(rows).T))
    return assignment


def held_column(pricer: Pricer, group: int, rows: IntArray) -> Column:
    """The column of an arrival of a group from `rows` [4, step]: step, class, start and length in order of time."""
    step, cls, start, length = rows
    classes, member = pricer.classes, pricer.groups.groups[group]
    lag = np.array([each.result_days for each in member.shape.journey.steps])[step]
    times = (start[None], (start + length)[None])
    day = (classes.day[cls] - member.first_day)[None]
    cost = itinerary_costs(pricer.objective, classes.gap, day, classes.location[cls][None], times, lag[None])
    return Column(float(cost[0]), step, cls, start, length)


def _stretches(pricer: Pricer) -> dict[str, list[tuple[int, int, int]]]:
    """For each desk the first slots and the ends of its classes, and which these are."""
    classes = pricer.classes
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for cls, members in enumerate(classes.members):
        begin, end = (classes.absolute(cls, int(bound[cls])) for bound in (classes.start, classes.end))
        for name in members:
            found[name].append((begin, end, cls))
    return found


def _appointments(assignment: Assignment) -> dict[str, list[Appointment]]:
    """For each served arrival its appointments in order of time."""
    classes = assignment.pricer.classes
    desks = _desks(assignment)
    found: dict[str, list[Appointment]] = {}
    for number, column in enumerate(assignment.columns):
        if column is None:
            continue
        arrival = classes.instance.arrivals[number]
        steps = classes.instance.journeys[arrival.journey].steps
        held = found[arrival.id] = []
        for place, (step, cls, start, length) in enumerate(column.spans()):
            begin = classes.absolute(cls, start)
            held.append(Appointment(steps[step].id, desks[number, place], begin, begin + length))
    return found


def _desks(assignment: Assignment) -> dict[tuple[int, int], str]:
    """Desk of each (arrival, place in its itinerary): in order of start the first desk that is free.

    The greedy colouring of an interval graph needs no more desks than are busy at once.
    """
    by_class: dict[int, list[tuple[int, int, int, int]]] = defaultdict(list)
    for number, column in enumerate(assignment.columns):
        for place, (_, cls, start, length) in enumerate(column.spans() if column else ()):
            by_class[cls].append((start, start + length, number, place))
    desks = {}
    for cls, spans in by_class.items():
        free_from = dict.fromkeys(assignment.pricer.classes.members[cls], 0)
        for start, end, number, place in sorted(spans):
            desk = next(name for name, free in free_from.items() if free <= start)
            free_from[desk] = end
            desks[number, place] = desk
    return desks
