"""What a new plan changes for those who hold appointments already."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from solver.existing import Existing
from solver.homes import holds_every_step
from solver.instance import Instance
from solver.plan import Appointment, Itinerary


@dataclass(frozen=True, slots=True)
class Move:
    """The appointments of an arrival that go, `before`, and that come, `after`: none if it is late now.

    Both in order of time. `price`: what the move costs, 0 for those who did not hold every step, and where only desks
    change. `could_stay`: whether what it held is still an itinerary of the instance, other arrivals aside.
    """

    arrival: str
    before: tuple[Appointment, ...]
    after: tuple[Appointment, ...]
    price: float
    could_stay: bool


def changes(
    instance: Instance, existing: Existing, itineraries: Iterable[Itinerary], could_stay: Collection[str]
) -> tuple[tuple[Move, ...], tuple[Move, ...]]:
    """The moves of an instance's arrivals, and the mere changes of desk at the same time and location."""
    now = {itinerary.arrival: itinerary.appointments for itinerary in itineraries}
    changed = list(_changed(instance, existing, now, could_stay))
    desks = [move for move in changed if _same_places(instance, move)]
    moves = tuple(move for move in changed if move not in desks)
    return moves, tuple(Move(each.arrival, each.before, each.after, 0.0, each.could_stay) for each in desks)


def _changed(
    instance: Instance, existing: Existing, now: Mapping[str, tuple[Appointment, ...]], could_stay: Collection[str]
) -> Iterator[Move]:
    for arrival in instance.arrivals:
        held = existing.held.get(arrival.id)
        if held is not None:
            fixed, found = existing.fixed_steps(arrival.id), now.get(arrival.id, ())
            before = _without(held.appointments, found, fixed)
            price = existing.price(arrival.id) if holds_every_step(instance, arrival, existing.held) else 0.0
            if before:
                after = _without(found, held.appointments, fixed)
                yield Move(arrival.id, before, after, price, arrival.id in could_stay)


def _without(
    appointments: Iterable[Appointment], others: Collection[Appointment], fixed: Collection[str]
) -> tuple[Appointment, ...]:
    """The appointments that are neither among others nor fixed."""
    found = (a for a in appointments if a not in others and a.step not in fixed)
    return tuple(sorted(found, key=lambda a: a.start))


def _same_places(instance: Instance, move: Move) -> bool:
    """Whether all appointments stay at their time and location."""
    return [_place(instance, a) for a in move.before] == [_place(instance, a) for a in move.after]


def _place(instance: Instance, a: Appointment) -> tuple[str, int, int, str]:
    desk = instance.resource_by_id.get(a.resource)
    return a.step, a.start, a.end, desk.location if desk else f"desk {a.resource}, which is gone"
