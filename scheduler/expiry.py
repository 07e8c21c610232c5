"""Gives back what holds keep, when they end or their time is over."""

from scheduler.application import Application
from scheduler.store.bookings import HoldRecord
from scheduler.store.unit_of_work import UnitOfWork


def release_expired(app: Application) -> None:
    """Release the holds whose time is over; opens a writing transaction only where there are any."""
    now = app.clock()
    with app.reading() as uow:
        overdue = uow.holds.expired(now)
    if overdue:
        with app.writing() as uow:
            uow.arrivals.lock(*(hold.arrival_id for hold in overdue))
            for hold in uow.holds.expired(now):
                release_hold(uow, hold)
            uow.commit()


def release_hold(uow: UnitOfWork, hold: HoldRecord) -> None:
    """Give back what a hold keeps and make it inactive."""
    region_id = uow.arrivals.region_of(hold.arrival_id)
    uow.capacity.free(region_id, uow.appointments.of_hold(hold.id))
    uow.appointments.remove_hold(hold.id)
    end_hold(uow, hold.id)


def end_hold(uow: UnitOfWork, hold_id: str) -> None:
    """Make a hold inactive, and see that nobody is told of it any more."""
    uow.outbox.withdraw(hold_id)
    uow.holds.end(hold_id)


def release_hold_of(uow: UnitOfWork, arrival_id: str) -> None:
    """Release the hold of an arrival, if it has one."""
    hold = uow.holds.active(arrival_id)
    if hold is not None:
        release_hold(uow, hold)
