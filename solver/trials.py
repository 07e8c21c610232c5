"""Trials of what would serve a late arrival: the changed instance is planned anew around it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from solver.desk_prices import DeskPrices
from solver.instance import Instance, Span
from solver.plan import Plan
from solver.remedies import Change, ExtraDesk, Remedy, arrival_named, desks_of, with_remedy
from solver.rescue import rescued
from solver.surroundings import surroundings, window

_EDGES: tuple[Literal["start", "end"], ...] = ("start", "end")


class Trials:
    """The trials of one late arrival of a plan; `needless` tells whether one was served without any change."""

    def __init__(
        self, instance: Instance, plan: Plan, name: str, prices: DeskPrices, out_of_time: Callable[[], bool]
    ) -> None:
        self._instance, self._plan, self._name, self._prices = instance, plan, name, prices
        self.out_of_time, self.needless = out_of_time, False

    def serves(self, remedy: Remedy) -> Remedy | None:
        """What a verified plan with one fewer late uses of a remedy, None if no such plan is found."""
        changed = with_remedy(self._instance, remedy)
        days = window(changed, arrival_named(changed, self._name))
        cut, known = surroundings(changed, self._plan, (self._name,), days)
        found = rescued(cut, known, self._prices, self.out_of_time)
        if found.late:
            return None
        added = [desk.id for desk in changed.resources[len(self._instance.resources) :]]
        used = tuple(_used(remedy, added, found))
        self.needless |= not used
        return used

    def confirmed(self, remedies: Iterable[Remedy]) -> Iterator[Remedy]:
        """What is used of those remedies that serve it, as long as time lasts."""
        for remedy in remedies:
            if self.out_of_time():
                return
            found = self.serves(remedy)
            if found:
                yield found

    def narrowed(self, remedy: Remedy) -> Remedy:
        """A confirmed remedy of desks alone, each opened as late, and then closed as early, as still serves."""
        for n in range(len(remedy)):
            for edge in _EDGES:
                remedy = self._halved(remedy, n, edge)
        return remedy

    def _halved(self, remedy: Remedy, n: int, edge: Literal["start", "end"]) -> Remedy:
        """The remedy with one edge of the n-th desk moved in as far as can be, found by halves."""
        refused: int | None = None
        while not self.out_of_time():
            desk = desks_of(remedy)[n]
            good, bad = (desk.span.start, desk.span.end) if edge == "start" else (desk.span.end, desk.span.start)
            if refused is not None and abs(refused - good) < abs(bad - good):
                bad = refused
            if abs(bad - good) < 2:
                break
            middle = (good + bad) // 2
            tried = replace(desk, span=replace(desk.span, **{edge: middle}))
            found = self.serves((*remedy[:n], tried, *remedy[n + 1 :]))
            if found is not None and len(found) == len(remedy):
                remedy = found
            else:
                refused = middle
        return remedy


def length(remedy: Remedy) -> int:
    """Slots for which the desks of a remedy are open."""
    return sum(desk.span.end - desk.span.start for desk in desks_of(remedy))


def _used(remedy: Remedy, added: Sequence[str], found: Plan) -> Iterator[Change]:
    """The changes of a remedy without the hours that none of the `added` desks works, and without those idle."""
    names = iter(added)
    for change in remedy:
        if not isinstance(change, ExtraDesk):
            yield change
            continue
        name = next(names)
        held = [a for itinerary in found.itineraries for a in itinerary.appointments if a.resource == name]
        if held:
            yield replace(change, span=Span(min(a.start for a in held), max(a.end for a in held)))
