"""What would have served a late arrival: changes of an instance, each with the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from solver.instance import Arrival, Instance, Resource, Span
from solver.wall_time import WallClock

Order = tuple[str, str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DeskKind:
    """What desks of one kind have in common; their shifts may differ."""

    agency: str
    location: str
    services: frozenset[str]
    languages: frozenset[str]

    @property
    def order(self) -> Order:
        """A key to sort kinds by."""
        return self.agency, self.location, tuple(sorted(self.services)), tuple(sorted(self.languages))


def kind_of(desk: Resource) -> DeskKind:
    """The kind of a desk."""
    return DeskKind(desk.agency, desk.location, desk.services, desk.languages)


def desks_by_kind(instance: Instance) -> Mapping[DeskKind, tuple[Resource, ...]]:
    """The desks of an instance by kind, in an order that does not depend on theirs."""
    kinds = sorted({kind_of(desk) for desk in instance.resources}, key=lambda kind: kind.order)
    return {kind: tuple(desk for desk in instance.resources if kind_of(desk) == kind) for kind in kinds}


@dataclass(frozen=True, slots=True)
class ExtraDesk:
    """One more desk of a kind, open for a span of one day; `spoken` is the language it is there for, if any."""

    kind: DeskKind
    span: Span
    spoken: str = ""

    def applied(self, instance: Instance) -> Instance:
        """The instance with the desk."""
        kind = self.kind
        desk = Resource(self.name(instance), kind.agency, kind.location, kind.services, kind.languages, (self.span,))
        return replace(instance, resources=(*instance.resources, desk))

    def name(self, instance: Instance) -> str:
        """The id that the desk gets: one that no other has."""
        taken = instance.resource_by_id
        return next(name for n in range(len(taken) + 1) if (name := f"extra-{n + 1}") not in taken)

    def told(self, instance: Instance) -> str:
        """One ind desk on 8 September between 09:00 and 12:00."""
        clock = WallClock(instance.days, instance.slot_minutes)
        start, end = clock.moment(self.span.start), clock.moment(self.span.end, is_end=True)
        language = f" that speaks {self.spoken}" if self.spoken else ""
        hours = f"between {start:%H:%M} and {end:%H:%M}"
        return f"one {self.kind.agency} desk{language} on {day_told(start)} {hours}"


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A desk that is there speaks one more language."""

    desk: str
    language: str

    def applied(self, instance: Instance) -> Instance:
        """The instance with a desk that speaks it."""
        desks = (
            replace(desk, languages=desk.languages | {self.language}) if desk.id == self.desk else desk
            for desk in instance.resources
        )
        return replace(instance, resources=tuple(desks))

    def told(self, instance: Instance) -> str:
        """Gemeente desk gemeente-1 speaking de."""
        return f"{instance.resource_by_id[self.desk].agency} desk {self.desk} speaking {self.language}"


@dataclass(frozen=True, slots=True)
class LaterDeadline:
    """An arrival may be done so many of the listed days later."""

    arrival: str
    days: int

    def applied(self, instance: Instance) -> Instance:
        """The instance with the deadline moved."""
        late = arrival_named(instance, self.arrival)
        deadline = late.deadline + self.days * instance.slots_per_day
        return _with_arrival(instance, replace(late, deadline=deadline, deadline_day=late.deadline_day + self.days))

    def told(self, instance: Instance) -> str:
        """A deadline one day later, on 11 September, ..."""
        day = instance.days[arrival_named(instance, self.arrival).deadline_day + self.days]
        return f"a deadline {_days(self.days)} later, on {day_told(day)},"


@dataclass(frozen=True, slots=True)
class EarlierStart:
    """An arrival is available so many of the listed days earlier."""

    arrival: str
    days: int

    def applied(self, instance: Instance) -> Instance:
        """The instance with the arrival there earlier."""
        late = arrival_named(instance, self.arrival)
        return _with_arrival(
            instance, replace(late, available_from=late.available_from - self.days * instance.slots_per_day)
        )

    def told(self, instance: Instance) -> str:
        """Being available one day earlier, on 7 September, ..."""
        first = arrival_named(instance, self.arrival).available_from // instance.slots_per_day
        day = instance.days[first - self.days]
        return f"being available {_days(self.days)} earlier, on {day_told(day)},"


Change = ExtraDesk | SpokenLanguage | LaterDeadline | EarlierStart
Remedy = tuple[Change, ...]


def with_remedy(instance: Instance, remedy: Remedy) -> Instance:
    """The instance with every change of a remedy made."""
    for change in remedy:
        instance = change.applied(instance)
    return instance


def desks_of(remedy: Remedy) -> tuple[ExtraDesk, ...]:
    """The desks among the changes of a remedy."""
    return tuple(change for change in remedy if isinstance(change, ExtraDesk))


def tell(remedy: Remedy, instance: Instance) -> str:
    """The changes in words, to be followed by what they would have done."""
    return " and ".join(change.told(instance) for change in remedy)


def day_told(day: date) -> str:
    """A day in words: 8 September."""
    return f"{day.day} {day:%B}"


def arrival_named(instance: Instance, name: str) -> Arrival:
    """An arrival by its id."""
    return next(arrival for arrival in instance.arrivals if arrival.id == name)


def _with_arrival(instance: Instance, changed: Arrival) -> Instance:
    arrivals = tuple(changed if arrival.id == changed.id else arrival for arrival in instance.arrivals)
    return replace(instance, arrivals=arrivals)


def _days(count: int) -> str:
    return "one day" if count == 1 else f"{count} days"
