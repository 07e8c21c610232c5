"""What might serve a late arrival: desks, a language, a later deadline or an earlier start, the likeliest first.

How likely, the prices say: they tell what the cheapest itinerary of the arrival would cost others once a change is
made. One that the change lets keep clear of what is dear may well serve it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from solver.desk_prices import DeskPrices
from solver.instance import Arrival, Instance, Span
from solver.own_window import cheapest_alone, usual_hours
from solver.remedies import (
    DeskKind,
    EarlierStart,
    ExtraDesk,
    LaterDeadline,
    Remedy,
    SpokenLanguage,
    arrival_named,
    desks_by_kind,
    desks_of,
    with_remedy,
)
from solver.surroundings import window

_FURTHEST = 3  # days by which a window is widened


def extra_desks(instance: Instance, arrival: Arrival) -> tuple[ExtraDesk, ...]:
    """One more desk of each kind that does something for an arrival, on each day on which it may come."""
    kinds = list(dict.fromkeys(_kinds(instance, arrival)))
    days = window(instance, arrival)
    return tuple(ExtraDesk(kind, _hours(instance, kind, day), spoken) for day in days for kind, spoken in kinds)


def whole_day(instance: Instance, desk: ExtraDesk) -> ExtraDesk:
    """The desk, open as long on its day as such desks are."""
    return replace(desk, span=_hours(instance, desk.kind, desk.span.start // instance.slots_per_day))


def new_days(instance: Instance, remedy: Remedy) -> int:
    """How many of the desks of a remedy are on days on which there is none like them."""
    return sum(not _shifts(instance, desk.kind, desk.span.start // instance.slots_per_day) for desk in desks_of(remedy))


def spoken_languages(instance: Instance, arrival: Arrival) -> tuple[SpokenLanguage, ...]:
    """A desk of each kind that could do something for an arrival, speaking one of its languages too."""
    services = _services(instance, arrival)
    return tuple(
        SpokenLanguage(desks[0].id, min(arrival.languages))
        for kind, desks in desks_by_kind(instance).items()
        if kind.services & services and arrival.languages and not kind.languages & arrival.languages
    )


def wider_windows(instance: Instance, arrival: Arrival) -> tuple[tuple[Remedy, ...], tuple[Remedy, ...]]:
    """Later deadlines and earlier starts, the nearest first."""
    after, before = len(instance.days) - 1 - arrival.deadline_day, arrival.available_from // instance.slots_per_day
    later = tuple((LaterDeadline(arrival.id, days),) for days in range(1, min(after, _FURTHEST) + 1))
    earlier = tuple((EarlierStart(arrival.id, days),) for days in range(1, min(before, _FURTHEST) + 1))
    return later, earlier


def valued(
    instance: Instance, arrival: Arrival, remedies: Iterable[Remedy], prices: DeskPrices
) -> list[tuple[float, Remedy]]:
    """What an arrival would cost under prices after each remedy, the least first; none that leaves it no itinerary."""
    found = [(_value(instance, arrival, remedy, prices), remedy) for remedy in remedies]
    return sorted(((value, remedy) for value, remedy in found if np.isfinite(value)), key=lambda pair: pair[0])


def several(desks: tuple[ExtraDesk, ...], size: int) -> Iterator[Remedy]:
    """So many desks at once, all of different kinds."""
    for chosen in combinations(desks, size):
        if len({desk.kind for desk in chosen}) == size:
            yield chosen


def _value(instance: Instance, arrival: Arrival, remedy: Remedy, prices: DeskPrices) -> float:
    changed = with_remedy(instance, remedy)
    return cheapest_alone(changed, arrival_named(changed, arrival.id), prices)


def _kinds(instance: Instance, arrival: Arrival) -> Iterator[tuple[DeskKind, str]]:
    """The kinds that would do, each with the language it has to be given if none of its agency speaks any."""
    services = _services(instance, arrival)
    useful = [kind for kind in desks_by_kind(instance) if kind.services & services]
    understood = [kind for kind in useful if not arrival.languages or kind.languages & arrival.languages]
    heard = {(kind.agency, kind.services) for kind in understood}
    for kind in useful:
        if kind in understood:
            yield kind, ""
        elif (kind.agency, kind.services) not in heard:
            language = min(arrival.languages)
            yield DeskKind(kind.agency, kind.location, kind.services, kind.languages | {language}), language


def _hours(instance: Instance, kind: DeskKind, day: int) -> Span:
    """When a desk of a kind would be open on a day: as such desks are then, or on other days if none is then."""
    every = tuple(shift for desk in instance.resources for shift in desk.shifts)
    hours = usual_hours(instance, _shifts(instance, kind, day) or _shifts(instance, kind) or every)
    midnight = day * instance.slots_per_day
    return Span(midnight + hours.start, midnight + hours.end)


def _shifts(instance: Instance, kind: DeskKind, day: int | None = None) -> tuple[Span, ...]:
    """The shifts of the desks that do what a kind does, whatever they speak, on a day or on all."""
    alike = (desk for desk in instance.resources if (desk.agency, desk.services) == (kind.agency, kind.services))
    shifts = (shift for desk in alike for shift in desk.shifts)
    return tuple(shift for shift in shifts if day in (None, shift.start // instance.slots_per_day))


def _services(instance: Instance, arrival: Arrival) -> frozenset[str]:
    return frozenset(step.service for step in instance.journeys[arrival.journey].steps)
