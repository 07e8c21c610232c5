"""Which moves of firm bookings may be proposed: none of what is near, and none that costs more than it saves."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from scheduler.application import Application
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Booking
from scheduler.domain.proposal import is_noticed
from scheduler.rearranging import cost_of
from scheduler.replanning import Surroundings

_DIGITS = 6  # of a price; what differs less is how computers count


@dataclass(frozen=True, slots=True)
class Change:
    """A booking as it is and as it would be; `after` is None where it has to stay as it is."""

    arrival: Arrival
    before: Booking
    after: Booking | None

    @property
    def is_noticed(self) -> bool:
        """Whether its people would have to be told."""
        return self.after is not None and is_noticed(self.before.appointments, self.after.appointments)


def protected_until(app: Application, now: datetime) -> datetime:
    """Until when nothing moves that people were told is firm, and nothing is moved to."""
    return now + timedelta(hours=app.settings.protected_hours)


def worthwhile(around: Surroundings, changes: Sequence[Change]) -> tuple[tuple[Change, ...], float]:
    """Those changes that save more than the price of a visit for each that is noticed, and what they save.

    Bookings that exchange places are judged together, and stay together where it is not enough.
    """
    visit = around.frame.setup.region.prices.visit
    kept: list[Change] = []
    gain = 0.0
    for group in _groups(change for change in changes if change.after != change.before):
        saved = round(sum(_saved(around, change) for change in group), _DIGITS)
        if saved > visit * sum(change.is_noticed for change in group):
            kept += group
            gain += saved
    return tuple(kept), gain


def _groups(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes in groups of which none takes what one of another group has."""
    groups: list[list[Change]] = []
    for change in changes:
        linked: list[list[Change]] = []
        apart: list[list[Change]] = []
        for group in groups:
            (linked if any(_are_linked(change, other) for other in group) else apart).append(group)
        groups = [*apart, [change, *chain.from_iterable(linked)]]
    return groups


def _are_linked(one: Change, other: Change) -> bool:
    return any(chain(_taken_from(one, other), _taken_from(other, one)))


def _taken_from(one: Change, other: Change) -> Iterator[bool]:
    """For each two appointments, whether one would be at the desk and the time that the other has."""
    for after in one.after.appointments if one.after else ():
        for before in other.before.appointments:
            same = {*after.desks} & {*before.desks}
            yield bool(same) and after.start < before.end and before.start < after.end


def _saved(around: Surroundings, change: Change) -> float:
    if change.after is None:
        return float("-inf")
    journeys = [around.journeys[change.arrival.journey]]
    before, after = (cost_of(around.frame, journeys, change.arrival, each) for each in (change.before, change.after))
    return before - after
