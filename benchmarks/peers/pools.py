"""Desks that stand in for one another, of which only the number free at a time matters.

Free stretches (shifts less booked time) of like desks on one day that all begin together, or all end together, form
a pool. Appointments that lie inside its longest stretch and never outnumber the stretches open at a time can be laid
out on its desks: taken from the other end, an appointment that finds all desks busy would meet them all at one slot.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from solver.instance import Arrival, Instance, Resource, Span, Step

Like = tuple[int, str, frozenset[str], frozenset[str]]  # day, location, services, languages


@dataclass(frozen=True)
class Pool:
    """Stretches of desks that are alike on a day; all have their start in common, or else their end."""

    day: int
    location: str
    services: frozenset[str]
    languages: frozenset[str]
    stretches: tuple[tuple[Span, str], ...]

    @cached_property
    def span(self) -> Span:
        """From the first opening to the last closing: the longest stretch."""
        return Span(min(s.start for s, _ in self.stretches), max(s.end for s, _ in self.stretches))

    @cached_property
    def closed(self) -> tuple[Span, ...]:
        """For each stretch that is shorter than the longest the part of it that is missing."""
        whole = self.span
        missing = (
            Span(whole.start, s.start) if s.start > whole.start else Span(s.end, whole.end) for s, _ in self.stretches
        )
        return tuple(span for span in missing if span.start < span.end)

    def open_at(self, slot: int) -> int:
        """Desks open in a slot."""
        return sum(stretch.start <= slot < stretch.end for stretch, _ in self.stretches)

    def serves(self, arrival: Arrival, step: Step) -> bool:
        """Whether its desks offer the step in a language of the arrival (rule 1)."""
        return step.service in self.services and (not arrival.languages or bool(arrival.languages & self.languages))

    def lay_out(self, spans: Iterable[tuple[int, int]]) -> dict[int, str]:
        """The desk of each span `(start, end)` by its position; spans keep to the numbers open."""
        backwards = len({stretch.start for stretch, _ in self.stretches}) == 1
        turned = [(-end, -start) if backwards else (start, end) for start, end in spans]
        opens = {desk: -stretch.end if backwards else stretch.start for stretch, desk in self.stretches}
        desks = {}
        for number in sorted(range(len(turned)), key=lambda n: turned[n]):
            start, end = turned[number]
            desks[number] = desk = next(name for name, free in opens.items() if free <= start)
            opens[desk] = end
        return desks


@dataclass(frozen=True)
class Axis:
    """Time with a night of its own after each day, as long as the longest gap.

    So a gap between two starts never has to ask whether they are on one day.
    """

    per_day: int
    night: int

    def at(self, slot: int) -> int:
        """Place of a slot that something starts in."""
        return slot + slot // self.per_day * self.night

    def slot(self, place: int) -> int:
        """Slot at a place that is not in a night."""
        day, slot = divmod(place, self.per_day + self.night)
        return day * self.per_day + slot


def axis_of(instance: Instance, pools: Sequence[Pool]) -> Axis:
    """The axis of an instance."""
    places = {pool.location for pool in pools}
    night = max((instance.gap(here, there) for here in places for there in places), default=0)
    return Axis(instance.slots_per_day, night)


def pools_of(instance: Instance) -> tuple[Pool, ...]:
    """The pools of an instance in order of day; every free stretch of every desk is in one of them."""
    alike: dict[Like, list[tuple[Span, str]]] = defaultdict(list)
    for desk in instance.resources:
        for span in _free_stretches(instance, desk):
            key = (span.start // instance.slots_per_day, desk.location, desk.services, desk.languages)
            alike[key].append((span, desk.id))
    found = (Pool(*key, tuple(members)) for key, stretches in alike.items() for members in _pooled(stretches))
    return tuple(sorted(found, key=lambda pool: (pool.day, pool.span.start, pool.span.end)))


def starts_in(instance: Instance, arrival: Arrival, step: Step, pool: Pool) -> tuple[range, ...]:
    """Starts of a step in a pool that keep to the window of its arrival (rules 2 and 5)."""
    if pool.day + step.result_days > min(arrival.deadline_day, len(instance.days) - 1):
        return ()
    length = step.length(arrival.party)
    first = max(pool.span.start, arrival.available_from, arrival.ready_from.get(step.id, 0))
    last = min(pool.span.end, arrival.deadline) - length
    # A start less than the step's length before an unavailable span, or inside it, overlaps it.
    taken = sorted((span.start - length, span.end) for span in arrival.unavailable)
    edges = [(first - 1, first), *taken, (last + 1, last + 2)]
    return tuple(_between(edges, last))


def _between(edges: Sequence[tuple[int, int]], last: int) -> Iterator[range]:
    """The gaps between spans of forbidden starts; each span is `(last before, first after)`."""
    free_from = edges[0][1]
    for before, after in edges[1:]:
        found = range(free_from, min(before, last) + 1)
        if found:
            yield found
        free_from = max(free_from, after)


def _pooled(stretches: Sequence[tuple[Span, str]]) -> Iterator[list[tuple[Span, str]]]:
    """Stretches in as few pools as a greedy choice needs: the largest that share a start or an end first."""
    left = list(stretches)
    while left:
        ends = Counter[tuple[str, int]]()
        for span, _ in left:
            ends.update((("start", span.start), ("end", span.end)))
        (end, slot), _ = min(ends.items(), key=lambda item: (-item[1], item[0]))
        chosen = [pair for pair in left if getattr(pair[0], end) == slot]
        left = [pair for pair in left if getattr(pair[0], end) != slot]
        yield chosen


def _free_stretches(instance: Instance, desk: Resource) -> Iterator[Span]:
    booked = sorted((b.start, b.end) for b in instance.booked if b.resource == desk.id)
    for shift in desk.shifts:
        free_from = shift.start
        for start, end in [*booked, (shift.end, shift.end)]:
            if free_from < min(start, shift.end):
                yield Span(free_from, min(start, shift.end))
            free_from = max(free_from, end)
