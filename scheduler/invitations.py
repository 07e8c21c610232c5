"""What a booking tells the person invited, queued in the transaction that books, moves or cancels."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from calendars import invite
from calendars.words import language_for
from scheduler.domain.agency import Agency, Location
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking, Hold
from scheduler.domain.journey import Journey
from scheduler.store.unit_of_work import UnitOfWork


def build_invitation(
    uow: UnitOfWork, arrival: Arrival, booking: Booking, appointments: Sequence[BookedAppointment], issued_at: datetime
) -> invite.Invitation:
    """The invitation to some appointments of a booking, in the language of its contact."""
    # A cancelled booking completes nothing; its last appointment stands in.
    completes_on = booking.completes_on or appointments[-1].end.date()
    plain = _invitation(uow, arrival, booking.id, appointments, completes_on, issued_at)
    return replace(plain, sequence=booking.sequence, fixes_on=booking.fixes_on)


def queue_invitation(uow: UnitOfWork, arrival: Arrival, booking: Booking) -> None:
    """Queue the invitation to all appointments of a booking as it is now."""
    at = booking.updated_at
    uow.outbox.add(booking.id, "REQUEST", build_invitation(uow, arrival, booking, booking.appointments, at), at)


def queue_final(uow: UnitOfWork, arrival: Arrival, booking: Booking) -> None:
    """Queue the invitation to times that were provisional and are firm now."""
    at = booking.updated_at
    invitation = replace(build_invitation(uow, arrival, booking, booking.appointments, at), fixed=True)
    uow.outbox.add(booking.id, "REQUEST", invitation, at)


def queue_cancellation(
    uow: UnitOfWork, arrival: Arrival, booking: Booking, cancelled: Sequence[BookedAppointment]
) -> None:
    """Queue the cancellation of some appointments of a booking as it is now."""
    at = booking.updated_at
    uow.outbox.add(booking.id, "CANCEL", build_invitation(uow, arrival, booking, cancelled, at), at)


def queue_waiting_offer(uow: UnitOfWork, arrival: Arrival, hold: Hold, completes_on: date, at: datetime) -> None:
    """Queue the mail that tells somebody who waits what is held for them, and until when."""
    appointments = [BookedAppointment.of(each, f"{hold.id}-{each.step}") for each in hold.appointments]
    plain = _invitation(uow, arrival, hold.id, appointments, completes_on, at)
    told = replace(plain, sequence=uow.outbox.told_of(hold.id), free_until=hold.expires_at)
    uow.outbox.add_waiting_offer(hold.id, told, at)


def _invitation(
    uow: UnitOfWork,
    arrival: Arrival,
    uid: str,
    appointments: Sequence[BookedAppointment],
    completes_on: date,
    issued_at: datetime,
) -> invite.Invitation:
    """What is told the first time about a booking or a hold, whose id is the `uid`."""
    region = uow.configuration.region(arrival.region)
    journey = uow.configuration.journey(arrival.journey)
    agencies = {agency.id: agency for agency in uow.configuration.agencies()}
    locations = {location.id: location for location in uow.configuration.locations()}
    language = language_for(arrival.contact.language)
    return invite.Invitation(
        uid=uid,
        sequence=0,
        issued_at=issued_at,
        organizer=invite.Mailbox(region.name, region.email),
        attendee=invite.Mailbox(arrival.contact.name, arrival.contact.email),
        language=language,
        timezone=region.timezone,
        appointments=tuple(
            _appointment(each, journey, agencies[each.agency], locations[each.location], language)
            for each in appointments
        ),
        completes_on=completes_on,
        deadline=arrival.deadline.date(),
    )


def _appointment(
    each: BookedAppointment, journey: Journey, agency: Agency, location: Location, language: str
) -> invite.Appointment:
    return invite.Appointment(
        uid=each.id,
        step=journey.step_by_id[each.step].title.in_language(language),
        agency=agency.name.in_language(language),
        location=location.name,
        address=location.address,
        start=each.start,
        end=each.end,
    )
