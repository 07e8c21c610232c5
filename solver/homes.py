"""What arrivals hold already, as the engine sees it: itineraries that can still be kept, other arrivals aside."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from solver.classes import Eligibility, ResourceClasses
from solver.cost import itinerary_cost
from solver.groups import Home
from solver.instance import Arrival, Instance, Resource, Span
from solver.plan import Appointment, Itinerary, Plan, in_order
from solver.verify import verify

Options = tuple[tuple[int, ...], ...]  # for each appointment the classes at its location that can serve it


def find_homes(
    classes: ResourceClasses, held: Mapping[str, Itinerary], price: Callable[[str], float]
) -> dict[int, Home]:
    """Homes by position of the arrival, for all who hold every step at a time and place that still can be.

    `price`: of a move, by arrival.
    """
    instance, eligibility = classes.instance, Eligibility(classes)
    found: dict[int, tuple[Itinerary, Options]] = {}
    for position, arrival in enumerate(instance.arrivals):
        if holds_every_step(instance, arrival, held):
            appointments = in_order(held[arrival.id].appointments)
            options = tuple(_options(classes, eligibility, arrival, a) for a in appointments)
            if all(options) and _enough(classes, appointments, options):
                found[position] = Itinerary(arrival.id, appointments), options
    broken = _breaking_rules(classes, found)
    return {
        position: _home(classes, instance.arrivals[position], itinerary, options, price(itinerary.arrival))
        for position, (itinerary, options) in found.items()
        if itinerary.arrival not in broken
    }


def at_own_desks(classes: ResourceClasses, home: Home, held: Itinerary) -> bool:
    """Whether all desks that serve an itinerary already still can."""
    appointments = in_order(held.appointments)
    return all(_is_at(classes, options[0], a) for a, options in zip(appointments, home.cls, strict=True))


def holds_every_step(instance: Instance, arrival: Arrival, held: Mapping[str, Itinerary]) -> bool:
    """Whether an arrival holds each step of its journey at all desks it takes, and nothing else; `held` by arrival."""
    journey = instance.journeys[arrival.journey]
    steps = [step.id for step in journey.steps for _ in range(step.at_once(arrival.party))]
    return arrival.id in held and sorted(a.step for a in held[arrival.id].appointments) == sorted(steps)


def _options(classes: ResourceClasses, eligibility: Eligibility, arrival: Arrival, a: Appointment) -> tuple[int, ...]:
    """The classes at an appointment's location that can serve it then, first the one of its own desk."""
    instance = classes.instance
    desk, day = instance.resource_by_id.get(a.resource), a.start // instance.slots_per_day
    step = next(step for step in instance.journeys[arrival.journey].steps if step.id == a.step)
    if desk is None or not 0 <= day < len(instance.days) or a.end - a.start != step.length(arrival.party):
        return ()
    table = eligibility.table(step.service, arrival.languages)[day]
    able = (cls for cls in table[table < classes.count].tolist() if _covers(classes, cls, a, desk))
    return tuple(sorted(able, key=lambda cls: (not _is_at(classes, cls, a), cls)))


def _enough(classes: ResourceClasses, appointments: tuple[Appointment, ...], options: Options) -> bool:
    """Whether there are as many desks as each step takes at once."""
    taken = Counter(a.step for a in appointments)
    found = {
        a.step: sum(len(_desks_at(classes, cls, a)) for cls in able)
        for a, able in zip(appointments, options, strict=True)
    }
    return all(count <= found[step] for step, count in taken.items())


def _desks_at(classes: ResourceClasses, cls: int, a: Appointment) -> tuple[str, ...]:
    """The desks of a class that are open all the time of an appointment."""
    midnight = classes.absolute(cls, 0)
    return classes.members_at(cls, a.start - midnight, a.end - midnight)


def _is_at(classes: ResourceClasses, cls: int, a: Appointment) -> bool:
    """Whether the desk of an appointment is one of a class that are open then."""
    return a.resource in _desks_at(classes, cls, a)


def _covers(classes: ResourceClasses, cls: int, a: Appointment, desk: Resource) -> bool:
    start = a.start - classes.absolute(cls, 0)
    inside = classes.start[cls] <= start and start + a.end - a.start <= classes.end[cls]
    return bool(inside) and classes.resource(cls).location == desk.location


def _breaking_rules(classes: ResourceClasses, found: Mapping[int, tuple[Itinerary, Options]]) -> set[str]:
    """Arrivals whose itineraries break a rule of the instance by themselves, says the verifier: each has all desks."""
    desks: list[Resource] = []
    itineraries = []
    for itinerary, options in found.values():
        appointments = []
        for a, (cls, *_) in zip(itinerary.appointments, options, strict=True):
            desks.append(replace(classes.resource(cls), id=str(len(desks)), shifts=(Span(a.start, a.end),)))
            appointments.append(replace(a, resource=desks[-1].id))
        itineraries.append(Itinerary(itinerary.arrival, tuple(appointments)))
    arrivals = tuple(classes.instance.arrivals[position] for position in found)
    alone = replace(classes.instance, resources=tuple(desks), arrivals=arrivals, booked=())
    plan = Plan("feasible", 0.0, 0.0, 0.0, (), tuple(itineraries))
    return {violation.arrival for violation in verify(alone, plan).violations}


def _home(classes: ResourceClasses, arrival: Arrival, held: Itinerary, options: Options, move: float) -> Home:
    position = {step.id: n for n, step in enumerate(classes.instance.journeys[arrival.journey].steps)}
    starts = (a.start - classes.absolute(cls, 0) for a, (cls, *_) in zip(held.appointments, options, strict=True))
    cost = itinerary_cost(classes.instance, arrival, held.appointments)
    return Home(move, cost, tuple(position[a.step] for a in held.appointments), tuple(starts), options)
