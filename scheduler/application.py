"""The application: what every use case is given first."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from calendars.transport import Transport
from scheduler.availability import AvailabilityCache
from scheduler.settings import Settings
from scheduler.store.database import Database
from scheduler.store.unit_of_work import UnitOfWork, reading, writing
from solver.desk_prices import DeskPrices
from solver.instance import Arrival, Instance
from solver.plan import Plan
from solver.replan import Existing, Replanned


class Progress(Protocol):
    """How far a solver is."""

    @property
    def cost(self) -> float:
        """Cost of the best plan so far."""

    @property
    def bound(self) -> float:
        """Proven lower bound on the cost of every plan."""

    @property
    def late(self) -> int:
        """Arrivals the best plan does not serve."""

    @property
    def seconds(self) -> float:
        """Time spent."""


class Solve(Protocol):
    """A solver of planning problems that keeps to its time."""

    def __call__(
        self, instance: Instance, *, seconds: float, workers: int, on_progress: Callable[[Progress], None]
    ) -> Plan:
        """The best plan found within `seconds`."""


class Replan(Protocol):
    """A solver that starts from what stands, and keeps to its time."""

    def __call__(self, instance: Instance, existing: Existing, *, seconds: float, workers: int) -> Replanned:
        """The best plan found within `seconds`, and what it moves."""


class PriceDesks(Protocol):
    """What finds the bid prices of desks for samples of those who are expected."""

    def __call__(self, desks: Instance, futures: Sequence[Sequence[Arrival]], /) -> DeskPrices:
        """The prices, averaged over the samples."""


@dataclass(frozen=True)
class Application:
    """The parts of a running service; `clock` tells the time, aware, in UTC."""

    settings: Settings
    clock: Callable[[], datetime]
    database: Database
    transport: Transport
    solve: Solve
    replan: Replan
    price_desks: PriceDesks
    availability: AvailabilityCache = field(default_factory=AvailabilityCache)

    def writing(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that may write, rolled back unless committed."""
        return writing(self.database)

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that only reads."""
        return reading(self.database)

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
