"""Arrivals as the engine sees them: groups of identical ones."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.classes import BoolArray, IntArray
from solver.shape import Shape

_Number = TypeVar("_Number", np.int64, np.float64)


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
    `of_arrival`: [arrival] its group, -1 for the `hopeless`.
    """

    groups: tuple[Group, ...]
    kinds: tuple[Kind, ...]
    hopeless: tuple[int, ...]
    alike: IntArray
    of_arrival: IntArray

    @cached_property
    def sizes(self) -> IntArray:
        """[group] number of arrivals."""
        return np.array([group.size for group in self.groups], dtype=np.int64)

    def of_each(self, values: NDArray[_Number], otherwise: float) -> NDArray[_Number]:
        """[arrival] what its group has of `values` [group], `otherwise` for the hopeless."""
        found: NDArray[_Number] = np.append(values, np.array(otherwise, dtype=values.dtype))[self.of_arrival]
        return found
