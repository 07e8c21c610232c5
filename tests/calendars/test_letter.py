"""Letters say when, where and what, in the language of the reader."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from calendars.invite import Mailbox
from calendars.letter import write_letter
from calendars.texts import Kind
from tests.calendars.invitations import ADVICE, INVITATION, PERMIT, REGISTRATION

KINDS: tuple[Kind, ...] = ("invitation", "change", "cancellation", "offer")
VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Collects the text of a page and checks that each tag is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag."""
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take in text."""
        self.words += data.split()


def read(html: str) -> Reader:
    """The reader of a page, all of whose tags are closed."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_the_english_letter_reads_as_a_letter() -> None:
    """Visits stand under their day and place, in local times."""
    letter = write_letter(INVITATION, "invitation")
    assert letter.subject == "Your appointments on Tuesday 8 September and Wednesday 9 September"
    assert (
        letter.text
        == """\
Dear Zoë Müller-O'Brien,

We have booked these appointments for you.

Tuesday 8 September 2026
Mosae Forum, Mosae Forum 10, 6211 DW Maastricht
  09:15\N{EN DASH}09:30  Permit at IND
  09:45\N{EN DASH}10:15  Registration at Gemeente Maastricht

Wednesday 9 September 2026
Centre Céramique, Avenue Céramique 50, 6221 KV Maastricht
  14:00\N{EN DASH}14:45  Personal advice at Expat Centre

Everything will then be arranged by Wednesday 9 September; we promised Thursday 10 September at the latest.
To put the appointments in your calendar, open the attached files: there is one for each appointment.
Times are local times (Europe/Amsterdam).

Change or cancel: https://onestop.example/b/7f3a

Questions? Reply to this message.

Kind regards,
One-stop shop Zuid-Limburg

Booking b-7f3a"""
    )


def test_the_dutch_letter_about_one_appointment_reads_as_a_letter() -> None:
    """One appointment is spoken of in the singular, and without a page to change it no link stands there."""
    letter = write_letter(replace(INVITATION, language="nl", appointments=(ADVICE,), manage_url=None), "change")
    assert letter.subject == "Gewijzigd: uw afspraak op woensdag 9 september"
    assert (
        letter.text
        == """\
Beste Zoë Müller-O'Brien,

Uw afspraak is gewijzigd. Vanaf nu geldt deze tijd:

woensdag 9 september 2026
Centre Céramique, Avenue Céramique 50, 6221 KV Maastricht
  14:00\N{EN DASH}14:45  Personal advice bij Expat Centre

Daarmee is op woensdag 9 september alles geregeld; wij beloofden uiterlijk donderdag 10 september.
Open de bijlage om uw agenda bij te werken.
De tijden zijn plaatselijke tijden (Europe/Amsterdam).

Vragen? Beantwoord dan dit bericht.

Met vriendelijke groet,
One-stop shop Zuid-Limburg

Boeking b-7f3a"""
    )


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 3])
def test_text_and_html_say_the_same(language: str, kind: Kind, count: int) -> None:
    """Every word of the text stands in the page, but for the address that the page makes a link."""
    appointments = INVITATION.appointments[:count]
    letter = write_letter(replace(INVITATION, language=language, appointments=appointments), kind)  # type: ignore[arg-type]
    page = read(letter.html)
    missing = {word.strip(":") for word in letter.text.split()} - {word.strip(":") for word in page.words}
    assert missing == ({"https://onestop.example/b/7f3a"} if kind != "cancellation" else set())
    assert f'<html lang="{language}">' in letter.html


def test_a_page_loads_nothing() -> None:
    """The one address in a page is the link of the booking."""
    assert read(write_letter(INVITATION, "invitation").html).links == ["https://onestop.example/b/7f3a"]


def test_a_late_itinerary_is_not_called_in_time() -> None:
    """A day of completion after the deadline is admitted."""
    late = replace(INVITATION, completes_on=date(2026, 9, 11))
    assert "we promised" not in write_letter(late, "invitation").text
    assert "We promised Thursday 10 September, and are sorry" in write_letter(late, "invitation").text
    assert "helaas was er geen eerdere tijd vrij" in write_letter(replace(late, language="nl"), "invitation").text


def test_a_cancellation_makes_no_promise_and_offers_no_change() -> None:
    """A cancelled booking cannot be changed, and nothing will be arranged by it."""
    text = write_letter(INVITATION, "cancellation").text
    assert "have been cancelled" in text
    assert "promised" not in text
    assert "https://" not in text


def test_an_offer_says_until_when_and_whom_to_tell() -> None:
    """By the wall clock of the reader; nothing goes to a calendar, and what is booked stays."""
    until = datetime(2026, 9, 7, 14, 0, tzinfo=UTC)
    offer = replace(INVITATION, uid="hold-1", appointments=(PERMIT,), manage_url=None, free_until=until)
    letter = write_letter(offer, "offer")
    assert letter.subject == "A better time is free: Tuesday 8 September"
    assert (
        letter.text
        == """\
Dear Zoë Müller-O'Brien,

You are on our waiting list. This time has come free, and we keep it for you:

Tuesday 8 September 2026
Mosae Forum, Mosae Forum 10, 6211 DW Maastricht
  09:15\N{EN DASH}09:30  Permit at IND

Do you want it? Tell us before 16:00 on Monday 7 September: reply to this message, or ask at the front desk. \
After that somebody else may have it.
Everything will then be arranged by Wednesday 9 September; we promised Thursday 10 September at the latest.
Until you do, nothing changes: an appointment that you have stays as it is.
Times are local times (Europe/Amsterdam).

Questions? Reply to this message.

Kind regards,
One-stop shop Zuid-Limburg

Reference hold-1"""
    )


def test_markup_in_a_name_stays_text() -> None:
    """Names are escaped in the page and left alone in the text."""
    name = "<script>alert(1)</script> & {{ 7 * 7 }}"
    letter = write_letter(replace(INVITATION, attendee=Mailbox(name, "a@b.example")), "invitation")
    assert "<script>" not in letter.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7 * 7 }}" in letter.html
    assert name in letter.text


def test_a_day_at_two_places_is_two_visits() -> None:
    """A change of place begins a new visit, and coming back a third."""
    noon = replace(ADVICE, start=PERMIT.end, end=REGISTRATION.start)
    text = write_letter(replace(INVITATION, appointments=(PERMIT, noon, REGISTRATION)), "invitation").text
    assert text.count("Tuesday 8 September 2026") == 3


def test_winter_and_summer_times_are_local() -> None:
    """The same instant of the day in UTC is an hour earlier on the clock in winter."""
    later = timedelta(days=84)
    winter = replace(PERMIT, start=PERMIT.start + later, end=PERMIT.end + later)
    assert "08:15" in write_letter(replace(INVITATION, appointments=(winter,)), "invitation").text
