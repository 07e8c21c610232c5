"""Erases what is known of the people of an arrival."""

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.expiry import release_hold_of
from scheduler.use_cases.cancel import cancel_within

_REASON = "personal data erased"


def erase_arrival(app: Application, actor: str, arrival_id: str) -> None:
    """Cancel what the arrival has booked or waits for, then forget who it was; raises NotFound.

    Invitations still to be delivered keep the address until they are, the cancellation being one of them; a mail about
    what is only held is not sent any more.
    """
    with app.writing() as uow:
        uow.arrivals.lock(arrival_id)
        uow.arrivals.get(arrival_id)
        release_hold_of(uow, arrival_id)
        booking = uow.bookings.active(arrival_id)
        if booking is not None:
            cancel_within(app, uow, actor, booking, _REASON, booking.appointments)
        uow.waiting.remove(arrival_id)
        uow.offers.withdraw(arrival_id)
        uow.arrivals.erase(arrival_id)
        write_audit(app, uow, actor, "erase", ("arrival", arrival_id))
        uow.commit()
