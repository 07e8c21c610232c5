"""Moving and cancelling: whole or by steps, in one transaction, with one message."""

from typing import Any

import pytest

from scheduler.application import Application
from scheduler.domain.booking import Booking
from scheduler.domain.errors import InvalidInput, NotBooked, NotFound, SlotTaken, StaleVersion
from scheduler.domain.itinerary import Offer
from scheduler.outbox import deliver_due
from scheduler.use_cases.booking_calendar import booking_calendar
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.stage import ACTOR, Mailbox, booked, count, counts, offered, registered


def booking_and_later_offer(app: Application) -> tuple[Booking, Offer]:
    """A booking, and an offer to the same arrival on another day."""
    arrival = registered(app)
    booking = booked(app, offered(app, arrival)[0])
    later = [
        offer for offer in offered(app, arrival, limit=20, earliest=booking.appointments[-1].end) if offer.visits == 1
    ]
    return booking, later[0]


def test_a_booking_moves_whole(app: Application, mailbox: Mailbox) -> None:
    """Old slots are free, new ones taken, appointments keep their ids, and the person is told once."""
    booking, offer = booking_and_later_offer(app)
    moved = reschedule(app, ACTOR, booking.id, offer.id, if_match=1)
    assert (moved.version, moved.sequence) == (2, 1)
    assert {each.id for each in moved.appointments} == {each.id for each in booking.appointments}
    assert [each.start for each in moved.appointments] == [each.start for each in offer.appointments]
    assert get_booking(app, booking.id) == moved
    slots = sum((each.end - each.start).seconds // 900 for each in moved.appointments)
    assert count(app, "claims") == slots
    assert deliver_due(app) == 2
    assert mailbox.messages[1]["Subject"] != mailbox.messages[0]["Subject"]


def test_one_step_moves_alone(app: Application) -> None:
    """The named step takes the times of the offer; the others stay."""
    booking, offer = booking_and_later_offer(app)
    moved = reschedule(app, ACTOR, booking.id, offer.id, steps=("advice",))
    before = {each.step: each for each in booking.appointments}
    after = {each.step: each for each in moved.appointments}
    assert {step for step in after if after[step] != before[step]} == {"advice"}
    assert moved.completes_on == offer.completes_on
    assert offered(app, registered(app))[0].appointments


def test_a_step_cannot_move_before_what_it_waits_for(app: Application) -> None:
    """Moving the permit to a later day than the registration is refused, and nothing changes."""
    booking, offer = booking_and_later_offer(app)
    before = counts(app)
    with pytest.raises(InvalidInput, match="steps whose new times fit the others"):
        reschedule(app, ACTOR, booking.id, offer.id, steps=("permit",))
    assert counts(app) == before
    assert get_booking(app, booking.id) == booking


def test_a_lost_move_leaves_the_booking_as_it_was(app: Application) -> None:
    """Someone else took the new slots; the old ones are still there."""
    booking, offer = booking_and_later_offer(app)
    rival = registered(app)
    same = offered(app, rival, earliest=offer.appointments[0].start)[0]
    assert same.appointments == offer.appointments
    booked(app, same)
    with pytest.raises(SlotTaken) as caught:
        reschedule(app, ACTOR, booking.id, offer.id)
    assert get_booking(app, booking.id) == booking
    assert caught.value.offers.offers


def test_a_move_may_overlap_its_old_times(app: Application) -> None:
    """An arrival can move by a quarter of an hour onto slots it has itself."""
    arrival = registered(app)
    booking = booked(app, offered(app, arrival)[0])
    for offer in offered(app, arrival, limit=20):
        booking = reschedule(app, ACTOR, booking.id, offer.id)
    assert booking.version == 21


def test_the_same_times_are_no_news(app: Application) -> None:
    """Moving to what is booked already writes to nobody and leaves the sequence, unlike any other move."""
    arrival = registered(app)
    first, other, *_ = offered(app, arrival)
    booking = booked(app, first)
    same = reschedule(app, ACTOR, booking.id, first.id)
    assert (same.appointments, same.sequence, same.times) == (booking.appointments, 0, "firm")
    moved = reschedule(app, ACTOR, booking.id, other.id)
    assert (moved.sequence, count(app, "outbox")) == (1, 2)


def test_a_cancelled_booking_frees_everything(app: Application, mailbox: Mailbox) -> None:
    """Its slots are offered again, its person is told, and it cannot be changed any more."""
    arrival = registered(app)
    offer = offered(app, arrival)[0]
    booking = booked(app, offer)
    after = cancel(app, ACTOR, booking.id, "the flight was cancelled")
    assert (after.status, after.appointments, after.completes_on) == ("cancelled", (), None)
    assert after.cancel_reason == "the flight was cancelled"
    assert get_booking(app, booking.id) == after
    assert count(app, "claims") == 0
    assert offered(app, arrival)[0].appointments == offer.appointments
    assert deliver_due(app) == 2
    for refused in (lambda: cancel(app, ACTOR, booking.id, "again"), lambda: booking_calendar(app, booking.id)):
        with pytest.raises(NotBooked):
            refused()


def test_some_steps_are_cancelled(app: Application) -> None:
    """The advice goes, the rest stays, and a later offer brings it back."""
    arrival = registered(app)
    booking = booked(app, offered(app, arrival)[0])
    less = cancel(app, ACTOR, booking.id, "no advice wanted", steps=("advice",))
    assert less.status == "confirmed"
    assert [each.step for each in less.appointments] == ["permit", "registration"]
    evening = less.appointments[-1].end
    offer = next(each for each in offered(app, arrival, limit=20, earliest=evening) if each.visits == 1)
    again = reschedule(app, ACTOR, booking.id, offer.id, steps=("advice",))
    assert [each.step for each in again.appointments] == ["permit", "registration", "advice"]


def test_all_steps_named_are_the_whole(app: Application) -> None:
    """Cancelling every step cancels the booking."""
    booking = booked(app, offered(app, registered(app))[0])
    after = cancel(app, ACTOR, booking.id, "moved away", steps=("permit", "registration", "advice"))
    assert after.status == "cancelled"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"reason": ""}, "/reason"),
        ({"reason": "BSN 111222333"}, "/reason"),
        ({"steps": ()}, "/steps"),
        ({"steps": ("permit", "dance")}, "/steps/1"),
        ({"steps": ("permit",)}, "/steps"),
    ],
)
def test_cancellations_that_are_refused(app: Application, changes: dict[str, Any], pointer: str) -> None:
    """A reason is given, holds no BSN, and no step is left waiting for one that is gone."""
    booking = booked(app, offered(app, registered(app))[0])
    before = counts(app)
    with pytest.raises(InvalidInput) as caught:
        cancel(app, ACTOR, booking.id, **({"reason": "why"} | changes))
    assert caught.value.pointer == pointer
    assert counts(app) == before


def test_an_old_version_changes_nothing(app: Application) -> None:
    """Who read the booking before it changed must read it again."""
    booking, offer = booking_and_later_offer(app)
    reschedule(app, ACTOR, booking.id, offer.id)
    with pytest.raises(StaleVersion, match="at version 2, not 1"):
        cancel(app, ACTOR, booking.id, "too late", if_match=1)


def test_offers_of_others_are_refused(app: Application) -> None:
    """A booking moves to an offer made to its own arrival."""
    booking = booked(app, offered(app, registered(app))[0])
    foreign = offered(app, registered(app))[0]
    with pytest.raises(InvalidInput, match="/offerId"):
        reschedule(app, ACTOR, booking.id, foreign.id)
    with pytest.raises(NotFound):
        reschedule(app, ACTOR, "no booking", foreign.id)


def test_the_calendar_of_a_booking_holds_all_appointments(app: Application) -> None:
    """One file with an event for each step."""
    booking = booked(app, offered(app, registered(app))[0])
    text = booking_calendar(app, booking.id).decode()
    assert text.count("BEGIN:VEVENT") == 3
    assert "METHOD:PUBLISH" in text
