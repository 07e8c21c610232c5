"""Mails have the shape that mail clients take for an invitation."""

import email
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import cast

import pytest
from icalendar import Calendar

from calendars.invite import Mailbox
from calendars.mail import MailMethod, invitation_message
from tests.calendars.invitations import ADVICE, INVITATION, PERMIT, REGISTRATION

SINGLE = replace(INVITATION, appointments=(PERMIT,))


def arrived(message: EmailMessage) -> EmailMessage:
    """The mail as a client reads it from the wire."""
    return email.message_from_bytes(message.as_bytes(), policy=default)


def shape(message: EmailMessage) -> list[str]:
    """Content types of the mail, outermost first."""
    return [part.get_content_type() for part in message.walk()]


def calendars(message: EmailMessage) -> list[Calendar]:
    """The iCalendar objects in the mail."""
    return [
        Calendar.from_ical(cast(bytes, part.get_payload(decode=True)))
        for part in message.walk()
        if part.get_content_type() in ("text/calendar", "application/ics")
    ]


def test_several_appointments_are_a_letter_with_one_attachment_each() -> None:
    """Three appointments are three REQUEST attachments, in order of time, and none is in the body."""
    message = arrived(invitation_message(INVITATION, "REQUEST"))
    assert shape(message) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html"),
        *("text/calendar", "text/calendar", "text/calendar"),
    ]
    parts = list(message.iter_attachments())
    assert [part.get_filename() for part in parts] == ["appointment-1.ics", "appointment-2.ics", "appointment-3.ics"]
    assert {part["Content-Type"].params["method"] for part in parts} == {"REQUEST"}
    uids = [[event["UID"] for event in calendar.walk("VEVENT")] for calendar in calendars(message)]
    assert uids == [[PERMIT.uid], [REGISTRATION.uid], [ADVICE.uid]]


def test_one_appointment_invites_from_the_body() -> None:
    """A single REQUEST is the last alternative, with a copy attached."""
    message = arrived(invitation_message(SINGLE, "REQUEST"))
    assert shape(message) == [
        *("multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"),
        "application/ics",
    ]
    body, copy = calendars(message)
    assert body == copy
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_content_disposition() is None


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
@pytest.mark.parametrize("invitation", [SINGLE, INVITATION])
def test_the_method_of_the_part_is_the_method_inside(invitation: object, method: MailMethod) -> None:
    """RFC 6047 section 2.4: the method parameter says what the object says."""
    message = arrived(invitation_message(INVITATION if invitation is INVITATION else SINGLE, method))
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert {part["Content-Type"].params["method"] for part in parts} == {method}
    assert {str(calendar["METHOD"]) for calendar in calendars(message)} == {method}


def test_the_headers_name_both_sides_and_keep_robots_silent() -> None:
    """From, To and Date are those of the invitation, and no automatic answer is asked for."""
    message = arrived(invitation_message(INVITATION, "REQUEST"))
    assert message["From"] == "One-stop shop Zuid-Limburg <desk@onestop.example>"
    assert message["To"] == "Zoë Müller-O'Brien <zoe@mail.example>"
    assert message["Date"].datetime == INVITATION.issued_at
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["Subject"] == "Your appointments on Tuesday 8 September and Wednesday 9 September"


@pytest.mark.parametrize("size", [1, 40, 200])
def test_the_message_id_follows_from_the_booking(size: int) -> None:
    """The same state gives the same Message-ID, another sequence or kind another, however long the booking's name."""
    invitation = replace(INVITATION, uid="b" * size)
    again = invitation_message(invitation, "REQUEST")["Message-ID"]
    assert f"Message-ID: {again}\r\n".encode() in invitation_message(invitation, "REQUEST").as_bytes()
    assert again.endswith("@onestop.example>")
    others = [
        invitation_message(replace(invitation, sequence=1), "REQUEST")["Message-ID"],
        invitation_message(replace(invitation, sequence=1), "CANCEL")["Message-ID"],
        invitation_message(invitation, "CANCEL")["Message-ID"],
    ]
    assert len({again, *others}) == 4


@pytest.mark.parametrize(
    ("sequence", "method", "subject"),
    [(0, "REQUEST", "Your"), (1, "REQUEST", "Changed: your"), (1, "CANCEL", "Cancelled: your")],
)
def test_the_subject_tells_the_kind_of_mail(sequence: int, method: MailMethod, subject: str) -> None:
    """A first invitation, a change and a cancellation are told apart at a glance."""
    message = invitation_message(replace(INVITATION, sequence=sequence), method)
    assert message["Subject"].startswith(f"{subject} appointments on")


def test_what_is_only_offered_is_no_entry_for_a_calendar() -> None:
    """A person who lets it lapse must not find it there: the mail is a letter with nothing attached."""
    message = arrived(invitation_message(INVITATION, "OFFER"))
    assert message["Subject"].startswith("Better times are free")
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert message["Content-Language"] == "en"


@pytest.mark.parametrize(
    "name",
    [
        'Jan "Jansen"',
        "Comma, Jan",
        "a@b.example",
        "<x>",
        "日本 語" * 20,
        "O'Brien; x",
        "(note)",
        "back\\slash",
    ],
)
def test_a_name_stays_a_name_in_the_header(name: str) -> None:
    """Whatever a name holds, the mail goes to one address and shows that name."""
    data = invitation_message(replace(INVITATION, attendee=Mailbox(name, "a@b.example")), "REQUEST").as_bytes()
    message = email.message_from_bytes(data, policy=default)
    (address,) = message["To"].addresses
    assert address.addr_spec == "a@b.example"
    assert message["Bcc"] is None
    # The parser of the older policy joins the encoded words of a long name as RFC 2047 section 6.2 says.
    plain = email.message_from_bytes(data)
    shown, _ = parseaddr(str(make_header(decode_header(plain["To"]))))
    assert shown.replace("\\", "") == name.replace("\\", "")


def test_the_mail_is_seven_bit_and_ends_its_lines_in_crlf() -> None:
    """Any relay can carry the mail unchanged."""
    data = invitation_message(INVITATION, "REQUEST").as_bytes()
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
