"""Parties, contacts and periods."""

from datetime import UTC, datetime

import pytest

from scheduler.domain.arrival import Arrival, Contact, Period, Person, check_contact, check_party, check_unavailable
from scheduler.domain.errors import InvalidInput

APPLICANT = Person("applicant", ("en",))
NOON = datetime(2026, 9, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("party", "pointer"),
    [
        ((), "/party"),
        ((APPLICANT,) * 2, "/party"),
        ((Person("child"),), "/party"),
        ((APPLICANT, *[Person("child")] * 20), "/party"),
        ((Person("applicant", ("english",)),), "/party/0/languages/0"),
        ((APPLICANT, Person("partner", ("en", "EN"))), "/party/1/languages/1"),
    ],
)
def test_parties_that_cannot_be(party: tuple[Person, ...], pointer: str) -> None:
    """A party has one applicant, at most twenty people, and languages by their code."""
    with pytest.raises(InvalidInput) as caught:
        check_party(party)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize(
    ("contact", "pointer"),
    [
        (Contact("", "a@b.nl", "nl"), "/contact/name"),
        (Contact("A", "a", "nl"), "/contact/email"),
        (Contact("A", "a@b.nl", ""), "/contact/language"),
    ],
)
def test_contacts_that_cannot_be_written_to(contact: Contact, pointer: str) -> None:
    """Each field of a contact is named when it is wrong."""
    with pytest.raises(InvalidInput) as caught:
        check_contact(contact)
    assert caught.value.pointer == pointer


def test_a_period_ends_after_it_starts() -> None:
    """A period that ends when it starts is refused."""
    with pytest.raises(InvalidInput, match="/unavailable/1/end"):
        check_unavailable((Period(NOON, NOON.replace(hour=13)), Period(NOON, NOON)))


def test_a_child_does_not_interpret() -> None:
    """The languages of a party are those of its adults."""
    party = (Person("applicant", ("fr",)), Person("partner", ("en",)), Person("child", ("nl",)))
    arrival = Arrival(
        "a", "j", "r", NOON.date(), NOON, party, Contact("A", "a@b.nl", "fr"), {}, (), NOON, "", NOON, NOON
    )
    assert arrival.languages == {"fr", "en"}
