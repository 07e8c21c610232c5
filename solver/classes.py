"""Resource classes: desks that are alike for one stretch of one day, of which only the count matters.

A class is a free stretch of a day (a shift, or what booked time leaves of it) at a location, with services and
languages, shared by one or more desks. An appointment lies inside one class; whatever keeps to the counts can be
laid out on the desks, since interval graphs are perfect. That holds too where the stretches of a class only begin
together, or only end together: what a desk lacks of the longest one is as if somebody sat there, and no two of these
gaps can lie at one desk. Slots of a day are counted from the first slot at which any desk opens (`first`); `width`
slots reach to the last closing.
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
    `free`: [class, width] desks not given away. `members`: ids of the desks of each class, `stretches`: when each of
    them is open, in slots of the day. `gap`: [location, location] slots between consecutive appointments. `locations`
    holds one entry where it never matters which it is.
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
    stretches: tuple[tuple[Span, ...], ...]
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

    def desks(self, index: int) -> dict[str, Span]:
        """The desks of a class, and when each is open, in slots of the day."""
        return dict(zip(self.members[index], self.stretches[index], strict=True))

    def members_at(self, index: int, start: int, end: int) -> tuple[str, ...]:
        """The desks of a class that are open from a slot of the day to another."""
        desks = self.desks(index).items()
        return tuple(desk for desk, stretch in desks if stretch.start <= start and end <= stretch.end)

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


_Stretch = tuple[Span, str]  # of a desk, in slots of the instance
_Kind = tuple[str, frozenset[str], frozenset[str], str]  # location, services, languages, agency


def merged_classes(instance: Instance) -> ResourceClasses:
    """Classes of desks with the same free stretch; booked time splits stretches."""
    found: dict[tuple[int, int, _Kind], list[_Stretch]] = defaultdict(list)
    for kind, (span, desk) in _free_stretches(instance):
        found[span.start, span.end, kind].append((span, desk))
    return _classes(instance, found.values())


def nested_classes(instance: Instance) -> ResourceClasses:
    """Classes for planning: free stretches that begin together, the others by where they end.

    With fewer ways to say the same, programmes over them take two fifths of the time of those over `merged_classes`.
    """
    from_a_start: dict[tuple[int, _Kind], list[_Stretch]] = defaultdict(list)
    to_an_end: dict[tuple[int, _Kind], list[_Stretch]] = defaultdict(list)
    together: list[list[_Stretch]] = []
    for kind, (span, desk) in _free_stretches(instance):
        from_a_start[span.start, kind].append((span, desk))
    for (_, kind), stretches in from_a_start.items():
        ends = {span.end for span, _ in stretches}
        if len(ends) > 1:
            together.append(stretches)
        else:
            to_an_end[ends.pop(), kind] += stretches
    return _classes(instance, [*together, *to_an_end.values()])


def single_classes(instance: Instance) -> ResourceClasses:
    """Classes for the front desk: one for each shift of each desk; booked time has no free desk."""
    classes = _classes(instance, [[(shift, desk.id)] for desk in instance.resources for shift in desk.shifts])
    free = classes.free.copy()
    booked = _booked_spans(instance)
    for index, (desk_id,) in enumerate(classes.members):
        offset = classes.absolute(index, 0)
        for span in booked.get(desk_id, ()):
            free[index, max(0, span.start - offset) : max(0, span.end - offset)] = 0
    return classes.with_free(free)


def _free_stretches(instance: Instance) -> Iterator[tuple[_Kind, _Stretch]]:
    booked = _booked_spans(instance)
    for desk in instance.resources:
        for shift in desk.shifts:
            for span in _minus(shift, booked.get(desk.id, ())):
                yield (desk.location, desk.services, desk.languages, desk.agency), (span, desk.id)


def _classes(instance: Instance, found: Iterable[Sequence[_Stretch]]) -> ResourceClasses:
    """In order of start, end and desks."""
    day_length = instance.slots_per_day
    bounded = sorted((_bounds(each), [desk for _, desk in each], [span for span, _ in each]) for each in found)
    starts, ends = np.array([bounds for bounds, _, _ in bounded], dtype=np.int64).reshape(-1, 2).T
    day = starts // day_length
    first = int((starts % day_length).min(initial=day_length)) if bounded else 0
    width = int((ends - day * day_length).max(initial=first)) - first if bounded else 1
    desks = [instance.resource_by_id[members[0]] for _, members, _ in bounded]
    locations, gap = _locations(instance, [desk.location for desk in desks])
    place = {name: n for n, name in enumerate(locations)} if len(locations) > 1 else {}
    offset = day * day_length + first
    stretches = [
        tuple(Span(span.start - opens, span.end - opens) for span in spans)
        for (_, _, spans), opens in zip(bounded, offset.tolist(), strict=True)
    ]
    return ResourceClasses(
        instance=instance,
        first=first,
        width=width,
        day=day,
        location=np.array([place.get(desk.location, 0) for desk in desks], dtype=np.int64),
        start=starts - offset,
        end=ends - offset,
        free=_counts(stretches, width),
        members=tuple(tuple(members) for _, members, _ in bounded),
        stretches=tuple(stretches),
        locations=locations,
        gap=gap,
    )


def _bounds(stretches: Sequence[_Stretch]) -> tuple[int, int]:
    """The first start and the last end."""
    return min(span.start for span, _ in stretches), max(span.end for span, _ in stretches)


def _counts(stretches: Sequence[Iterable[Span]], width: int) -> IntArray:
    """[class, width] desks that are open."""
    counts = np.zeros((len(stretches), width), dtype=np.int64)
    for row, spans in zip(counts, stretches, strict=True):
        for span in spans:
            row[span.start : span.end] += 1
    return counts


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
