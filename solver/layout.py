"""From counts to desks: which desk of its class serves each step, and the plan that says so."""

from collections import defaultdict

from solver.assignment import Assignment
from solver.plan import Appointment, Itinerary, Plan

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
