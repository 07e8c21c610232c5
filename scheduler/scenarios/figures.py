"""What one replication of a scenario measured."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Hour:
    """An hour of the week at an agency: `weekday` 1 for Monday to 7 for Sunday, `hour` 0 to 23."""

    agency: str
    weekday: int
    hour: int


@dataclass(frozen=True, slots=True)
class Use:
    """Desk hours: `open`, and of these `booked`."""

    open: float
    booked: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and sums over the arrivals that count, so that replications can be added up.

    `arrivals`: who asked, did not cancel, and came. `within`: of these, who is done by the deadline. `late`: the
    others, by the agency whose desks were missing (`several` where one alone would not have helped, `window` where
    nothing would). `unserved`: of the late, who was not served afterwards either. `days_to_done`, `days_to_bsn`: [n]
    arrivals n calendar days after they could come. `visits`: days on which they came, all together. `idle_minutes`:
    between appointments, beyond the gap needed there. `desk_minutes`: waiting at the desk since others took longer,
    of `appointments` that were held. `walk_ins` of those who `walked_in` were seen on that day, after `walk_in_minutes`
    all together. `cost`: of the plan, in the prices of the region. `roster_cost`: of the desks that were open.
    `moves`: times changed before they were firm. `displaced`: times that an arrival was to come to a desk that stayed
    shut, of desks that did so for `absent_hours`. `overtime_minutes`: worked on after a shift. `weeks`: [week] arrivals
    of it and who of them is done in time, for batch means.
    """

    seed: int
    arrivals: int
    within: int
    late: Mapping[str, int]
    unserved: int
    days_to_done: tuple[int, ...]
    days_to_bsn: tuple[int, ...]
    visits: int
    idle_minutes: float
    appointments: int
    desk_minutes: float
    overtime_minutes: float
    walk_ins: int
    walk_in_minutes: float
    no_shows: int
    cancellations: int
    moves: int
    cost: float
    roster_cost: float
    use: Mapping[Hour, Use]
    weeks: tuple[tuple[int, int], ...]
    displaced: int = 0  # figures kept before they were measured have none
    absent_hours: float = 0.0
    walked_in: int = 0
