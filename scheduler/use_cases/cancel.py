"""Cancels a booking, or some steps of it."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.errors import InvalidInput
from scheduler.domain.privacy import check_name
from scheduler.expiry import release_hold_of
from scheduler.invitations import queue_cancellation
from scheduler.rearranging import check_steps, completion
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import changeable_booking, require_not_begun
from scheduler.waiting import stop_waiting


def cancel(
    app: Application,
    actor: str,
    booking_id: str,
    reason: str,
    *,
    steps: tuple[str, ...] | None = None,
    if_match: int | None = None,
) -> Booking:
    """The booking without its appointments, or without those of the named steps; their slots are free again.

    Who cancels waits for nothing better any more. Raises NotFound, NotBooked, StaleVersion, VisitBegun or InvalidInput.
    """
    check_name("/reason", reason)
    with app.writing() as uow:
        booking = changeable_booking(uow, booking_id, if_match)
        require_not_begun(each for each in booking.appointments if steps is None or each.step in steps)
        cancelled = cancel_within(app, uow, actor, booking, reason, _given_up(uow, booking, steps))
        entry = uow.waiting.find(booking.arrival_id)
        if entry is not None:
            stop_waiting(app, uow, actor, entry, "cancelled")
        uow.commit()
    return cancelled


def cancel_within(
    app: Application,
    uow: UnitOfWork,
    actor: str,
    booking: Booking,
    reason: str,
    given_up: Sequence[BookedAppointment],
) -> Booking:
    """Cancel some appointments of a booking in the caller's transaction, visits that have begun too."""
    arrival = uow.arrivals.get(booking.arrival_id)
    kept = tuple(each for each in booking.appointments if each not in given_up)
    now = app.clock()
    after = replace(
        booking, appointments=kept, version=booking.version + 1, sequence=booking.sequence + 1, updated_at=now
    )
    after = _shortened(uow, arrival, after) if kept else _ended(after, reason)
    release_hold_of(uow, booking.arrival_id)  # it goes with what was booked
    uow.capacity.free(booking.region, given_up)
    uow.appointments.cancel(given_up, now)
    uow.bookings.replace(after)
    queue_cancellation(uow, arrival, after, given_up)
    steps = [each.step for each in given_up] if kept else "all"
    write_audit(app, uow, actor, "cancel", ("booking", booking.id), steps=steps)
    return after


def _given_up(uow: UnitOfWork, booking: Booking, steps: tuple[str, ...] | None) -> tuple[BookedAppointment, ...]:
    """The appointments of some steps, all if none are named; raises InvalidInput where others wait for them."""
    if steps is None:
        return booking.appointments
    journey = uow.configuration.journey(uow.arrivals.get(booking.arrival_id).journey)
    check_steps(journey, steps)
    held = {each.step for each in booking.appointments}
    for number, step in enumerate(steps):
        if step not in held:
            raise InvalidInput(f"/steps/{number}", step, f"one of the booked steps {', '.join(sorted(held))}")
    for step in sorted(held.difference(steps)):
        missing = [other for other in journey.step_by_id[step].after if other in steps]
        if missing:
            raise InvalidInput("/steps", ", ".join(steps), f"to include {step}, which comes after {missing[0]}")
    return tuple(each for each in booking.appointments if each.step in steps)


def _shortened(uow: UnitOfWork, arrival: Arrival, booking: Booking) -> Booking:
    return replace(booking, completes_on=completion(uow, arrival, booking.appointments))


def _ended(booking: Booking, reason: str) -> Booking:
    return replace(booking, status="cancelled", completes_on=None, cancel_reason=reason)
