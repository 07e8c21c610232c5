"""An invitation to three appointments at two places, for the tests of invitations and mails."""

from datetime import UTC, date, datetime

from calendars.invite import Appointment, Invitation, Mailbox

PERMIT = Appointment(
    uid="b-7f3a-permit",
    step="Permit",
    agency="IND",
    location="Mosae Forum",
    address="Mosae Forum 10, 6211 DW Maastricht",
    start=datetime(2026, 9, 8, 7, 15, tzinfo=UTC),
    end=datetime(2026, 9, 8, 7, 30, tzinfo=UTC),
)
REGISTRATION = Appointment(
    uid="b-7f3a-registration",
    step="Registration",
    agency="Gemeente Maastricht",
    location="Mosae Forum",
    address="Mosae Forum 10, 6211 DW Maastricht",
    start=datetime(2026, 9, 8, 7, 45, tzinfo=UTC),
    end=datetime(2026, 9, 8, 8, 15, tzinfo=UTC),
)
ADVICE = Appointment(
    uid="b-7f3a-advice",
    step="Personal advice",
    agency="Expat Centre",
    location="Centre Céramique",
    address="Avenue Céramique 50, 6221 KV Maastricht",
    start=datetime(2026, 9, 9, 12, 0, tzinfo=UTC),
    end=datetime(2026, 9, 9, 12, 45, tzinfo=UTC),
)
INVITATION = Invitation(
    uid="b-7f3a",
    sequence=0,
    issued_at=datetime(2026, 9, 7, 10, 0, tzinfo=UTC),
    organizer=Mailbox("One-stop shop Zuid-Limburg", "desk@onestop.example"),
    attendee=Mailbox("Zoë Müller-O'Brien", "zoe@mail.example"),
    language="en",
    timezone="Europe/Amsterdam",
    appointments=(PERMIT, REGISTRATION, ADVICE),
    completes_on=date(2026, 9, 9),
    deadline=date(2026, 9, 10),
    manage_url="https://onestop.example/b/7f3a",
)
