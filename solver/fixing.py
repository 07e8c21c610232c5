"""What is fixed, as a plain instance: the engine knows nothing of it and cannot plan it otherwise.

An arrival that is fixed whole leaves the instance, its time is booked. Of one that is fixed in part the desk is booked
too, and the step asks for a service of its own, which one more resource at the same location offers in just that span;
one for each desk that it takes at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from solver.existing import Existing
from solver.fixed import booked_too, fixed_appointments, is_whole
from solver.instance import Arrival, Instance, Journey, Resource, Span
from solver.plan import Appointment, Itinerary


@dataclass(frozen=True)
class Fixing:
    """The `instance` of what may move.

    `held`: what its arrivals hold there. `kept`: the itineraries of those who left it. `desks`: the resource of the
    original instance behind each that was added.
    """

    instance: Instance
    held: Mapping[str, Itinerary]
    kept: Mapping[str, Itinerary]
    desks: Mapping[str, str]

    @property
    def anything(self) -> bool:
        """Whether anything is fixed at all."""
        return bool(self.kept or self.desks)

    def restored(self, itinerary: Itinerary) -> Itinerary:
        """An itinerary of this instance as one of the original."""
        appointments = (replace(a, resource=self.desks.get(a.resource, a.resource)) for a in itinerary.appointments)
        return Itinerary(itinerary.arrival, tuple(appointments))


def fix(instance: Instance, existing: Existing) -> Fixing:
    """The instance of what may move; raises ExistingError where something fixed breaks a rule of the instance."""
    fixed = fixed_appointments(instance, existing)
    kept, staying = {}, []
    for arrival in instance.arrivals:
        if is_whole(instance, arrival, fixed):
            kept[arrival.id] = Itinerary(arrival.id, fixed[arrival.id])
        else:
            staying.append(arrival)
    held = {arrival.id: existing.held[arrival.id] for arrival in staying if arrival.id in existing.held}
    names = _new_names(instance)
    parts = [_part(instance, a, held[a.id], fixed[a.id], names) for a in staying if a.id in fixed]
    left = replace(booked_too(instance, (a for each in fixed.values() for a in each)), arrivals=tuple(staying))
    return Fixing(
        _with_parts(left, parts),
        {**held, **{part.arrival.id: part.held for part in parts}},
        kept,
        {desk: real for part in parts for desk, real in part.desks.items()},
    )


@dataclass(frozen=True)
class _Part:
    """An arrival that is fixed in part: what replaces it and what it holds, and what is added for it alone."""

    arrival: Arrival
    held: Itinerary
    journey: Journey
    resources: tuple[Resource, ...]
    desks: Mapping[str, str]


def _part(
    instance: Instance, arrival: Arrival, held: Itinerary, fixed: Iterable[Appointment], names: Iterator[str]
) -> _Part:
    own = {(a.step, a.resource): (next(names), a) for a in fixed}
    services = {step: name for (step, _), (name, _) in reversed(own.items())}  # that of the first desk
    steps = instance.journeys[arrival.journey].steps
    journey = Journey(next(names), tuple(replace(s, service=services.get(s.id, s.service)) for s in steps))
    appointments = (
        replace(a, resource=own[a.step, a.resource][0]) if a.step in services else a for a in held.appointments
    )
    return _Part(
        replace(arrival, journey=journey.id),
        Itinerary(arrival.id, tuple(appointments)),
        journey,
        tuple(_desk(instance.resource_by_id[a.resource], services[a.step], name, a) for name, a in own.values()),
        {name: a.resource for name, a in own.values()},
    )


def _desk(real: Resource, service: str, name: str, a: Appointment) -> Resource:
    return replace(real, id=name, services=frozenset((service,)), shifts=(Span(a.start, a.end),))


def _with_parts(instance: Instance, parts: Iterable[_Part]) -> Instance:
    arrivals = {part.arrival.id: part.arrival for part in parts}
    return replace(
        instance,
        arrivals=tuple(arrivals.get(arrival.id, arrival) for arrival in instance.arrivals),
        journeys={**instance.journeys, **{part.journey.id: part.journey for part in parts}},
        resources=(*instance.resources, *(desk for part in parts for desk in part.resources)),
    )


def _new_names(instance: Instance) -> Iterator[str]:
    """Names that the instance does not know, for journeys, services and resources."""
    known = {*instance.journeys, *instance.resource_by_id}
    known |= {step.service for journey in instance.journeys.values() for step in journey.steps}
    known |= {service for desk in instance.resources for service in desk.services}
    return (name for name in map("fixed-{}".format, count(1)) if name not in known)
