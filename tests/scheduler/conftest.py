"""Fixtures: a service on a database file of its own, with the example region in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.demo.seed import seed_demo
from scheduler.settings import Settings
from solver.bid_prices import bid_prices
from solver.replan import replan
from tests.scheduler.stage import Clock, Mailbox


@pytest.fixture
def clock() -> Clock:
    """The Friday before the week of the tests."""
    return Clock()


@pytest.fixture
def mailbox() -> Mailbox:
    """Where the mail of the tests goes."""
    return Mailbox()


@pytest.fixture
def app(migrated_url: str, tmp_path: Path, clock: Clock, mailbox: Mailbox) -> Iterator[Application]:
    """The service with the example region."""
    settings = Settings(
        database_url=migrated_url, spool_dir=tmp_path / "spool", replan_seconds=1, night_seconds=2, group_seconds=1
    )
    application = build(settings, clock=clock, transport=mailbox, replan=replan, price_desks=bid_prices)
    seed_demo(application)
    yield application
    application.close()
