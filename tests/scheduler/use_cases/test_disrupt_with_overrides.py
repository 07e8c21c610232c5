"""Desks that drop out where staff have overridden rules, before or after."""

from scheduler.application import Application
from scheduler.domain.disruption import Absence
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.improve import improve
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.stage import ACTOR, REGION, once, registered
from tests.scheduler.use_cases.test_live_with_overrides import assert_sound, layers, offers_now
from tests.scheduler.use_cases.test_override import SUNDAY, at, overridden, rules, wanted
from tests.scheduler.use_cases.test_provisional import newly_promised


def test_a_desk_that_drops_out_moves_all_who_share_it(app: Application) -> None:
    """They are planned anew by the rules, and what was overridden for them is over."""
    pair = [overridden(app, registered(app).id, wanted()) for _ in range(2)]
    first = pair[0].appointments[0]
    told = disrupt(app, ACTOR, (Absence(first.resource, first.start, first.end),), "ill", once())
    assert {each.booking_id for each in told.displaced} == {each.id for each in pair}
    for booking in pair:
        assert get_booking(app, booking.id).overrides == ()
    assert_sound(app)


def test_who_comes_to_a_desk_outside_of_its_hours_is_displaced_too(app: Application) -> None:
    """There is no open time to block, and nobody would be there."""
    booking = overridden(app, registered(app).id, wanted(advice="17:00"))
    evening = booking.appointments[2]
    (displaced,) = disrupt(app, ACTOR, (Absence(evening.resource, at("16:30"), at("20:00")),), "ill", once()).displaced
    assert displaced.booking_id == booking.id
    after = get_booking(app, booking.id)
    assert (after.overrides, after.meets_deadline) == ((), True)
    assert_sound(app)


def test_a_day_on_which_nobody_works_stops_no_plan(app: Application) -> None:
    """Somebody who was to come on a Sunday is displaced, the night passes, and offers are made."""
    arrival = registered(app, arrives_on=SUNDAY)
    booking = overridden(app, arrival.id, wanted(SUNDAY))
    newly_promised(app, poor=True)
    improve(app, REGION)
    assert get_booking(app, booking.id) == booking
    assert offers_now(app, booking)
    (displaced,) = disrupt(
        app, ACTOR, (Absence("ind-1", at("00:00", SUNDAY), at("23:00", SUNDAY)),), "ill", once()
    ).displaced
    assert displaced.kept
    assert_sound(app)


def test_who_was_put_over_a_block_keeps_the_desk_when_it_ends(app: Application) -> None:
    """The claims of the disruption go from under those of the booking, and the desk is offered to nobody."""
    told = disrupt(app, ACTOR, (Absence("ind-1", at("08:00"), at("12:00")),), "ill", once())
    booking = overridden(app, registered(app).id, wanted())
    permit = booking.appointments[0]
    assert (rules(booking), layers(app)[permit.id]) == ([("capacity", "permit")], {1})
    assert_sound(app)
    end_disruption(app, ACTOR, told.id)
    assert (get_booking(app, booking.id), layers(app)[permit.id]) == (booking, {0})
    assert_sound(app)
    cancel(app, ACTOR, booking.id, "changed plans")
    assert layers(app) == {}
    assert_sound(app)
