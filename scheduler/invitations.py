"""What a booking tells the person invited, queued in the transaction that books, moves or cancels."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from calendars import invite
from calendars.words import language_for
from scheduler.domain.agency import Agency, Location
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment, Booking
from scheduler.domain.journey import Journey
from scheduler.store.unit_of_work import UnitOfWork


def build_invitation(
    uow: UnitOfWork, arrival: Arrival, booking: Booking, appointments: Sequence[BookedAppointment], issued_at: datetime
) -> invite.Invitation:
    """The invitation to some appointments of a booking, in the language of its contact."""
    region = uow.configuration.region(booking.region)
    journey = uow.configuration.journey(arrival.journey)
    agencies = {agency.id: agency for agency in uow.configuration.agencies()}
    locations = {location.id: location for location in uow.configuration.locations()}
    language = language_for(arrival.contact.language)
    return invite.Invitation(
        uid=booking.id,
        sequence=booking.sequence,
        issued_at=issued_at,
        organizer=invite.Mailbox(region.name, region.email),
        attendee=invite.Mailbox(arrival.contact.name, arrival.contact.email),
        language=language,
        timezone=region.timezone,
        appointments=tuple(
            _appointment(each, journey, agencies[each.agency], locations[each.location], language)
            for each in appointments
        ),
        # A cancelled booking completes nothing; its last appointment stands in.
        completes_on=booking.completes_on or appointments[-1].end.date(),
        deadline=arrival.deadline.date(),
        fixes_on=booking.fixes_on,
    )


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
