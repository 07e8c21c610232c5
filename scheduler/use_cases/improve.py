"""Plans provisional times anew, as long as every promise is kept."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.application import Application
from scheduler.auditing import SERVICE, write_audit
from scheduler.domain.booking import Booking
from scheduler.exchanging import exchange
from scheduler.fixing import with_day_of_fixing
from scheduler.invitations import queue_final
from scheduler.replanning import made_room, moved_to, surroundings
from scheduler.standing import Found, Standing
from scheduler.store.capacity import ClaimLostError
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.use_cases.price_desks import ask_for_prices, price_due_regions
from scheduler.use_cases.propose import propose

_log = logging.getLogger(__name__)
_MOVE_PRICE = 1.0  # nobody is told of it, but a move must gain something
_MOST_ATTEMPTS, _MOST_PLANS = 3, 3  # plans of an attempt: all in time, some, or as late as they are
_GRACE = timedelta(minutes=10)


def improve_tonight(app: Application) -> bool:
    """Improve the regions whose night has come, each once a night whoever works; whether there was one."""
    with app.reading() as uow:
        regions = [(region.id, _night(region.timezone, app)) for region in uow.configuration.regions()]
    done = [_improve_once(app, region_id, night) for region_id, night in regions if night is not None]
    return any(done)


def improve(app: Application, region_id: str) -> int:
    """Give provisional bookings of a region better times where there are any, first those who are late; how many moved.

    A booking never loses its promise: where one of them would, nothing moves. Who gets times that are final is told.
    """
    for _ in range(_MOST_ATTEMPTS):
        with suppress(ClaimLostError):
            moved = _attempt(app, region_id)
            if moved is not None:
                return moved
        _log.info("region %s was booked while it was planned anew", region_id)
    return 0


def _improve_once(app: Application, region_id: str, night: date) -> bool:
    now = app.clock()
    with app.reading() as uow:
        if not uow.nights.is_due(region_id, night, now):
            return False
    with app.writing() as uow:
        longest = (_MOST_ATTEMPTS * _MOST_PLANS + 1) * app.settings.night_seconds  # and that of the proposal
        until = now + timedelta(seconds=longest) + _GRACE
        if not uow.nights.lease(region_id, night, now, until):
            return False
        uow.commit()
    ask_for_prices(app, region_id)
    price_due_regions(app)
    improve(app, region_id)
    propose(app, region_id)
    with app.writing() as uow:
        uow.nights.end(region_id, night, app.clock())
        uow.commit()
    return True


def _attempt(app: Application, region_id: str) -> int | None:
    """One try, planned while others book; None if a booking was changed meanwhile. Raises ClaimLostError."""
    now = app.clock()
    with app.reading() as uow:
        standing = _standing(uow, region_id, now)
        around = surroundings(uow, region_id, standing, now)
        move_price = _move_price(uow, region_id)
    if not standing:
        return 0
    found = made_room(app, around, standing, app.settings.night_seconds, move_price)
    with app.writing() as uow:
        uow.arrivals.lock(*(one.arrival.id for one in standing))
        if any(uow.bookings.get(one.booking.id) != one.booking for one in standing):
            return None
        changes = _changes(app, uow, standing, found, now)
        _apply(app, uow, region_id, changes)
        uow.commit()
    return len(changes)


def _move_price(uow: UnitOfWork, region_id: str) -> float:
    """What a move has to gain: where desks are priced a visit, lest nights undo what the prices keep free."""
    priced = uow.bid_prices.computed_at(region_id) is not None
    return uow.configuration.region(region_id).prices.visit if priced else _MOVE_PRICE


def _standing(uow: UnitOfWork, region_id: str, now: datetime) -> list[Standing]:
    bookings = uow.bookings.provisional(region_id)
    standing = (Standing(uow.arrivals.get(booking.arrival_id), booking) for booking in bookings)
    return [one for one in standing if not one.begun(now)]


def _changes(
    app: Application,
    uow: UnitOfWork,
    standing: Sequence[Standing],
    found: Found,
    now: datetime,
) -> list[tuple[Booking, Booking]]:
    """Bookings before and after, of those that move; none if a promise would be lost."""
    moving = [one for one in standing if not one.is_kept_by(found, now)]
    moved = [(one.booking, moved_to(uow, one, found[one.arrival.id], now)) for one in moving if one.arrival.id in found]
    if len(moved) < len(moving) or not all(after.keeps_promise_of(before) for before, after in moved):
        _log.error("region %s keeps its provisional times: a plan would lose a promise", standing[0].booking.region)
        return []
    return [(before, _as_told(with_day_of_fixing(uow, after, app.settings.lead_days, now))) for before, after in moved]


def _as_told(after: Booking) -> Booking:
    """Times that are better but so near that they become firm at once are told, as on any day of fixing."""
    return replace(after, sequence=after.sequence + 1) if after.times == "firm" else after


def _apply(app: Application, uow: UnitOfWork, region_id: str, changes: Sequence[tuple[Booking, Booking]]) -> None:
    exchange(uow, uow.configuration.region(region_id), changes)
    for before, after in changes:
        if after.times == "firm":
            queue_final(uow, uow.arrivals.get(after.arrival_id), after)
        details = {"from": before.appointments, "to": after.appointments}
        write_audit(app, uow, SERVICE, "improve", ("booking", after.id), **details)


def _night(timezone: str, app: Application) -> date | None:
    """The local day whose night has come, None before its hour."""
    local = app.clock().astimezone(ZoneInfo(timezone))
    return local.date() if local.hour >= app.settings.night_hour else None
