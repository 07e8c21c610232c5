"""Invitations as mails (RFC 5322, and RFC 6047 for the iCalendar parts).

A booking is told in one mail: the itinerary as text and HTML, and one iCalendar object per appointment.

With one appointment the mail has the shape that scheduling servers send and all clients know: the object is the last
alternative of the body, which brings the buttons to answer, and a copy is attached for clients that look there only.

With several appointments every object is an attachment of its own (RFC 6047 section 4.5) and none is part of the
body. A body can carry one event: Outlook ignores all others ([MS-STANOICAL] 2.2.175), shows the mail as a meeting
request for the first appointment, and by default deletes it once that one is answered, the other invitations with
it. An attached object is left alone until it is opened ([MS-STANOICAL] 2.2.174): the itinerary stays a letter to
read and keep, and each attachment opens as the invitation to one event that clients know how to answer.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256
from typing import Literal

from calendars.invite import Invitation, Mailbox, build_calendar
from calendars.letter import Letter, write_letter
from calendars.texts import Kind

CalendarMethod = Literal["REQUEST", "CANCEL"]
MailMethod = Literal["REQUEST", "CANCEL", "OFFER"]

# Bodies stay in seven bits, which a relay without 8BITMIME need not touch.
_POLICY = SMTP.clone(cte_type="7bit")


def invitation_message(invitation: Invitation, method: MailMethod) -> EmailMessage:
    """The mail that invites to the appointments (REQUEST), tells of their change (a later one), cancels or offers them.

    What is only offered is no entry for a calendar yet.
    Its Message-ID follows from booking, sequence and kind alone, so a mail sent twice is known to be the same.
    """
    kind = _kind(invitation, method)
    letter = write_letter(invitation, kind)
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(invitation.organizer)
    message["To"] = _address(invitation.attendee)
    message["Subject"] = letter.subject
    message["Date"] = invitation.issued_at
    message["Message-ID"] = _message_id(invitation, kind)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office robots stay silent
    _add_bodies(message, letter)
    if method != "OFFER":
        _add_calendars(message, invitation, method)
    message["Content-Language"] = invitation.language  # last, for a change of content drops the Content- headers
    return message


def _kind(invitation: Invitation, method: MailMethod) -> Kind:
    if method == "CANCEL":
        return "cancellation"
    if method == "OFFER":
        return "offer"
    if invitation.fixes_on is not None:
        return "promise"
    if invitation.fixed:
        return "final"
    return "change" if invitation.sequence else "invitation"


def _address(mailbox: Mailbox) -> Address:
    return Address(display_name=mailbox.name, addr_spec=mailbox.email)


def _message_id(invitation: Invitation, kind: Kind) -> str:
    """A hash, for a longer name would fold the header, and not every relay reads a folded Message-ID."""
    state = f"{invitation.uid}/{invitation.sequence}/{kind}"
    domain = invitation.organizer.email.rpartition("@")[2]
    return f"<{sha256(state.encode()).hexdigest()[:32]}@{domain}>"


def _add_bodies(message: EmailMessage, letter: Letter) -> None:
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")


def _add_calendars(message: EmailMessage, invitation: Invitation, method: CalendarMethod) -> None:
    calendars = [build_calendar(single, method) for single in invitation.split()]
    if len(calendars) == 1:
        # The alternative invites already; as application/ics the copy is a file and no second invitation.
        message.add_alternative(calendars[0].decode(), subtype="calendar", cte="base64", params={"method": method})
        message.add_attachment(calendars[0], maintype="application", subtype="ics", filename="appointment.ics")
        return
    for number, calendar in enumerate(calendars, start=1):
        message.add_attachment(
            calendar.decode(),
            subtype="calendar",
            cte="base64",
            params={"method": method},
            filename=f"appointment-{number}.ics",
        )
