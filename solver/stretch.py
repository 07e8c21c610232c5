"""A stretch of days of an instance, as an instance of its own whose days count from 0."""

from collections.abc import Iterable
from dataclasses import replace

from solver.instance import Arrival, Booking, Instance, Resource, Span
from solver.plan import Itinerary
from solver.surroundings import window


def stretch(
    instance: Instance,
    days: range,
    arrivals: Iterable[Arrival],
    *,
    opens: int | None = None,
    taken: Iterable[Booking] = (),
) -> Instance:
    """`days` of an instance with some of its arrivals, none of which has a day of its window outside of them.

    Desks open on day `opens` at the earliest (the first), and time is `taken` beside what is booked.
    """
    per_day = instance.slots_per_day
    first = per_day * (days.start if opens is None else opens)
    inside = Span(first, per_day * days.stop)
    offset = per_day * days.start
    booked = (_booking(b, span, offset) for b in (*instance.booked, *taken) if (span := _common(b, inside)))
    return replace(
        instance,
        days=instance.days[days.start : days.stop],
        resources=tuple(_resource(desk, inside, offset) for desk in instance.resources),
        arrivals=tuple(_arrival(arrival, Span(offset, inside.end), days.start) for arrival in arrivals),
        booked=tuple(booked),
    )


def first_day(instance: Instance, arrival: Arrival) -> int:
    """The first day of a window, the last one there is for those who come after it."""
    return max(0, min(window(instance, arrival).start, len(instance.days) - 1))


def last_day(instance: Instance, arrival: Arrival) -> int:
    """The last day of a window, its first for those whose window holds none."""
    return max(first_day(instance, arrival), window(instance, arrival).stop - 1)


def longest_stay(instance: Instance) -> int:
    """The most days that the window of an arrival spans."""
    return max((last_day(instance, a) - first_day(instance, a) + 1 for a in instance.arrivals), default=1)


def moved(itinerary: Itinerary, slots: int) -> Itinerary:
    """An itinerary so many slots later."""
    held = (replace(a, start=a.start + slots, end=a.end + slots) for a in itinerary.appointments)
    return Itinerary(itinerary.arrival, tuple(held))


def _common(span: Span | Booking, inside: Span) -> Span | None:
    start, end = max(span.start, inside.start), min(span.end, inside.end)
    return Span(start, end) if start < end else None


def _booking(booking: Booking, span: Span, offset: int) -> Booking:
    """A booking of a span whose slots count from an offset."""
    return Booking(booking.resource, span.start - offset, span.end - offset)


def _resource(desk: Resource, inside: Span, offset: int) -> Resource:
    found = (_common(shift, inside) for shift in desk.shifts)
    return replace(desk, shifts=tuple(Span(span.start - offset, span.end - offset) for span in found if span))


def _arrival(arrival: Arrival, inside: Span, days_before: int) -> Arrival:
    offset = inside.start
    unavailable = (_common(span, inside) for span in arrival.unavailable)
    return replace(
        arrival,
        available_from=arrival.available_from - offset,
        deadline=arrival.deadline - offset,
        deadline_day=max(-1, arrival.deadline_day - days_before),
        unavailable=tuple(Span(span.start - offset, span.end - offset) for span in unavailable if span),
        ready_from={step: max(0, slot - offset) for step, slot in arrival.ready_from.items()},
    )
