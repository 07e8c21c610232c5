"""A planning problem as plain data: who arrives, which desks are open, what a plan costs.

Times are *slots*: integers `day * slots_per_day + slot`, where `day` is a position in `Instance.days` and
`slot` counts grid steps of local wall time from midnight. A time on a day that is not listed becomes the
first slot of the next listed day (for starts) or the end of the previous one (for ends).
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time `[start, end)` in slots."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A desk or a member of staff: one appointment at a time, inside one of its shifts."""

    id: str
    agency: str
    location: str
    services: frozenset[str]
    languages: frozenset[str]
    shifts: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One appointment of a journey; `slots[n - 1]` is its length for a party of n, the last for more.

    `desks`, told likewise, says at how many different desks at once it is held, all of them at one location.
    """

    id: str
    service: str
    slots: tuple[int, ...]
    after: tuple[str, ...] = ()
    result_days: int = 0
    desks: tuple[int, ...] = (1,)

    def length(self, party: int) -> int:
        """Length in slots for a party of `party` people."""
        return self.slots[min(party, len(self.slots)) - 1]

    def at_once(self, party: int) -> int:
        """Desks at once for a party of `party` people."""
        return self.desks[min(party, len(self.desks)) - 1]


@dataclass(frozen=True, slots=True)
class Journey:
    """The steps an arrival needs, in no order but the one their `after` demands."""

    id: str
    steps: tuple[Step, ...]

    def of(self, kept: Collection[str]) -> "Journey":
        """The same with some of its steps only; what came after another by way of one left out still does."""
        after = {step.id: step.after for step in self.steps}

        def before(step: str) -> Iterator[str]:
            for other in after[step]:
                yield from (other,) if other in kept else before(other)

        left = (step for step in self.steps if step.id in kept)
        return replace(self, steps=tuple(replace(s, after=tuple(dict.fromkeys(before(s.id)))) for s in left))


@dataclass(frozen=True, slots=True)
class Arrival:
    """A party that must complete its journey within a window.

    `available_day` is the day its `day` cost counts from; `deadline` (a slot) ends its last appointment and
    `deadline_day` (a position, may be -1) its last result. `ready_from` maps step ids to slots.
    """

    id: str
    journey: str
    party: int
    available_from: int
    deadline: int
    deadline_day: int
    languages: frozenset[str] = frozenset()
    unavailable: tuple[Span, ...] = ()
    ready_from: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Booking:
    """Time on a resource that is already given away."""

    resource: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Objective:
    """Prices of a plan: see `solver.cost`."""

    late: float = 10_000
    visit: float = 100
    wait_slot: float = 1
    day: float = 10


@dataclass(frozen=True)
class Instance:
    """Everything a plan depends on; `travel` holds slots for unordered pairs of locations, 0 if absent."""

    timezone: str
    slot_minutes: int
    days: tuple[date, ...]
    min_gap: int
    travel: Mapping[frozenset[str], int]
    objective: Objective
    resources: tuple[Resource, ...]
    journeys: Mapping[str, Journey]
    arrivals: tuple[Arrival, ...]
    booked: tuple[Booking, ...] = ()

    @property
    def slots_per_day(self) -> int:
        """Grid steps between two midnights."""
        return 24 * 60 // self.slot_minutes

    @cached_property
    def most_desks(self) -> int:
        """The most desks at once that any step takes."""
        return max((max(step.desks) for journey in self.journeys.values() for step in journey.steps), default=1)

    def gap(self, here: str, there: str) -> int:
        """Slots needed between consecutive appointments at two locations on one day."""
        return max(self.min_gap, self.travel.get(frozenset((here, there)), 0))

    @cached_property
    def resource_by_id(self) -> dict[str, Resource]:
        """Resources by their id."""
        return {resource.id: resource for resource in self.resources}
