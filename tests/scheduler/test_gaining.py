"""What somebody who waits gains: who gains most, and what is no gain."""

from datetime import UTC, date, datetime, timedelta

from scheduler.application import Application
from scheduler.domain.bid_prices import BidPriceTable, DayPrices
from scheduler.domain.booking import Booking
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.stage import (
    ACTOR,
    MONDAY,
    REGION,
    THURSDAY,
    Clock,
    booked,
    fill,
    offered,
    registered,
)
from tests.scheduler.waiting_room import entries, full_week, give_up, holders, joined, times

TUESDAY = date(2026, 9, 8)
TUESDAY_MORNING = datetime(2026, 9, 8, 8, 15, tzinfo=UTC)
WEDNESDAY = datetime(2026, 9, 8, 22, tzinfo=UTC)  # its midnight in Maastricht


def late_booking(app: Application) -> Booking:
    """A booking after the deadline, since the week is full."""
    booking = booked(app, offered(app, registered(app))[0])
    assert not booking.meets_deadline
    return booking


def test_who_gains_most_is_first(app: Application) -> None:
    """Whoever is late saves the late price and later days, who has nothing the late price, who is in time a day."""
    in_time = booked(app, offered(app, registered(app), earliest=datetime(2026, 9, 9, 22, tzinfo=UTC))[0])
    leaving = full_week(app)
    late, none = late_booking(app), registered(app)
    with app.reading() as uow:
        joined(app, uow.arrivals.get(in_time.arrival_id), latest=datetime(2026, 9, 9, 22, tzinfo=UTC))
        joined(app, none)
        joined(app, uow.arrivals.get(late.arrival_id))
    offer_freed(app)
    order = []
    give_up(app, leaving)
    while offer_freed(app):
        (holder,) = holders(app)
        order.append(holder)
        erase_arrival(app, ACTOR, holder)  # which frees it for the next
    assert order[:3] == [late.arrival_id, none.id, in_time.arrival_id]


def test_a_later_time_that_is_no_better_is_not_offered(app: Application) -> None:
    """Who is in time gains by more than the price of a visit only; less is not worth a change."""
    day_later = booked(app, offered(app, registered(app), earliest=WEDNESDAY)[0])
    with app.reading() as uow:
        joined(app, uow.arrivals.get(day_later.arrival_id))
    assert offer_freed(app) == 0


def test_a_visit_less_is_worth_it(app: Application) -> None:
    """Who comes on two days, in time, is offered to come on one that is also earlier."""
    arrival = registered(app)
    fill(app, "expat-centre", THURSDAY, THURSDAY)
    two_days = offered(app, arrival, earliest=WEDNESDAY)[0]
    assert (two_days.visits, two_days.meets_deadline) == (2, True)
    booked(app, two_days)
    joined(app, arrival)
    assert offer_freed(app) == 1


def test_what_is_given_up_is_worth_as_much_as_what_is_taken(app: Application, clock: Clock) -> None:
    """The same where every hour of the IND is as dear as any other: who gives one up for another gains no less."""
    every_day = {(MONDAY + timedelta(n)).isoformat(): DayPrices(0, (50.0,) * 96) for n in range(14)}
    with app.writing() as uow:
        uow.bid_prices.store(REGION, BidPriceTable(clock.now, {"ind-1": every_day, "ind-2": every_day}), clock.now)
        uow.commit()
    test_a_visit_less_is_worth_it(app)


def test_what_stays_as_it_is_need_not_come_free(app: Application) -> None:
    """Who lacks one good time is offered that, and what it has already stays its own until it answers."""
    leaving = booked(app, offered(app, registered(app, journey="eu-citizen"), earliest=TUESDAY_MORNING)[0])
    arrival = registered(app)
    fill(app, "expat-centre", MONDAY, TUESDAY)
    fill(app, "ind", THURSDAY, THURSDAY)
    booking = booked(app, offered(app, arrival)[0])
    fill(app, "ind", TUESDAY, TUESDAY)
    joined(app, arrival)
    assert offer_freed(app) == 0
    give_up(app, leaving)
    assert offer_freed(app) == 1
    hold = entries(app)[arrival.id].hold
    assert hold is not None
    with app.reading() as uow:
        assert [each.step for each in uow.appointments.of_hold(hold.id)] == ["advice"]
    moved = reschedule(app, ACTOR, booking.id, hold.offer_id)
    assert times(moved.appointments) == times(hold.appointments)
    assert {each.start.date() for each in moved.appointments} == {TUESDAY}


def test_only_what_is_in_time_is_offered(app: Application) -> None:
    """A late booking is not bettered by one that is a little less late."""
    full_week(app)
    late = registered(app)
    booked(app, offered(app, late, earliest=datetime(2026, 9, 17, tzinfo=UTC))[0])
    joined(app, late)
    assert offer_freed(app) == 0


def test_a_wish_is_kept(app: Application) -> None:
    """What lies outside the times that somebody wishes for is not offered to them."""
    booking, waiting = full_week(app), registered(app)
    joined(app, waiting, earliest=booking.appointments[0].start + timedelta(minutes=15))
    give_up(app, booking)
    assert offer_freed(app) == 0
    joined(app, waiting)
    assert offer_freed(app) == 1


def test_who_is_being_served_is_not_offered_anything(app: Application, clock: Clock) -> None:
    """An itinerary that has begun, or lacks a step by wish, is not exchanged for a whole one."""
    booking = booked(app, offered(app, registered(app), earliest=WEDNESDAY)[-1])
    with app.reading() as uow:
        joined(app, uow.arrivals.get(booking.arrival_id), latest=WEDNESDAY + timedelta(hours=12))
    clock.now = booking.appointments[0].start
    assert offer_freed(app) == 0
