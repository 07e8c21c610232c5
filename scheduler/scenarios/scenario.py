"""A scenario: who comes, which desks there are, how requests are answered, for how long, and how often it is tried.

It holds everything that its figures depend on. Where it came from (a file, a form, the live region) is not its matter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.domain.agency import Agency, AgencyClosure, Region, Resource
from scheduler.domain.journey import Journey
from scheduler.scenarios.policy import Policy

Languages = frozenset[str]


@dataclass(frozen=True, slots=True)
class Season:
    """Days of every year, as (month, day), both included, on which `factor` times as many come."""

    first: tuple[int, int]
    last: tuple[int, int]
    factor: float


@dataclass(frozen=True, slots=True)
class Intake:
    """A group that comes on one day, on top of everybody else: `parties` of so many people each."""

    day: date
    parties: int
    journey: str
    party: int = 1
    languages: Languages = frozenset()
    lead_days: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """Who comes, on average, and what they do.

    `weekly`: arrivals a week, times the season. Weights: `journeys` by id, `parties` of 1, 2, ... people, `languages`
    of sets of which one suffices (any, if empty), `weekdays` of Monday to Sunday, `leads` of asking 0, 1, ... calendar
    days beforehand. `seasons` hold every day of the year once, or there are none. Shares, 0 to 1: `walk_ins` come
    without asking before, `no_shows` do not come, `cancellations` say so some time before they would have come.
    `spread`: standard deviation of how long an appointment takes, as a share of what is planned for it.
    """

    weekly: float
    journeys: Mapping[str, float]
    parties: tuple[float, ...] = (1.0,)
    languages: tuple[tuple[Languages, float], ...] = ((frozenset(), 1.0),)
    weekdays: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0)
    leads: tuple[float, ...] = (1.0,)
    seasons: tuple[Season, ...] = ()
    intakes: tuple[Intake, ...] = ()
    walk_ins: float = 0.0
    no_shows: float = 0.0
    cancellations: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """`count` desks like `desk`, whose id is the group's; `hourly` is what one of them costs an open hour.

    They are there on the days from `between[0]` to `between[1]` only, where these are given.
    """

    desk: Resource
    count: int = 1
    hourly: float = 0.0
    between: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """The region with its promise, prices and grid, its agencies, desks and the days on which they are shut.

    `absences`: the share of its days on which a desk stays shut, which nobody knows before.
    """

    region: Region
    agencies: tuple[Agency, ...]
    journeys: tuple[Journey, ...]
    desks: tuple[DeskGroup, ...]
    closures: tuple[AgencyClosure, ...] = ()
    absences: float = 0.0


@dataclass(frozen=True, slots=True)
class Horizon:
    """Days that are simulated, `first` to `last`; arrivals of the `warm_up` days at the start count in no figure."""

    first: date
    last: date
    warm_up: timedelta = timedelta(0)

    @property
    def counted_from(self) -> date:
        """The first day whose arrivals count."""
        return self.first + self.warm_up


@dataclass(frozen=True, slots=True)
class Scenario:
    """`bsn_service`: the service whose appointment gives the citizen service number.

    `overbooking`: desks that are given away beyond those there are, by agency.
    """

    name: str
    capacity: Capacity
    demand: Demand
    horizon: Horizon
    policy: Policy = field(default_factory=Policy)
    overbooking: Mapping[str, int] = field(default_factory=dict)
    bsn_service: str = "registration"
    replications: int = 20
    seed: int = 1
