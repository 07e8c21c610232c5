"""Arrivals that differ in nothing but their id, found and put into groups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from solver.classes import BoolArray, ResourceClasses
from solver.groups import Group, Groups, Home, Kind
from solver.instance import Arrival, Instance
from solver.shape import Shape

Shapes = dict[tuple[str, tuple[int, ...], tuple[int, ...]], Shape]  # by journey, lengths and desks


def group_arrivals(
    instance: Instance,
    classes: ResourceClasses,
    homes: Mapping[int, Home] | None = None,
    apart: Sequence[object] = (),
) -> Groups:
    """The groups of an instance's arrivals; `homes` by position of the arrival.

    Arrivals for which `apart` [arrival], if given, holds different values are in different groups.
    """
    homes, alike = homes or {}, _Alike(instance, classes)
    members: dict[tuple[object, ...], list[int]] = defaultdict(list)
    found: dict[tuple[object, ...], Group] = {}
    hopeless = []
    for position, arrival in enumerate(instance.arrivals):
        group = alike.group(arrival)
        if group is None:
            hopeless.append(position)
            continue
        at_home = position if position in homes else None
        key = (*group.but_for_entry, group.entry, at_home, apart[position] if apart else None)
        members[key].append(position)
        found[key] = group
    groups = [
        replace(group, members=tuple(members[key]), home=homes.get(members[key][0])) for key, group in found.items()
    ]
    return _in_order(groups, tuple(alike.kinds), tuple(hopeless), len(instance.arrivals))


def _in_order(groups: list[Group], kinds: tuple[Kind, ...], hopeless: tuple[int, ...], arrivals: int) -> Groups:
    """Those that differ only in their entry one after the other."""
    numbers: dict[tuple[object, ...], int] = {}
    family = [numbers.setdefault(group.but_for_entry, len(numbers)) for group in groups]
    order = sorted(range(len(groups)), key=lambda n: (family[n], groups[n].entry))
    of_arrival = [-1] * arrivals
    for number, position in enumerate(order):
        for member in groups[position].members:
            of_arrival[member] = number
    alike = np.array([family[n] for n in order], dtype=np.int64)
    return Groups(tuple(groups[n] for n in order), kinds, hopeless, alike, np.array(of_arrival, dtype=np.int64))


class _Alike:
    """What arrivals have in common, found once for those who differ in nothing but their id."""

    def __init__(self, instance: Instance, classes: ResourceClasses) -> None:
        self._instance, self._windows = instance, _Windows(classes)
        self._shapes: Shapes = {}
        self._known: dict[tuple[object, ...], Group | None] = {}
        self._by_party: dict[tuple[str, int], Shape] = {}
        self._by_languages: dict[tuple[int, frozenset[str]], tuple[int, ...]] = {}
        self.kinds: dict[Kind, int] = {}

    def group(self, arrival: Arrival) -> Group | None:
        """Its group, still without members; None for an arrival whose window holds no day at all."""
        window = arrival.available_from, arrival.deadline, arrival.deadline_day, arrival.unavailable
        key = (arrival.journey, arrival.party, arrival.languages, window, tuple(sorted(arrival.ready_from.items())))
        if key not in self._known:
            self._known[key] = self._make(arrival)
        return self._known[key]

    def _make(self, arrival: Arrival) -> Group | None:
        shape = self._shape(arrival)
        entry, allowed, pattern = self._windows.of(arrival, shape)
        if allowed is None:
            return None
        first_day = arrival.available_from // self._instance.slots_per_day
        return Group((), shape, self._numbers(arrival, shape), first_day, entry, allowed, pattern)

    def _shape(self, arrival: Arrival) -> Shape:
        key = arrival.journey, arrival.party
        if key not in self._by_party:
            self._by_party[key] = shape_of(self._instance, arrival, self._shapes)
        return self._by_party[key]

    def _numbers(self, arrival: Arrival, shape: Shape) -> tuple[int, ...]:
        """The kinds of its steps."""
        key = id(shape), arrival.languages
        if key not in self._by_languages:
            kinds = _kinds(arrival, shape)
            self._by_languages[key] = tuple(self.kinds.setdefault(kind, len(self.kinds)) for kind in kinds)
        return self._by_languages[key]


class _Windows:
    """When arrivals may begin; most windows are alike but for the day that they begin on."""

    def __init__(self, classes: ResourceClasses) -> None:
        self._classes, self._per_day = classes, classes.instance.slots_per_day
        self._days = len(classes.instance.days)
        self._whole: dict[tuple[int, int, int], tuple[BoolArray, bytes]] = {}
        self._allowed: dict[tuple[int, bytes, int], BoolArray | None] = {}

    def of(self, arrival: Arrival, shape: Shape) -> tuple[int, BoolArray | None, bytes]:
        """The entry, the starts, None if a step has none, and a key of those that are alike but for the entry."""
        entry = _entry(self._classes, arrival)
        window, pattern = self._whole_days(arrival, shape)
        key = id(shape), pattern, entry
        if key not in self._allowed:
            allowed = window.copy()
            allowed[:, :1, :entry] = False
            self._allowed[key] = allowed if allowed.any(axis=(1, 2)).all() else None
        return entry, self._allowed[key], pattern

    def _whole_days(self, arrival: Arrival, shape: Shape) -> tuple[BoolArray, bytes]:
        """The window as if the arrival could come from the start of its first day, and the same as a key."""
        if arrival.unavailable or arrival.ready_from:
            window = _window(self._classes, arrival, shape)
            return window, window.tobytes()
        first_day = arrival.available_from // self._per_day
        days = min(arrival.deadline_day, self._days - 1) - first_day
        key = id(shape), days, arrival.deadline - first_day * self._per_day
        if key not in self._whole:
            window = _window(self._classes, arrival, shape)
            self._whole[key] = window, window.tobytes()
        return self._whole[key]


def allowed_starts(classes: ResourceClasses, arrival: Arrival, shape: Shape) -> BoolArray:
    """[step, day, width] starts that keep to the arrival's window (rules 2 and 5), days from its first."""
    allowed = _window(classes, arrival, shape)
    allowed[:, :1, : _entry(classes, arrival)] = False
    return allowed


