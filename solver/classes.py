"""Resource classes: desks that are alike for one stretch of one day, of which only the count matters.

A class is a free stretch of a day (a shift, or what booked time leaves of it) at a location, with services and
languages, shared by one or more desks. An appointment lies inside one class; whatever keeps to the counts can be
laid out on the desks, since interval graphs are perfect. Slots of a day are counted from the first slot at which
any desk opens (`first`); `width` slots reach to the last closing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.instance import Instance, Resource, Span

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class ResourceClasses:
    """The classes of an instance in order of day.

    `day`, `location`, `start`, `end`: [class] position of the day, index into `locations`, slots of the day.
    `free`: [class, width] desks not given away. `members`: ids of the desks of each class. `gap`: [location,
    location] slots between consecutive appointments. `locations` holds one entry where it never matters which it is.
    """

    instance: Instance
    first: int
    width: int
    day: IntArray
    location: IntArray
    start: IntArray
    end: IntArray
    free: IntArray
    members: tuple[tuple[str, ...], ...]
    locations: tuple[str, ...]
    gap: IntArray

    @property
    def count(self) -> int:
        """Number of classes."""
        return len(self.members)

    @cached_property
    def open_slots(self) -> BoolArray:
        """[class, width] whether the slot lies inside the class."""
        slots = np.arange(self.width)
        return (slots >= self.start[:, None]) & (slots < self.end[:, None])

    @cached_property
    def day_bounds(self) -> IntArray:
        """[days + 1] first class of each day."""
        return np.searchsorted(self.day, np.arange(len(self.instance.days) + 1))

    @cached_property
    def by_offer(self) -> dict[tuple[frozenset[str], frozenset[str]], IntArray]:
        """Classes by the services and languages that they offer."""
        found: dict[tuple[frozenset[str], frozenset[str]], list[int]] = defaultdict(list)
        for index in range(self.count):
            desk = self.resource(index)
            found[desk.services, desk.languages].append(index)
        return {offer: np.array(indices, dtype=np.int64) for offer, indices in found.items()}

    def on_day(self, day: int) -> range:
        """The classes of a day."""
        return range(int(self.day_bounds[day]), int(self.day_bounds[day + 1]))

    def resource(self, index: int) -> Resource:
        """A desk of a class: its agency, services and languages hold for all of them."""
        return self.instance.resource_by_id[self.members[index][0]]

    def absolute(self, index: int, slot: int) -> int:
        """Slot of the instance for a slot of the class's day."""
        return int(self.day[index]) * self.instance.slots_per_day + self.first + slot

    def with_free(self, free: IntArray) -> "ResourceClasses":
        """The same classes with other free counts, [class, width]."""
        return replace(self, free=free)


class Eligibility:
    """Which classes may serve a service in a set of languages; each table is made once."""

    def __init__(self, classes: ResourceClasses) -> None:
        self._classes = classes
        self._tables: dict[tuple[str, frozenset[str]], IntArray] = {}

    def table(self, service: str, languages: frozenset[str]) -> IntArray:
        """[days, locations, n] classes that may serve; `count`, an index past the last one, fills up."""
        key = (service, languages)
        if key not in self._tables:
            self._tables[key] = self._make(service, languages)
        return self._tables[key]

    def _make(self, service: str, languages: frozenset[str]) -> IntArray:
        classes = self._classes
        chosen = [
            found
            for (services, spoken), found in classes.by_offer.items()
            if service in services and (not languages or languages & spoken)
        ]
        fits = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *chosen]))
        place = classes.day[fits] * len(classes.locations) + classes.location[fits]
        fits, place = fits[np.argsort(place, kind="stable")], np.sort(place)
        rank = np.arange(len(place)) - np.searchsorted(place, place)
        places = len(classes.instance.days) * len(classes.locations)
        table = np.full((places, int(rank.max(initial=0)) + 1), classes.count, dtype=np.int64)
        table[place, rank] = fits
        return table.reshape(len(classes.instance.days), len(classes.locations), -1)


