"""Changes what is known of an arrival."""

from dataclasses import replace
from datetime import datetime

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival, ArrivalChanges, check_contact, check_party, check_times, check_unavailable
from scheduler.domain.booking import Booking
from scheduler.domain.errors import AlreadyBooked
from scheduler.expiry import release_hold_of
from scheduler.invitations import queue_cancellation, queue_invitation
from scheduler.promise import promised_term
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.use_cases.register_arrival import check_ready_from
from scheduler.waiting import tell_again


def amend_arrival(app: Application, actor: str, arrival_id: str, changes: ArrivalChanges) -> Arrival:
    """The arrival as changed; its offers and hold end, since they were made for what it was, not for its contact.

    A booked arrival can change its contact only. A new contact is invited, and told what is held while it waits. Raises
    NotFound, InvalidInput or AlreadyBooked.
    """
    _check(changes)
    with app.writing() as uow:
        uow.arrivals.lock(arrival_id)
        before = uow.arrivals.get(arrival_id)
        after = _amended(uow, before, changes, app.clock())
        booking = uow.bookings.active(arrival_id)
        if not changes.only_contact:
            _end_what_was_offered(uow, after, booking)
        uow.arrivals.replace(after)
        if after.contact != before.contact:
            _tell(app, uow, booking, before, after)
        write_audit(app, uow, actor, "amend", ("arrival", arrival_id), fields=_changed_fields(changes))
        uow.commit()
    return after


def _check(changes: ArrivalChanges) -> None:
    if changes.party is not None:
        check_party(changes.party)
    if changes.contact is not None:
        check_contact(changes.contact)
    if changes.unavailable is not None:
        check_unavailable(changes.unavailable)
    check_times(changes.times)


def _amended(uow: UnitOfWork, arrival: Arrival, changes: ArrivalChanges, now: datetime) -> Arrival:
    changed = {name: getattr(changes, name) for name in _changed_fields(changes)}
    after = replace(arrival, updated_at=now, **changed)
    check_ready_from(uow.configuration.journey(after.journey), after.arrives_on, after.ready_from)
    if changes.arrives_on is None and changes.available_from is None:
        return after
    start = changes.available_from
    term = promised_term(uow.configuration.setup(after.region), after.arrives_on, start, now)
    return replace(after, available_from=term.available_from, deadline=term.deadline, deadline_reason=term.reason)


def _changed_fields(changes: ArrivalChanges) -> list[str]:
    return [name for name in ArrivalChanges.__slots__ if getattr(changes, name) is not None]


def _end_what_was_offered(uow: UnitOfWork, arrival: Arrival, booking: Booking | None) -> None:
    if booking is not None:
        raise AlreadyBooked(arrival.id, booking.id)
    release_hold_of(uow, arrival.id)
    uow.offers.withdraw(arrival.id)
    if uow.waiting.find(arrival.id) is not None:
        uow.rounds.ask_for(arrival.region)  # other times may suit it now


def _tell(app: Application, uow: UnitOfWork, booking: Booking | None, before: Arrival, after: Arrival) -> None:
    tell_again(uow, after, app.clock())
    if booking is not None:
        _invite_again(app, uow, booking, before, after)


def _invite_again(app: Application, uow: UnitOfWork, booking: Booking, before: Arrival, after: Arrival) -> None:
    """Tell the new contact, and take the invitation back from an address that is no longer theirs."""
    now = app.clock()
    told = replace(booking, version=booking.version + 1, sequence=booking.sequence + 1, updated_at=now)
    uow.bookings.replace(told)
    if after.contact.email != before.contact.email:
        queue_cancellation(uow, before, told, told.appointments)
    queue_invitation(uow, after, told)
