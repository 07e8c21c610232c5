"""From counts to desks and back: which desk of its class serves each step, and the plan that says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

from solver.assignment import Assignment
from solver.classes import IntArray
from solver.cost import itinerary_costs
from solver.instance import Span
from solver.plan import Appointment, Itinerary, Plan, rated
from solver.pricing import Column, Pricer, first_seats

Own = Mapping[tuple[str, str, int], Sequence[str]]  # the desks that serve an arrival's step already from a slot on


def lay_out(assignment: Assignment, bound: float, seconds: float, own: Own | None = None) -> Plan:
    """The plan of an assignment; `bound` is one on the cost of every plan.

    Whoever stays keeps its `own` desk where the others find room beside it.
    """
    instance = assignment.pricer.classes.instance
    found = _appointments(assignment, own or {})
    itineraries = tuple(Itinerary(arrival, tuple(held)) for arrival, held in found.items())
    late = tuple(instance.arrivals[arrival].id for arrival in assignment.late)
    return rated(itineraries, late, assignment.cost - assignment.moves, bound, seconds)


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
    """The column of an arrival of a group from `rows` [4, seat]: step, class, start and length in order of time."""
    column = Column(0.0, *rows)
    cost = _cost(pricer, group, rows[:, first_seats(column.step)])
    move = pricer.groups.groups[group].move(column.step, column.start, column.cls)
    return replace(column, cost=cost + move)


def _cost(pricer: Pricer, group: int, rows: IntArray) -> float:
    """What an itinerary of a group costs, from rows that tell each step once."""
    step, cls, start, length = rows
    classes, member = pricer.classes, pricer.groups.groups[group]
    lag = np.array([each.result_days for each in member.shape.journey.steps])[step]
    times = (start[None], (start + length)[None])
    day = (classes.day[cls] - member.first_day)[None]
    cost = itinerary_costs(pricer.objective, classes.gap, day, classes.location[cls][None], times, lag[None])
    return float(cost[0])


@dataclass(frozen=True, order=True)
class _Span:
    """A desk of an arrival at a place in its itinerary, in slots of a day, and the one that it has already if any."""

    start: int
    end: int
    arrival: int
    place: int
    own: str


def _stretches(pricer: Pricer) -> dict[str, list[tuple[int, int, int]]]:
    """For each desk the first slots and the ends of its stretches, and their classes."""
    classes = pricer.classes
    found: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for cls in range(classes.count):
        for name, stretch in classes.desks(cls).items():
            found[name].append((classes.absolute(cls, stretch.start), classes.absolute(cls, stretch.end), cls))
    return found


def _appointments(assignment: Assignment, own: Own) -> dict[str, list[Appointment]]:
    """For each served arrival its appointments in order of time."""
    classes = assignment.pricer.classes
    desks = _desks(assignment, own)
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


def _desks(assignment: Assignment, own: Own) -> dict[tuple[int, int], str]:
    """Desk of each (arrival, place in its itinerary)."""
    classes = assignment.pricer.classes
    by_class: dict[int, list[_Span]] = defaultdict(list)
    for number, column in enumerate(assignment.columns):
        arrival = classes.instance.arrivals[number]
        steps = classes.instance.journeys[arrival.journey].steps
        kept: set[tuple[str, int]] = set()
        for place, (step, cls, start, length) in enumerate(column.spans() if column else ()):
            mine = own.get((arrival.id, steps[step].id, classes.absolute(cls, start)), ())
            open_then = classes.members_at(cls, start, start + length)
            desk = next((name for name in mine if name in open_then and (name, start) not in kept), "")
            kept.add((desk, start))
            by_class[cls].append(_Span(start, start + length, number, place, desk))
    found: dict[tuple[int, int], str] = {}
    for cls, spans in by_class.items():
        found |= _coloured(classes.desks(cls), spans)
    return found


def _coloured(desks: Mapping[str, Span], spans: Sequence[_Span]) -> dict[tuple[int, int], str]:
    """A desk for each span: its own where the others find room beside it.

    While one of them does not, those in its way give up theirs. In the end the greedy colouring of an interval graph
    is left, which needs no more desks than are busy at once. It goes from where desks open, or close, at different
    times to where all do together: a desk that is free then is open for all that is left of the span.
    """
    if len({stretch.start for stretch in desks.values()}) == 1:
        desks = {desk: Span(-stretch.end, -stretch.start) for desk, stretch in desks.items()}
        spans = [replace(span, start=-span.end, end=-span.start) for span in spans]
    in_order = sorted(spans)
    staying = {span for span in in_order if span.own in desks}
    while True:
        taken = {desk: [span for span in in_order if span in staying and span.own == desk] for desk in desks}
        stuck = next((s for s in in_order if s not in staying and not _seated(desks, taken, s)), None)
        if stuck is None:
            return {(span.arrival, span.place): desk for desk, held in taken.items() for span in held}
        staying -= _in_the_way(desks, taken, stuck, staying)


def _open(stretch: Span, span: _Span) -> bool:
    """Whether a desk is open for all of a span."""
    return stretch.start <= span.start and span.end <= stretch.end


def _seated(desks: Mapping[str, Span], taken: dict[str, list[_Span]], span: _Span) -> bool:
    """Give a span the free desk that is taken again soonest after it, the first of those taken no more; if any is."""
    there = (held for desk, held in taken.items() if _open(desks[desk], span))
    free = [held for held in there if not any(_meet(span, other) for other in held)]
    after = [min((other.start for other in held if other.start > span.start), default=inf) for held in free]
    if free:
        free[after.index(min(after))].append(span)
    return bool(free)


def _in_the_way(
    desks: Mapping[str, Span], taken: dict[str, list[_Span]], span: _Span, staying: set[_Span]
) -> set[_Span]:
    """Those who stay at one desk and meet a span there, the fewest."""
    there = (held for desk, held in taken.items() if _open(desks[desk], span))
    meeting = ({other for other in held if other in staying and _meet(span, other)} for held in there)
    return min((found for found in meeting if found), key=len)


def _meet(one: _Span, other: _Span) -> bool:
    return one.start < other.end and other.start < one.end
