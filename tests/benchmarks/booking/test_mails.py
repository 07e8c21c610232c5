"""Mails are counted by what is in them."""

import shutil
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from benchmarks.booking.check import violations
from benchmarks.booking.mails import copies
from benchmarks.booking.postbox import postbox
from benchmarks.booking.service import prepare
from calendars.transport import SmtpTransport
from scheduler.bootstrap import build
from scheduler.domain.booking import BookRequest, Idempotency
from scheduler.domain.itinerary import OfferRequest
from scheduler.outbox import deliver_due
from scheduler.settings import Settings
from scheduler.use_cases.book import book
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.make_offers import make_offers
from scheduler.use_cases.register_arrival import register_arrival
from tests.benchmarks.booking.conftest import NEWCOMER


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A booking that stands and one that was cancelled, by the service itself, and their three mails."""
    url = f"sqlite:///{tmp_path}/onestop.db"
    prepare(url)
    app = build(Settings(database_url=url, spool_dir=tmp_path / "spool"))
    for number in range(2):
        arrival = register_arrival(app, "test", NEWCOMER)
        offer = make_offers(app, "test", arrival.id, OfferRequest()).offers[0]
        booking = book(app, "test", BookRequest(offer_id=offer.id), Idempotency(str(number), "", "test"))
        if number:
            cancel(app, "test", booking.id, "another plan")
    assert deliver_due(app) == 3
    app.close()
    return url


def test_mails_that_are_right_pass(url: str, tmp_path: Path) -> None:
    """An invitation and a cancellation of the same booking are two mails."""
    assert list(violations(url, spool=tmp_path / "spool")) == []


def test_a_mail_too_many_is_found(url: str, tmp_path: Path) -> None:
    """Under whatever name."""
    shutil.copy(next((tmp_path / "spool").glob("*.eml")), tmp_path / "spool" / "again.eml")
    (told,) = violations(url, spool=tmp_path / "spool")
    assert "2 mails of kind" in told


def test_a_copy_that_came_by_smtp_is_counted_and_no_fault(url: str, tmp_path: Path) -> None:
    """It has the Message-ID of the first; without the first it would be missed."""
    first = next((tmp_path / "spool").glob("*.eml"))
    shutil.copy(first, tmp_path / "spool" / "again.eml")
    assert list(violations(url, received=tmp_path / "spool")) == []
    assert copies(tmp_path / "spool") == 1
    first.unlink()
    (tmp_path / "spool" / "again.eml").unlink()
    (told,) = violations(url, received=tmp_path / "spool")
    assert "0 mails of kind" in told


def test_the_postbox_keeps_what_it_is_sent(tmp_path: Path) -> None:
    """Each time it is sent, in a process of its own that ends with the block."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "desk@onestop.example", "ada@onestop.example", "<1@onestop.example>"
    with postbox(tmp_path / "received") as port:
        for _ in range(2):
            SmtpTransport("127.0.0.1", port, starttls=False).send(mail)
    assert len(list((tmp_path / "received").glob("*.eml"))) == 2
    assert copies(tmp_path / "received") == 1


def test_a_mail_that_is_missing_is_found(url: str, tmp_path: Path) -> None:
    """Although the outbox says that it was sent."""
    next((tmp_path / "spool").glob("*.eml")).unlink()
    (told,) = violations(url, spool=tmp_path / "spool")
    assert "0 mails of kind" in told


def test_a_mail_of_nobody_and_one_not_sent_are_found(url: str, tmp_path: Path) -> None:
    """Neither a stray file nor a row that waits goes unseen."""
    (tmp_path / "spool" / "stray.eml").write_text("Subject: nothing\n\nnothing\n")
    with closing(sqlite3.connect(tmp_path / "onestop.db")) as connection:
        connection.execute("UPDATE outbox SET status = 'pending' WHERE id = 1")
        connection.commit()
    stray, waiting = violations(url, spool=tmp_path / "spool")
    assert stray == "stray.eml: a mail about no booking"
    assert waiting.endswith("1 mails of kind REQUEST are pending")
