"""Makes provisional times firm once their day has come, and sends the final invitation."""

from dataclasses import replace
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import SERVICE, write_audit
from scheduler.domain.booking import Booking
from scheduler.invitations import queue_final


def fix_times(app: Application) -> int:
    """Fix all times that are due; how many bookings these were."""
    tomorrow = app.clock().date() + timedelta(days=1)  # somewhere it has begun
    with app.reading() as uow:
        due = uow.bookings.to_fix(tomorrow)
    return sum(_fix(app, booking) for booking in due if _is_due(app, booking))


def _is_due(app: Application, booking: Booking) -> bool:
    today = app.clock().astimezone(booking.completes_by.tzinfo).date()
    return booking.status == "confirmed" and booking.fixes_on is not None and booking.fixes_on <= today


def _fix(app: Application, found: Booking) -> bool:
    """Fix the times of a booking, unless somebody else has just changed it."""
    with app.writing() as uow:
        uow.arrivals.lock(found.arrival_id)
        booking = uow.bookings.get(found.id)
        if not _is_due(app, booking):
            return False
        after = replace(
            booking,
            times="firm",
            fixes_on=None,
            version=booking.version + 1,
            sequence=booking.sequence + 1,
            updated_at=app.clock(),
        )
        uow.bookings.replace(after)
        queue_final(uow, uow.arrivals.get(booking.arrival_id), after)
        write_audit(app, uow, SERVICE, "fix", ("booking", booking.id), appointments=after.appointments)
        uow.commit()
    return True
