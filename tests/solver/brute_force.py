"""Every itinerary and every plan by trying all, straight from the rules of the format."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from solver.existing import Existing
from solver.instance import Arrival, Instance, Resource, Step
from solver.plan import Appointment
from solver.roster import Pattern, with_desks

Price = Callable[[str, int], float]


def every_itinerary(instance: Instance, arrival: Arrival, price: Price) -> Iterator[tuple[float, list[Appointment]]]:
    """Cost (objective and `price` of each desk and slot) and appointments of each possible itinerary."""
    steps = instance.journeys[arrival.journey].steps
    for held in _extend(instance, arrival, steps, []):
        spent = sum(price(a.resource, slot) for a in held for slot in range(a.start, a.end))
        yield spent + _cost(instance, arrival, held), held


def cheapest_plan(instance: Instance) -> float:
    """Cost of the best plan, out of all combinations of itineraries that share no desk."""
    late: list[tuple[float, list[Appointment]]] = [(instance.objective.late, [])]
    options = [[*late, *every_itinerary(instance, arrival, lambda _r, _s: 0.0)] for arrival in instance.arrivals]
    return min(
        sum(cost for cost, _ in chosen)
        for chosen in itertools.product(*options)
        if share_no_desk([a for _, held in chosen for a in held])
    )


def fewest_late(instance: Instance) -> int:
    """How many arrivals are late in the plan that serves the most."""
    every = [every_itinerary(instance, arrival, lambda _r, _s: 0.0) for arrival in instance.arrivals]
    options = [{_cells(held) for _, held in itineraries} for itineraries in every]

    def late(number: int, taken: frozenset[tuple[str, int]]) -> int:
        if number == len(options):
            return 0
        fewest = 1 + late(number + 1, taken)
        for cells in options[number]:
            if fewest and not cells & taken:
                fewest = min(fewest, late(number + 1, taken | cells))
        return fewest

    return late(0, frozenset())


def _cells(held: list[Appointment]) -> frozenset[tuple[str, int]]:
    return frozenset((a.resource, slot) for a in held for slot in range(a.start, a.end))


def every_roster(patterns: Sequence[Pattern]) -> Iterator[tuple[int, ...]]:
    """Desks of each pattern in every number there can be."""
    return itertools.product(*(range((pattern.most or 0) + 1) for pattern in patterns))


def cheapest_roster(demands: Sequence[Instance], patterns: Sequence[Pattern], allowed: int) -> float:
    """Cost of the cheapest roster with which so few can be late, infinite if there is none."""
    rosters = sorted((sum(p.cost * n for p, n in zip(patterns, r, strict=True)), r) for r in every_roster(patterns))
    for cost, roster in rosters:
        if sum(fewest_late(with_desks(demand, patterns, roster)) for demand in demands) <= allowed:
            return cost
    return float("inf")


def cheapest_replan(instance: Instance, existing: Existing) -> float:
    """Cost of the best plan that keeps what is fixed, the prices of moves included."""
    options = [list(_replanned(instance, existing, arrival)) for arrival in instance.arrivals]
    return min(
        sum(cost for cost, _ in chosen)
        for chosen in itertools.product(*options)
        if share_no_desk([a for _, held in chosen for a in held])
    )


def _replanned(
    instance: Instance, existing: Existing, arrival: Arrival
) -> Iterator[tuple[float, Sequence[Appointment]]]:
    """Each way to serve an arrival, and to be late with the desks of its fixed steps kept; moves paid."""
    journey = instance.journeys[arrival.journey]
    steps = [step.id for step in journey.steps for _ in range(step.at_once(arrival.party))]
    held = existing.held[arrival.id].appointments if arrival.id in existing.held else ()
    fixed = [a for a in held if a.step in existing.fixed_steps(arrival.id)]
    price = existing.price(arrival.id) if sorted(a.step for a in held) == sorted(steps) else 0.0
    if len(fixed) < len(steps):
        yield instance.objective.late + price, fixed
    for cost, appointments in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0):
        if all(a in appointments for a in fixed):
            stays = {place_of(instance, a) for a in held} == {place_of(instance, a) for a in appointments}
            yield cost + (0.0 if stays else price), appointments


def place_of(instance: Instance, a: Appointment) -> tuple[str, str, int, int]:
    """What the person sees of an appointment: the step, where and when; not the desk."""
    return a.step, instance.resource_by_id[a.resource].location, a.start, a.end


def share_no_desk(appointments: Iterable[Appointment]) -> bool:
    """Whether no desk serves two of them at a time."""
    cells = [(a.resource, slot) for a in appointments for slot in range(a.start, a.end)]
    return len(cells) == len(set(cells))


def _extend(
    instance: Instance, arrival: Arrival, steps: tuple[Step, ...], held: list[Appointment]
) -> Iterator[list[Appointment]]:
    done = {appointment.step for appointment in held}
    if len(done) == len(steps):
        yield held
        return
    for step in steps:
        if step.id not in done and set(step.after) <= done:
            for beside in _beside(instance, arrival, step):
                if _follows(instance, steps, held, beside[0]):
                    yield from _extend(instance, arrival, steps, [*held, *beside])


def _beside(instance: Instance, arrival: Arrival, step: Step) -> Iterator[tuple[Appointment, ...]]:
    """A step on as many desks as it takes, all of them at one time and one location."""
    single = [a for desk in instance.resources for a in _placements(instance, arrival, step, desk)]
    for chosen in itertools.combinations(single, step.at_once(arrival.party)):
        if len({place_of(instance, a) for a in chosen}) == 1:
            yield chosen


def _placements(instance: Instance, arrival: Arrival, step: Step, desk: Resource) -> Iterator[Appointment]:
    if step.service not in desk.services or (arrival.languages and not arrival.languages & desk.languages):
        return
    length = step.length(arrival.party)
    taken = [(b.start, b.end) for b in instance.booked if b.resource == desk.id]
    taken += [(span.start, span.end) for span in arrival.unavailable]
    earliest = max(arrival.available_from, arrival.ready_from.get(step.id, 0))
    last_day = min(arrival.deadline_day, len(instance.days) - 1) - step.result_days
    for shift in desk.shifts:
        for start in range(max(shift.start, earliest), min(shift.end, arrival.deadline) - length + 1):
            clear = all(start + length <= begin or end <= start for begin, end in taken)
            if clear and start // instance.slots_per_day <= last_day:
                yield Appointment(step.id, desk.id, start, start + length)


def _follows(instance: Instance, steps: tuple[Step, ...], held: list[Appointment], new: Appointment) -> bool:
    if not held:
        return True
    after = next(step.after for step in steps if step.id == new.step)
    if new.start < held[-1].end:
        return False
    for n, other in enumerate(held):
        same_day = other.start // instance.slots_per_day == new.start // instance.slots_per_day
        matters = other.step in after or n == len(held) - 1
        if same_day and matters and new.start - other.end < _gap(instance, other, new):
            return False
    return True


def _cost(instance: Instance, arrival: Arrival, held: list[Appointment]) -> float:
    objective, per_day = instance.objective, instance.slots_per_day
    held = list({a.step: a for a in held}.values())
    lags = {step.id: step.result_days for step in instance.journeys[arrival.journey].steps}
    days = {a.start // per_day for a in held}
    idle = sum(
        later.start - earlier.end - _gap(instance, earlier, later)
        for earlier, later in itertools.pairwise(held)
        if earlier.start // per_day == later.start // per_day
    )
    done = max(a.start // per_day + lags[a.step] for a in held) - arrival.available_from // per_day
    return objective.visit * len(days) + objective.wait_slot * idle + objective.day * done


def _gap(instance: Instance, one: Appointment, other: Appointment) -> int:
    desks = instance.resource_by_id
    return instance.gap(desks[one.resource].location, desks[other.resource].location)
