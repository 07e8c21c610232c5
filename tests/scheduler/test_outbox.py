"""Deliveries: at least once, in order, and never for ever."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email.message import EmailMessage, Message
from pathlib import Path
from sqlite3 import OperationalError as SqliteError

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from calendars.mail import invitation_message
from calendars.transport import DeliveryError, SpoolTransport
from scheduler.application import Application
from scheduler.outbox import deliver_due
from scheduler.store.database import Database
from scheduler.use_cases.cancel import cancel
from tests.scheduler.stage import ACTOR, Clock, Mailbox, booked, offered, registered


class LockedDatabase(Database):
    """One that another program keeps for itself while some transactions are asked for, once it is told to."""

    refusals = 0

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Refused as SQLite does that has waited long enough."""
        if self.refusals:
            self.refusals -= 1
            raise OperationalError("BEGIN IMMEDIATE", None, SqliteError("database is locked"))
        with super().writing() as connection:
            yield connection


@dataclass
class LockingMailbox(Mailbox):
    """A transport that finds the database locked for three transactions whenever it was given a mail."""

    database: LockedDatabase = field(default_factory=lambda: LockedDatabase("sqlite://"))

    def send(self, message: EmailMessage) -> None:
        """Keep a message, or fail, while others take the database."""
        self.database.refusals = 3
        super().send(message)


@pytest.fixture(name="locked")
def locked_fixture(app: Application, migrated_url: str) -> Iterator[Application]:
    """The service on a database that is locked as soon as a mail is out."""
    database = LockedDatabase(migrated_url)
    hasty = app.settings.model_copy(update={"poll_seconds": 0.01})
    yield replace(app, settings=hasty, database=database, transport=LockingMailbox(database=database))
    database.close()


def first_calendars(mailbox: Mailbox) -> list[Message]:
    """The first calendar in each message."""
    found = ([part for part in mail.walk() if part.get_content_type() == "text/calendar"] for mail in mailbox.messages)
    return [parts[0] for parts in found]


def _leased(app: Application) -> EmailMessage:
    """The mail of the next invitation, leased by a worker that does nothing more with it."""
    with app.writing() as uow:
        message = uow.outbox.lease(app.clock(), app.clock() + timedelta(minutes=5))
        uow.commit()
    assert message is not None
    return invitation_message(message.invitation, message.method)


def test_a_booking_sends_one_mail(app: Application, mailbox: Mailbox) -> None:
    """On confirmation one mail goes to the contact, with an invitation to each appointment."""
    booked(app, offered(app, registered(app))[0])
    assert deliver_due(app) == 1
    assert deliver_due(app) == 0
    (message,) = mailbox.messages
    assert message["To"].addresses[0].addr_spec == "ada@onestop.example"
    assert sum(part.get_content_type() == "text/calendar" for part in message.walk()) == 3


def test_a_hold_sends_nothing(app: Application, mailbox: Mailbox) -> None:
    """Nobody is invited to what is not booked."""
    offered(app, registered(app))
    assert deliver_due(app) == 0
    assert mailbox.messages == []


def test_a_mail_that_fails_is_tried_again_later_each_time(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """After half a minute, then twice as long; what comes after it waits for it."""
    booking = booked(app, offered(app, registered(app))[0])
    mailbox.failure = DeliveryError("server away", permanent=False)
    assert deliver_due(app) == 0
    cancel(app, ACTOR, booking.id, "changed plans")
    mailbox.failure = None
    assert deliver_due(app) == 0
    clock.forward(seconds=30)
    assert deliver_due(app) == 2
    assert [part.get_param("method") for part in first_calendars(mailbox)] == ["REQUEST", "CANCEL"]


def test_a_mail_that_nobody_takes_is_given_up(
    app: Application, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    """A permanent failure is logged without the person, and what named the person is gone."""
    booked(app, offered(app, registered(app))[0])
    mailbox.failure = DeliveryError("no such mailbox", permanent=True)
    assert deliver_due(app) == 0
    mailbox.failure = None
    assert deliver_due(app) == 0
    assert "given up: no such mailbox" in caplog.text
    assert "ada" not in caplog.text.lower()
    with app.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT status, invitation FROM outbox").one()
    assert tuple(row) == ("failed", None)


def test_patience_ends(app: Application, mailbox: Mailbox, clock: Clock) -> None:
    """A server that stays away for twenty attempts ends them."""
    booked(app, offered(app, registered(app))[0])
    mailbox.failure = DeliveryError("server away", permanent=False)
    for _ in range(25):
        deliver_due(app)
        clock.forward(hours=1)
    mailbox.failure = None
    assert deliver_due(app) == 0


def test_a_crash_between_sending_and_settling_leaves_one_mail(app: Application, clock: Clock, tmp_path: Path) -> None:
    """Another worker sends it again once the lease of the one that was killed is over, under the same name."""
    booked(app, offered(app, registered(app))[0])
    spooled = replace(app, transport=SpoolTransport(tmp_path / "spool"))
    spooled.transport.send(_leased(app))
    assert deliver_due(spooled) == 0
    clock.forward(minutes=5)
    assert deliver_due(spooled) == 1
    assert len(list((tmp_path / "spool").glob("*.eml"))) == 1


def test_a_lock_when_it_is_to_be_settled_leaves_one_mail(
    locked: Application, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """What is out is noted as soon as the database can be used, so that no lease that ends sends it again."""
    booked(locked, offered(locked, registered(locked))[0])
    assert deliver_due(locked) == 1
    clock.forward(minutes=5)
    assert deliver_due(locked) == 0
    assert len(locked.transport.messages) == 1  # type: ignore[attr-defined] # a mailbox
    assert caplog.text.count("not settled yet: OperationalError") == 3


def test_a_lock_when_a_failure_is_to_be_settled_counts_it_all_the_same(locked: Application, clock: Clock) -> None:
    """A mail that did not go out is tried again when it is its time, not when its lease is over."""
    booked(locked, offered(locked, registered(locked))[0])
    locked.transport.failure = DeliveryError("server away", permanent=False)  # type: ignore[attr-defined]
    assert deliver_due(locked) == 0
    locked.transport.failure = None  # type: ignore[attr-defined]
    clock.forward(seconds=30)
    assert deliver_due(locked) == 1


def test_workers_share_the_mail(app: Application, mailbox: Mailbox) -> None:
    """However many deliver at the same moment, each invitation goes out once."""
    for _ in range(6):
        booked(app, offered(app, registered(app))[0])
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(deliver_due, [app] * 4)) == 6
    assert len({message["Message-ID"] for message in mailbox.messages}) == len(mailbox.messages) == 6


def test_what_a_worker_delivers_holds_back_what_comes_after_it(app: Application, mailbox: Mailbox) -> None:
    """While the invitation is on its way the cancellation waits, and no other booking's mail does."""
    booking = booked(app, offered(app, registered(app))[0])
    cancel(app, ACTOR, booking.id, "changed plans")
    _leased(app)
    booked(app, offered(app, registered(app))[0])
    assert deliver_due(app) == 1
    (message,) = first_calendars(mailbox)
    assert message.get_param("method") == "REQUEST"