def _entry(classes: ResourceClasses, arrival: Arrival) -> int:
    """Slot of its first day from which an arrival can come."""
    return min(classes.width, max(0, arrival.available_from % classes.instance.slots_per_day - classes.first))


def _window(classes: ResourceClasses, arrival: Arrival, shape: Shape) -> BoolArray:
    """[step, day, width] starts inside the window as if the arrival could come from the start of its first day."""
    instance = classes.instance
    per_day = instance.slots_per_day
    first_day = arrival.available_from // per_day
    days = max(0, min(arrival.deadline_day, len(instance.days) - 1) - first_day + 1)
    offset = first_day * per_day + classes.first
    slots = offset + np.arange(days)[:, None] * per_day + np.arange(classes.width)
    allowed = np.empty((shape.steps, days, classes.width), dtype=bool)
    for n, (step, length) in enumerate(zip(shape.journey.steps, shape.lengths, strict=True)):
        allowed[n] = (slots >= arrival.ready_from.get(step.id, 0)) & (slots + length <= arrival.deadline)
        allowed[n, max(0, days - step.result_days) :] = False
        for span in arrival.unavailable:
            allowed[n] &= (slots + length <= span.start) | (slots >= span.end)
    return allowed


def shape_of(instance: Instance, arrival: Arrival, shapes: Shapes) -> Shape:
    """The shape of an arrival, one for all that share journey, lengths and desks at once."""
    journey = instance.journeys[arrival.journey]
    lengths = tuple(step.length(arrival.party) for step in journey.steps)
    desks = tuple(step.at_once(arrival.party) for step in journey.steps)
    key = (arrival.journey, lengths, desks)
    if key not in shapes:
        shapes[key] = Shape(journey, lengths, desks)
    return shapes[key]


def _kinds(arrival: Arrival, shape: Shape) -> list[Kind]:
    steps = zip(shape.journey.steps, shape.lengths, strict=True)
    return [Kind(step.service, arrival.languages, length) for step, length in steps]