def merged_classes(instance: Instance) -> ResourceClasses:
    """Classes for planning: desks with the same free stretch are one class, booked time splits stretches."""
    stretches: dict[tuple[int, int, str, frozenset[str], frozenset[str], str], list[str]] = defaultdict(list)
    booked = _booked_spans(instance)
    for desk in instance.resources:
        for shift in desk.shifts:
            for span in _minus(shift, booked.get(desk.id, ())):
                key = (span.start, span.end, desk.location, desk.services, desk.languages, desk.agency)
                stretches[key].append(desk.id)
    found = ((Span(key[0], key[1]), tuple(members)) for key, members in stretches.items())
    return _classes(instance, sorted(found, key=lambda pair: (pair[0].start, pair[0].end, pair[1])))


def single_classes(instance: Instance) -> ResourceClasses:
    """Classes for the front desk: one for each shift of each desk; booked time has no free desk."""
    shifts = ((shift, (desk.id,)) for desk in instance.resources for shift in desk.shifts)
    classes = _classes(instance, sorted(shifts, key=lambda pair: (pair[0].start, pair[0].end, pair[1])))
    free = classes.free.copy()
    booked = _booked_spans(instance)
    for index, (desk_id,) in enumerate(classes.members):
        offset = classes.absolute(index, 0)
        for span in booked.get(desk_id, ()):
            free[index, max(0, span.start - offset) : max(0, span.end - offset)] = 0
    return classes.with_free(free)


def _classes(instance: Instance, found: Sequence[tuple[Span, tuple[str, ...]]]) -> ResourceClasses:
    day_length = instance.slots_per_day
    starts = np.array([span.start % day_length for span, _ in found], dtype=np.int64)
    lengths = np.array([span.end - span.start for span, _ in found], dtype=np.int64)
    first = int(starts.min(initial=day_length)) if found else 0
    width = int((starts + lengths).max(initial=first)) - first if found else 1
    desks = [instance.resource_by_id[members[0]] for _, members in found]
    locations, gap = _locations(instance, [desk.location for desk in desks])
    place = {name: n for n, name in enumerate(locations)} if len(locations) > 1 else {}
    classes = ResourceClasses(
        instance=instance,
        first=first,
        width=width,
        day=np.array([span.start // day_length for span, _ in found], dtype=np.int64),
        location=np.array([place.get(desk.location, 0) for desk in desks], dtype=np.int64),
        start=starts - first,
        end=starts + lengths - first,
        free=np.zeros((len(found), width), dtype=np.int64),
        members=tuple(members for _, members in found),
        locations=locations,
        gap=gap,
    )
    desks_each = np.array([len(members) for _, members in found], dtype=np.int64)
    return classes.with_free(classes.open_slots * desks_each[:, None])


def _locations(instance: Instance, used: Iterable[str]) -> tuple[tuple[str, ...], IntArray]:
    """Locations that the recursion must tell apart: one stands for all where no travel exceeds the gap.

    Where a step takes several desks at once these have to be at one location, so each stands for itself.
    """
    names = tuple(sorted(set(used)))
    gap = np.array([[instance.gap(here, there) for there in names] for here in names], dtype=np.int64)
    if not names or (instance.most_desks == 1 and (gap == instance.min_gap).all()):
        return names[:1] or ("",), np.array([[instance.min_gap]], dtype=np.int64)
    return names, gap


def _booked_spans(instance: Instance) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = defaultdict(list)
    for booking in sorted(instance.booked, key=lambda booking: booking.start):
        spans[booking.resource].append(Span(booking.start, booking.end))
    return spans


def _minus(shift: Span, booked: Iterable[Span]) -> Iterator[Span]:
    """What booked spans, in order of start, leave of a shift."""
    start = shift.start
    for span in booked:
        if span.start >= shift.end:
            break
        if span.start > start:
            yield Span(start, span.start)
        start = max(start, span.end)
    if start < shift.end:
        yield Span(start, shift.end)
