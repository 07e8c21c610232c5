"""The copy of availability in memory follows the database, whoever writes."""

from datetime import date

from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.domain.itinerary import Offer
from scheduler.use_cases.cancel import cancel
from tests.scheduler.stage import ACTOR, MONDAY, Clock, Mailbox, booked, offered, registered


def times(offers: tuple[Offer, ...]) -> list[object]:
    """Offers without their ids."""
    return [offer.appointments for offer in offers]


def another_process(app: Application, clock: Clock) -> Application:
    """The same database, opened by a service that shares no memory."""
    return build(app.settings, clock=clock, transport=Mailbox())


def test_what_another_process_books_and_cancels_is_seen(app: Application, clock: Clock) -> None:
    """A copy that has fallen behind catches up before it offers anything."""
    other = another_process(app, clock)
    arrival = registered(app)
    before = offered(app, arrival)
    booking = booked(other, offered(other, registered(other))[0])
    after = offered(app, arrival)
    assert times(after) != times(before)
    cancel(other, ACTOR, booking.id, "changed plans")
    assert times(offered(app, arrival)) == times(before)
    other.close()


def test_a_copy_that_missed_too_much_is_made_anew(app: Application, clock: Clock) -> None:
    """When the changes it needs are forgotten the copy starts again from what is taken."""
    other = another_process(app, clock)
    arrival = registered(app)
    offered(app, arrival)
    for _ in range(3):
        booked(other, offered(other, registered(other))[0])
    expected = times(offered(other, arrival))
    with other.writing() as uow:
        uow.capacity.forget_changes(arrival.region, keep=1)
        uow.commit()
    assert times(offered(app, arrival)) == expected
    other.close()


def test_catching_up_equals_starting_anew(app: Application, clock: Clock) -> None:
    """After bookings and cancellations the copy is what a fresh one would be."""
    bookings = [booked(app, offered(app, registered(app))[0]) for _ in range(6)]
    for booking in bookings[::2]:
        cancel(app, ACTOR, booking.id, "changed plans")
    arrival = registered(app)
    fresh = another_process(app, clock)
    assert times(offered(app, arrival, limit=20)) == times(offered(fresh, arrival, limit=20))
    fresh.close()


def test_windows_of_other_months_are_apart(app: Application) -> None:
    """An arrival at the end of a month is offered days of the next one."""
    arrival = registered(app, arrives_on=date(2026, 9, 30))
    assert offered(app, arrival)[0].completes_on == date(2026, 10, 1)
    assert offered(app, registered(app, arrives_on=MONDAY))[0].completes_on.month == 9
