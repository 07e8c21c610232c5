"""Whatever happens in whatever order, what is held for those who wait is held once and is worth it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import or_, select

from scheduler.application import Application
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookRequest
from scheduler.expiry import release_expired
from scheduler.store import tables as t
from scheduler.use_cases.book import book
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.end_waiting import end_waiting
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.leave_waiting import leave_waiting
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.read_arrival import get_arrival
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.stage import ACTOR, FRIDAY_BEFORE, Clock, booked, count, offered, once, registered
from tests.scheduler.waiting_room import entries, full_week, joined

LATER = datetime(2026, 9, 16, tzinfo=UTC)


def someone(app: Application, number: int) -> Arrival | None:
    """One of those who wait or are booked, if there are any, in the order in which they were registered."""
    booked_ids = select(t.bookings.c.active_arrival_id).where(t.bookings.c.active_arrival_id.is_not(None))
    here = or_(t.arrivals.c.id.in_(booked_ids), t.arrivals.c.id.in_(select(t.waiting.c.arrival_id)))
    with app.database.reading() as connection:
        ids = connection.execute(select(t.arrivals.c.id).where(here).order_by(t.arrivals.c.created_at)).scalars().all()
    return get_arrival(app, ids[number % len(ids)]) if ids else None


def wait_late(app: Application, _: int) -> None:
    """Somebody has a late booking, and waits for a better one."""
    arrival = registered(app)
    booked(app, offered(app, arrival, earliest=LATER)[0])
    joined(app, arrival)


def call_off(app: Application, number: int) -> None:
    """Somebody who is booked cancels."""
    arrival = someone(app, number)
    with app.reading() as uow:
        booking = uow.bookings.active(arrival.id) if arrival else None
    if booking is not None:
        cancel(app, ACTOR, booking.id, "changed plans")


def leave(app: Application, number: int) -> None:
    """Somebody waits no more."""
    arrival = someone(app, number)
    if arrival is not None:
        leave_waiting(app, ACTOR, arrival.id)


def erase(app: Application, number: int) -> None:
    """Somebody is forgotten."""
    arrival = someone(app, number)
    if arrival is not None:
        erase_arrival(app, ACTOR, arrival.id)


def take(app: Application, number: int) -> None:
    """Somebody answers what is offered to them."""
    held = [entry for entry in entries(app).values() if entry.hold is not None]
    if not held:
        return
    entry = held[number % len(held)]
    hold = entry.hold
    assert hold is not None
    with app.reading() as uow:
        booking = uow.bookings.active(entry.arrival_id)
    if booking is None:
        book(app, ACTOR, BookRequest(hold_id=hold.id), once())
    else:
        assert reschedule(app, ACTOR, booking.id, hold.offer_id).meets_deadline
    assert entry.arrival_id not in entries(app)


STEPS: dict[str, Callable[[Application, int], object]] = {
    "wait": lambda app, _: joined(app, registered(app)),
    "wait late": wait_late,
    "book": lambda app, _: booked(app, offered(app, registered(app))[0]),
    "cancel": call_off,
    "look": lambda app, _: offer_freed(app),
    "take": take,
    "leave": leave,
    "erase": erase,
    "let lapse": lambda *_: None,
}


def do(app: Application, clock: Clock, step: str, number: int) -> None:
    """One thing that happens, and what a worker clears up after it."""
    clock.forward(hours=4 if step == "let lapse" else 0, seconds=1)
    STEPS[step](app, number)
    release_expired(app)
    end_waiting(app)


def clear(app: Application) -> None:
    """Erase everybody, so that each example begins alike."""
    with app.database.reading() as connection:
        ids = connection.execute(select(t.arrivals.c.id).where(t.arrivals.c.contact.is_not(None))).scalars().all()
    for arrival_id in ids:
        erase_arrival(app, ACTOR, arrival_id)


def slots_had(app: Application) -> int:
    """Slots of everything that is held or booked."""
    had = t.appointments.c
    with app.database.reading() as connection:
        rows = connection.execute(select(had.start, had.end).where(had.cancelled_at.is_(None))).all()
    return sum((row.end - row.start) // timedelta(minutes=15) for row in rows)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example([("wait", 0), ("wait late", 0), ("cancel", 0), ("look", 0), ("let lapse", 0), ("look", 0), ("take", 0)])
@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 20)), min_size=4, max_size=14))
def test_each_slot_is_had_once_and_each_offer_is_in_time(
    app: Application, clock: Clock, happening: list[tuple[str, int]]
) -> None:
    """Each slot that is had is claimed once; what is held is in time, and was not offered to the same before."""
    clock.now = FRIDAY_BEFORE
    clear(app)
    full_week(app)
    for step, number in happening:
        do(app, clock, step, number)
        assert slots_had(app) == count(app, "claims")
        for entry in entries(app).values():
            begins = [offer.appointments[0].start for offer in entry.offers]
            assert len(set(begins)) == len(begins)
            if entry.hold is not None:
                assert entry.hold.appointments[-1].end <= entry.until
                assert clock.now < entry.hold.expires_at <= entry.hold.appointments[0].start
    offer_freed(app)
    assert offer_freed(app) == 0
