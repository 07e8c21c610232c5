"""Puts an application together."""

from collections.abc import Callable
from datetime import datetime

from calendars.transport import SmtpTransport, SpoolTransport, Transport
from scheduler.application import Application, PriceDesks, Replan, Solve
from scheduler.settings import Settings
from scheduler.store.clock import DatabaseClock
from scheduler.store.database import Database
from solver.child import bid_prices_in_child, replan_in_child, solve_in_child


def build(
    settings: Settings,
    *,
    clock: Callable[[], datetime] | None = None,
    transport: Transport | None = None,
    solve: Solve | None = None,
    replan: Replan | None = None,
    price_desks: PriceDesks | None = None,
) -> Application:
    """The application of some settings, its database brought to this version's schema."""
    database = Database(settings.database_url)
    database.migrate()
    return Application(
        settings=settings,
        clock=clock or DatabaseClock(database),
        database=database,
        transport=transport or _transport(settings),
        solve=solve or solve_in_child,
        replan=replan or replan_in_child,
        price_desks=price_desks or bid_prices_in_child,
    )


def _transport(settings: Settings) -> Transport:
    if settings.smtp_host is None:
        return SpoolTransport(settings.spool_dir)
    password = settings.smtp_password
    return SmtpTransport(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_username,
        None if password is None else password.get_secret_value(),
        settings.smtp_starttls,
    )
