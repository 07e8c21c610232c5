"""From what a peer decides, which pool serves each step when, to a plan with the cost that the verifier counts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from benchmarks.peers.pools import Pool
from solver.instance import Instance
from solver.plan import Appointment, Itinerary, Plan
from solver.verify import verify

_OPTIMAL = 1e-6
Held = Sequence[tuple[Pool, int]]  # pool and start of each step of a journey, in its order


def plan_of(instance: Instance, served: Mapping[int, Held], bound: float, seconds: float) -> Plan:
    """The plan that serves some arrivals (positions in the instance); `bound` is one on the cost of every plan."""
    desks = _desks(instance, served)
    late = (arrival.id for n, arrival in enumerate(instance.arrivals) if n not in served)
    found = (_itinerary(instance, n, held, desks) for n, held in sorted(served.items()))
    draft = Plan("feasible", 0.0, 0.0, seconds, tuple(late), tuple(found))
    cost = verify(instance, draft).cost
    bound = min(bound, cost)
    optimal = cost - bound <= _OPTIMAL * max(1.0, cost)
    return replace(draft, status="optimal" if optimal else "feasible", cost=cost, bound=bound)


def held_in(instance: Instance, pools: Sequence[Pool], plan: Plan) -> dict[int, Held]:
    """What a plan decides: the inverse of `plan_of`."""
    position = {arrival.id: n for n, arrival in enumerate(instance.arrivals)}
    by_desk: dict[str, list[tuple[int, int, Pool]]] = defaultdict(list)
    for pool in pools:
        for span, desk in pool.stretches:
            by_desk[desk].append((span.start, span.end, pool))
    served: dict[int, Held] = {}
    for itinerary in plan.itineraries:
        number = position[itinerary.arrival]
        appointments = {a.step: a for a in itinerary.appointments}
        steps = instance.journeys[instance.arrivals[number].journey].steps
        served[number] = [_place(by_desk, appointments[step.id]) for step in steps]
    return served


def _place(by_desk: Mapping[str, list[tuple[int, int, Pool]]], held: Appointment) -> tuple[Pool, int]:
    inside = (pool for start, end, pool in by_desk[held.resource] if start <= held.start and held.end <= end)
    return next(inside), held.start


def _desks(instance: Instance, served: Mapping[int, Held]) -> dict[tuple[int, int], str]:
    """Desk of each (arrival, step)."""
    by_pool: dict[Pool, list[tuple[int, int]]] = defaultdict(list)
    for number, held in served.items():
        for step, (pool, _) in enumerate(held):
            by_pool[pool].append((number, step))
    desks = {}
    for pool, users in by_pool.items():
        starts = [served[number][step][1] for number, step in users]
        spans = [(start, start + _length(instance, *user)) for user, start in zip(users, starts, strict=True)]
        desks.update({users[n]: desk for n, desk in pool.lay_out(spans).items()})
    return desks


def _length(instance: Instance, number: int, step: int) -> int:
    arrival = instance.arrivals[number]
    return instance.journeys[arrival.journey].steps[step].length(arrival.party)


def _itinerary(instance: Instance, number: int, held: Held, desks: Mapping[tuple[int, int], str]) -> Itinerary:
    arrival = instance.arrivals[number]
    steps = instance.journeys[arrival.journey].steps
    appointments = (
        Appointment(step.id, desks[number, n], start, start + step.length(arrival.party))
        for n, (step, (_, start)) in enumerate(zip(steps, held, strict=True))
    )
    return Itinerary(arrival.id, tuple(sorted(appointments, key=lambda a: a.start)))
