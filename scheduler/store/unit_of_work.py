"""The unit of work: everything a use case reads and writes, in one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from scheduler.store.appointments import AppointmentRepository
from scheduler.store.arrivals import ArrivalRepository, OfferRepository
from scheduler.store.background import PlanRepository, TokenRepository
from scheduler.store.bookings import BookingRepository, HoldRepository
from scheduler.store.capacity import CapacityRepository
from scheduler.store.configuration import ConfigurationRepository
from scheduler.store.database import Database
from scheduler.store.disruptions import DisruptionRepository
from scheduler.store.forecasts import BidPriceRepository, ForecastRepository
from scheduler.store.history import HistoryRepository
from scheduler.store.journal import AuditRepository, IdempotencyRepository, OutboxRepository
from scheduler.store.nights import NightRepository
from scheduler.store.proposals import ProposalRepository
from scheduler.store.rounds import RoundRepository
from scheduler.store.scenarios import ScenarioRepository
from scheduler.store.waiting import WaitingRepository


class UnitOfWork:
    """The repositories of one transaction, which is rolled back unless it is committed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.configuration = ConfigurationRepository(connection)
        self.arrivals = ArrivalRepository(connection)
        self.offers = OfferRepository(connection)
        self.holds = HoldRepository(connection)
        self.bookings = BookingRepository(connection)
        self.appointments = AppointmentRepository(connection)
        self.capacity = CapacityRepository(connection)
        self.disruptions = DisruptionRepository(connection)
        self.audit = AuditRepository(connection)
        self.outbox = OutboxRepository(connection)
        self.idempotency = IdempotencyRepository(connection)
        self.plans = PlanRepository(connection)
        self.nights = NightRepository(connection)
        self.proposals = ProposalRepository(connection)
        self.forecasts = ForecastRepository(connection)
        self.history = HistoryRepository(connection)
        self.bid_prices = BidPriceRepository(connection)
        self.waiting = WaitingRepository(connection)
        self.rounds = RoundRepository(connection)
        self.scenarios = ScenarioRepository(connection)
        self.tokens = TokenRepository(connection)

    def commit(self) -> None:
        """Make everything done so far last, capacity versions included."""
        self.capacity.flush()
        self._connection.commit()


@contextmanager
def writing(database: Database) -> Iterator[UnitOfWork]:
    """A unit of work that may write; on SQLite it waits until it is the only writer."""
    with database.writing() as connection:
        yield UnitOfWork(connection)


@contextmanager
def reading(database: Database) -> Iterator[UnitOfWork]:
    """A unit of work that sees one state of the database and writes nothing."""
    with database.reading() as connection:
        yield UnitOfWork(connection)
