"""Desks that drop out where staff have overridden rules, before or after."""

from datetime import datetime

import pytest

from scheduler.application import Application
from scheduler.domain.disruption import Absence, Displaced
from scheduler.domain.itinerary import Appointment
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.disrupt import disrupt
from scheduler.use_cases.end_disruption import end_disruption
from scheduler.use_cases.improve import improve
from scheduler.use_cases.read_bookings import get_booking
from tests.scheduler.stage import ACTOR, REGION, once, registered
from tests.scheduler.use_cases.test_live_with_overrides import assert_sound, layers, offers_now
from tests.scheduler.use_cases.test_override import SUNDAY, at, overridden, rules, wanted
from tests.scheduler.use_cases.test_provisional import newly_promised


def dropped_out(app: Application, hit: Appointment, until: datetime | None = None) -> tuple[Displaced, ...]:
    """Who was displaced when the desk of an appointment dropped out, to its end or until an instant."""
    return disrupt(app, ACTOR, (Absence(hit.resource, hit.start, until or hit.end),), "ill", once()).displaced


def test_a_desk_that_drops_out_moves_all_who_share_it(app: Application) -> None:
    """From it they are planned anew by the rules; what they share elsewhere they share still."""
    pair = [overridden(app, registered(app).id, wanted()) for _ in range(2)]
    told = {each.booking_id: each for each in dropped_out(app, pair[0].appointments[0])}
    assert told.keys() == {each.id for each in pair}
    assert [each.step for each in told[pair[1].id].overrides_lost] == ["permit"]
    assert rules(get_booking(app, pair[1].id)) == [("capacity", "registration"), ("capacity", "advice")]
    assert_sound(app)


def test_who_comes_to_a_desk_outside_of_its_hours_is_displaced_too(app: Application) -> None:
    """There is no open time to block, and nobody would be there; what was overridden for it is over, and told."""
    booking = overridden(app, registered(app).id, wanted(advice="17:00"))
    (displaced,) = dropped_out(app, booking.appointments[2], at("20:00"))
    assert (displaced.booking_id, displaced.overrides_lost) == (booking.id, booking.overrides)
    after = get_booking(app, booking.id)
    assert (after.overrides, after.meets_deadline) == ((), True)
    assert_sound(app)


@pytest.mark.parametrize(
    ("hit", "times", "stays"),
    [
        ("permit", {"advice": "17:00"}, "advice"),
        ("permit", {"registration": "17:30", "advice": "10:15"}, "registration"),
        ("registration", {"permit": "08:00"}, "permit"),
        ("advice", {"permit": "08:00"}, "permit"),
        # The registration waits for the permit, and the permit for nobody: all but the permit stay.
        ("permit", {"permit": "09:00", "registration": "12:15", "advice": "17:00"}, "advice"),
    ],
)
def test_what_is_overridden_stays_where_the_others_can_move_around_it(
    app: Application, hit: str, times: dict[str, str], stays: str
) -> None:
    """In the order of the journey, within the promise; nothing that was overridden is lost."""
    booking = overridden(app, registered(app).id, wanted(**times))  # type: ignore[arg-type] # times
    before = {each.step: each for each in booking.appointments}
    assert before[stays].overrides
    (displaced,) = dropped_out(app, before[hit])
    after = {each.step: each for each in get_booking(app, booking.id).appointments}
    assert after[stays] == before[stays]
    assert after[hit].taken != before[hit].taken
    assert after["permit"].end <= after["registration"].start
    assert (displaced.kept, displaced.overrides_lost) == (True, ())
    assert_sound(app)


def test_what_cannot_stay_is_told(app: Application) -> None:
    """Nobody gives a permit before the registration, so it moves too; the rules are kept then, and the promise is."""
    booking = overridden(app, registered(app).id, wanted(registration="17:30", advice="18:00"))
    absences = tuple(Absence(desk, at("00:00"), at("23:45")) for desk in ("ind-1", "ind-2"))
    (displaced,) = disrupt(app, ACTOR, absences, "ill", once()).displaced
    after = get_booking(app, booking.id)
    assert {each.step for each in displaced.overrides_lost} >= {"registration"}
    assert set(displaced.overrides_lost) | set(after.overrides) == set(booking.overrides)
    assert (displaced.kept, after.meets_deadline) == (True, True)
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
