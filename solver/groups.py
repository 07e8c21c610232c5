"""Arrivals as the engine sees them: groups of identical ones."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.classes import BoolArray, IntArray, ResourceClasses
from solver.instance import Arrival, Instance
from solver.shape import Shape

Shapes = dict[tuple[str, tuple[int, ...], tuple[int, ...]], Shape]  # by journey, lengths and desks


@dataclass(frozen=True)
class Kind:
    """What a step asks of a desk: service, languages (any, if empty), length in slots."""

    service: str
    languages: frozenset[str]
    length: int


@dataclass(frozen=True)
class Home:
    """The itinerary that an arrival holds already, what it costs, and the price of losing it, its `move`.

    `step`, `start`, `cls`: of each desk in order of time, one or more for each step, `start` a slot of its day, `cls`
    the classes that can serve it at its time and place, first the one of the desk it is held at.
    """

    move: float
    cost: float
    step: tuple[int, ...]
    start: tuple[int, ...]
    cls: tuple[tuple[int, ...], ...]

    def kept_by(self, step: IntArray, start: IntArray, cls: IntArray) -> bool:
        """Whether an itinerary, its appointments in order of time, keeps all times and places."""
        found = zip(step.tolist(), start.tolist(), cls.tolist(), strict=True)
        held = zip(self.step, self.start, self.cls, strict=True)
        return all((n, s) == (m, t) and c in options for (n, s, c), (m, t, options) in zip(found, held, strict=True))


@dataclass(frozen=True)
class Group:
    """Arrivals that differ in nothing but their id.

    `members`: positions in the instance. `kinds`: position in `Groups.kinds` for each step. `entry`: slot of
    `first_day` from which they can come. `allowed`: [step, day, width] starts inside the window, days counted from
    `first_day`; `pattern` tells windows apart that differ in more than the entry. Who has a `home` is a group alone.
    """

    members: tuple[int, ...]
    shape: Shape
    kinds: tuple[int, ...]
    first_day: int
    entry: int
    allowed: BoolArray
    pattern: bytes
    home: Home | None = None

    @property
    def but_for_entry(self) -> tuple[object, ...]:
        """What it shares with groups that differ from it only in their entry."""
        return id(self.shape), self.kinds, self.first_day, self.pattern

    @property
    def size(self) -> int:
        """Number of arrivals."""
        return len(self.members)

    def move(self, step: IntArray, start: IntArray, cls: IntArray) -> float:
        """What an itinerary, its appointments in order of time, costs for not being the one held already."""
        return 0.0 if self.home is None or self.home.kept_by(step, start, cls) else self.home.move


@dataclass(frozen=True)
class Groups:
    """All groups of an instance; the arrivals whose window holds no day at all are in none of them.

    Those that differ only in their entry follow one another, the earliest first; `alike` [group] is their number.
    """

    groups: tuple[Group, ...]
    kinds: tuple[Kind, ...]
    hopeless: tuple[int, ...]
    alike: IntArray

    @cached_property
    def sizes(self) -> IntArray:
        """[group] number of arrivals."""
        return np.array([group.size for group in self.groups], dtype=np.int64)


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
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    parts: dict[tuple[object, ...], tuple[_Part, Home | None]] = {}
    hopeless = []
    for position, arrival in enumerate(instance.arrivals):
        part = alike.part(arrival)
        if part is None:
            hopeless.append(position)
            continue
        home = homes.get(position)
        key = (part.key, position if home else None, apart[position] if apart else None)
        found[key].append(position)
        parts[key] = part, home
    groups = [parts[key][0].group(tuple(members), parts[key][1]) for key, members in found.items()]
    numbers: dict[tuple[object, ...], int] = {}
    family = [numbers.setdefault(group.but_for_entry, len(numbers)) for group in groups]
    order = sorted(range(len(groups)), key=lambda n: (family[n], groups[n].entry))
    in_order, of_each = tuple(groups[n] for n in order), np.array([family[n] for n in order], dtype=np.int64)
    return Groups(in_order, tuple(alike.kinds), tuple(hopeless), of_each)


@dataclass(frozen=True)
class _Part:
    """What arrivals of a group have in common; see `Group`."""

    shape: Shape
    kinds: tuple[int, ...]
    first_day: int
    entry: int
    allowed: BoolArray
    pattern: bytes

    @property
    def key(self) -> tuple[object, ...]:
        return id(self.shape), self.kinds, self.first_day, self.entry, self.allowed.shape[1], self.pattern

    def group(self, members: tuple[int, ...], home: Home | None) -> Group:
        return Group(members, self.shape, self.kinds, self.first_day, self.entry, self.allowed, self.pattern, home)


class _Alike:
    """What arrivals have in common, found once for those who differ in nothing but their id."""

    def __init__(self, instance: Instance, classes: ResourceClasses) -> None:
        self._instance, self._classes = instance, classes
        self._shapes: Shapes = {}
        self._known: dict[tuple[object, ...], _Part | None] = {}
        self._by_party: dict[tuple[str, int], Shape] = {}
        self._by_languages: dict[tuple[int, frozenset[str]], tuple[int, ...]] = {}
        self._windows: dict[tuple[int, int, int], tuple[BoolArray, bytes]] = {}
        self.kinds: dict[Kind, int] = {}

    def part(self, arrival: Arrival) -> _Part | None:
        """None for an arrival whose window holds no day at all."""
        window = arrival.available_from, arrival.deadline, arrival.deadline_day, arrival.unavailable
        key = (arrival.journey, arrival.party, arrival.languages, window, tuple(sorted(arrival.ready_from.items())))
        if key not in self._known:
            self._known[key] = self._make(arrival)
        return self._known[key]

    def _make(self, arrival: Arrival) -> _Part | None:
        shape, entry = self._shape(arrival), _entry(self._classes, arrival)
        allowed, pattern = self._whole_days(arrival, shape)
        allowed[:, :1, :entry] = False
        if not allowed.any(axis=(1, 2)).all():
            return None
        first_day, kinds = arrival.available_from // self._instance.slots_per_day, self._numbers(arrival, shape)
        return _Part(shape, kinds, first_day, entry, allowed, pattern)

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

    def _whole_days(self, arrival: Arrival, shape: Shape) -> tuple[BoolArray, bytes]:
        """The window as if the arrival could come from the start of its first day, and the same as a key.

        Most are alike but for the day that they begin on.
        """
        if arrival.unavailable or arrival.ready_from:
            allowed = _window(self._classes, arrival, shape)
            return allowed, allowed.tobytes()
        per_day = self._instance.slots_per_day
        first_day = arrival.available_from // per_day
        days = min(arrival.deadline_day, len(self._instance.days) - 1) - first_day
        key = id(shape), days, arrival.deadline - first_day * per_day
        if key not in self._windows:
            allowed = _window(self._classes, arrival, shape)
            self._windows[key] = allowed, allowed.tobytes()
        allowed, pattern = self._windows[key]
        return allowed.copy(), pattern


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
