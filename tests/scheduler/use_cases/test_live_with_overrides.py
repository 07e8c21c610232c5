"""What was overridden lives on like any booking, and whatever becomes of it, nobody has a slot that another one has."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from benchmarks.booking import check
from scheduler.application import Application
from scheduler.domain.booking import Booking
from scheduler.domain.errors import InvalidInput, SlotTaken
from scheduler.domain.itinerary import Offer, OfferRequest
from scheduler.domain.override import WantedAppointment
from scheduler.store import tables as t
from scheduler.use_cases.availability import availability
from scheduler.use_cases.await_late import await_late
from scheduler.use_cases.cancel import cancel
from scheduler.use_cases.erase_arrival import erase_arrival
from scheduler.use_cases.improve import improve
from scheduler.use_cases.make_offers import make_offers
from scheduler.use_cases.miss import miss
from scheduler.use_cases.read_bookings import get_booking
from scheduler.use_cases.reschedule import reschedule
from tests.scheduler.following import assert_followed, free_desks
from tests.scheduler.stage import ACTOR, REGION, Clock, booked, offered, registered
from tests.scheduler.use_cases.test_override import DESKS, SUNDAY, TUESDAY, at, overridden, rules, wanted
from tests.scheduler.use_cases.test_provisional import newly_promised

Ending = Callable[[Application, Booking, Clock], object]
LATER = datetime(2026, 9, 9, tzinfo=UTC)


@pytest.fixture(name="pair")
def pair_fixture(app: Application) -> tuple[Booking, Booking]:
    """Two who share all their desks, since staff said so; what is free has been looked at before."""
    free_desks(app)
    return tuple(overridden(app, registered(app).id, wanted()) for _ in range(2))  # type: ignore[return-value]


def layers(app: Application) -> dict[str, set[int]]:
    """In which layers the claims of each appointment lie."""
    with app.database.reading() as connection:
        found: dict[str, set[int]] = {}
        for row in connection.execute(select(t.claims)):
            found.setdefault(row.appointment_id, set()).add(row.layer)
    return found


def offers_now(app: Application, booking: Booking, **wanted: Any) -> tuple[Offer, ...]:
    """Offers to who has a booking."""
    return make_offers(app, ACTOR, booking.arrival_id, OfferRequest(**wanted)).offers


def assert_sound(app: Application) -> None:
    """Claims are those of what stands, by the judge of the benchmarks, and the memory follows."""
    with app.database.reading() as connection:
        url = connection.engine.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")
    # It knows nothing of nights, desks that drop out and erasures, only of desks and claims whatever became of them.
    assert [each for each in check.violations(url) if "overlaps" in each or "claim" in each] == []
    assert_followed(app)


def test_no_claim_is_taken_from_under_another(app: Application, pair: tuple[Booking, Booking]) -> None:
    """The database refuses it, and it refuses a claim over nothing, and a second one in a layer."""
    lower, upper = pair[0].appointments[0], pair[1].appointments[0]
    with app.database.writing() as connection, pytest.raises(IntegrityError):
        connection.execute(delete(t.claims).where(t.claims.c.appointment_id == lower.id))
        connection.commit()
    slot = {"resource_id": lower.resource, "slot": lower.start, "appointment_id": upper.id}
    far = slot | {"slot": lower.start + timedelta(days=1)}
    for values in (slot, slot | {"layer": 1, "beneath": 0}, slot | {"layer": 2}, far | {"layer": 1, "beneath": 0}):
        with app.database.writing() as connection, pytest.raises(IntegrityError):
            connection.execute(insert(t.claims).values(**values))
            connection.commit()


def a_cancellation(app: Application, booking: Booking, _clock: Clock) -> None:
    """The booking is cancelled."""
    cancel(app, ACTOR, booking.id, "changed plans")


def an_erasure(app: Application, booking: Booking, _clock: Clock) -> None:
    """Its people are erased."""
    erase_arrival(app, ACTOR, booking.arrival_id)


def a_move(app: Application, booking: Booking, _clock: Clock) -> None:
    """It moves to an offer of other days."""
    reschedule(app, ACTOR, booking.id, offers_now(app, booking, earliest=LATER)[0].id)


def another_override(app: Application, booking: Booking, _clock: Clock) -> None:
    """Staff move it to other times."""
    overridden(app, booking.arrival_id, wanted(TUESDAY + timedelta(days=2)))


def a_no_show(app: Application, booking: Booking, clock: Clock) -> None:
    """Nobody comes, to any of its appointments."""
    for each in booking.appointments:
        clock.now = each.start
        miss(app, ACTOR, each.id)


@pytest.mark.parametrize("ending", [a_cancellation, an_erasure, a_move, another_override, a_no_show])
@pytest.mark.parametrize("which", [0, 1])
def test_who_stays_keeps_the_desk(
    app: Application, clock: Clock, pair: tuple[Booking, Booking], ending: Ending, which: int
) -> None:
    """Whichever of two goes, the other one has every slot for itself, and it is offered to nobody."""
    ending(app, pair[which], clock)
    stays = pair[1 - which]
    assert get_booking(app, stays.id) == stays
    found = layers(app)
    assert all(found[each.id] == {0} for each in stays.appointments)
    assert_sound(app)
    cancel(app, ACTOR, stays.id, "changed plans")
    assert not {each.id for each in stays.appointments} & set(layers(app))
    assert_sound(app)


def test_three_at_once_sink_one_by_one(app: Application, pair: tuple[Booking, Booking]) -> None:
    """The one in the middle goes; the last one lies over the first then."""
    third = overridden(app, registered(app).id, wanted())
    cancel(app, ACTOR, pair[1].id, "changed plans")
    found = layers(app)
    assert [found[each.id] for each in (pair[0].appointments[0], third.appointments[0])] == [{0}, {1}]
    assert_sound(app)


def test_an_offer_of_before_is_lost_to_an_override(app: Application) -> None:
    """Over a booking that has gone since, too: the desk is not free while staff have promised it."""
    arrival = registered(app)
    offer = offered(app, arrival, limit=1)[0]
    same = {each.step: each for each in offer.appointments}
    desks, times = {s: e.resource for s, e in same.items()}, {s: f"{e.start:%H:%M}" for s, e in same.items()}
    day = offer.appointments[0].start.date()
    lower, upper = (overridden(app, registered(app).id, wanted(day, desks, **times)) for _ in range(2))
    cancel(app, ACTOR, lower.id, "changed plans")
    with pytest.raises(SlotTaken):
        booked(app, offer)
    assert get_booking(app, upper.id) == upper


def test_a_shared_desk_counts_once(app: Application, pair: tuple[Booking, Booking]) -> None:
    """Two at one desk take one desk of the agency, and one at a desk that is shut takes none."""
    first = pair[0].appointments[0]
    overridden(app, registered(app).id, wanted(TUESDAY + timedelta(days=2), permit="12:15", registration="13:00"))
    found = {(each.agency, each.start): (each.open, each.free) for each in availability(app, REGION, TUESDAY, TUESDAY)}
    assert found[first.agency, first.start] == (2, 1)
    thursday = TUESDAY + timedelta(days=2)
    found = {(e.agency, e.start): (e.open, e.free) for e in availability(app, REGION, thursday, thursday)}
    assert found["ind", at("12:15", thursday)] == (1, 1)


def test_nights_move_nothing_that_staff_have_named(app: Application) -> None:
    """Nor whom they share a desk with."""
    day = datetime(2026, 9, 18, tzinfo=UTC).date()
    pair = [overridden(app, registered(app, arrives_on=day).id, wanted(day)) for _ in range(2)]
    newly_promised(app, poor=True)
    improve(app, REGION)
    assert [get_booking(app, each.id) for each in pair] == pair
    assert_sound(app)


def test_one_step_moves_and_the_others_stay_overridden(app: Application, pair: tuple[Booking, Booking]) -> None:
    """A front desk may move a step by the rules beside those that break them, if it fits those."""
    offer = offers_now(app, pair[1], earliest=LATER)[0]
    moved = reschedule(app, ACTOR, pair[1].id, offer.id, steps=("advice",))
    assert rules(moved) == [("capacity", "permit"), ("capacity", "registration")]
    sunday = overridden(
        app, registered(app, arrives_on=SUNDAY).id, wanted(SUNDAY, permit="22:00", registration="23:00")
    )
    late = offers_now(app, sunday)[0]
    assert rules(reschedule(app, ACTOR, sunday.id, late.id, steps=("registration",))) == [
        ("opening-hours", "advice"),
        ("opening-hours", "permit"),
    ]
    assert_sound(app)


def test_a_step_that_does_not_fit_those_is_refused(app: Application) -> None:
    """An order that is broken by the move is not one that was overridden."""
    late = overridden(app, registered(app).id, wanted(permit="18:00", registration="18:30", advice="20:00"))
    offer = next(o for o in offers_now(app, late, limit=20) if o.appointments[-1].start < at("18:00"))
    with pytest.raises(InvalidInput, match="steps whose new times fit the others"):
        reschedule(app, ACTOR, late.id, offer.id, steps=("registration",))


def test_one_step_is_cancelled_and_the_others_stay_overridden(app: Application, pair: tuple[Booking, Booking]) -> None:
    """Its desk is left to the one who had it first."""
    after = cancel(app, ACTOR, pair[1].id, "no advice wanted", steps=("advice",))
    assert rules(after) == [("capacity", "permit"), ("capacity", "registration")]
    assert layers(app)[pair[0].appointments[2].id] == {0}
    assert_sound(app)


def test_every_desk_can_be_shared(app: Application, pair: tuple[Booking, Booking]) -> None:
    """Time that is shared in part lies over others only there."""
    partly = overridden(app, registered(app).id, wanted(registration="09:45", advice="11:00"))
    registration = next(each for each in partly.appointments if each.step == "registration")
    assert layers(app)[registration.id] == {0, 2}
    assert ("capacity", "registration") in rules(partly)
    assert set(DESKS) == {each.step for each in pair[0].appointments}
    assert_sound(app)


def test_who_is_late_for_what_was_overridden_gets_times_by_the_rules(
    app: Application, clock: Clock, pair: tuple[Booking, Booking]
) -> None:
    """The other one keeps the desk, and what they share later that day, if they need not move there, they share."""
    late = pair[1].appointments[0]
    clock.now = late.start - timedelta(minutes=5)
    told = await_late(app, ACTOR, late.id, late.start + timedelta(minutes=40))
    assert told.kept
    assert [each.step for each in told.overrides_lost] == ["permit", "registration"]
    assert rules(get_booking(app, pair[1].id)) == [("capacity", "advice")]
    assert get_booking(app, pair[0].id) == pair[0]
    assert_sound(app)


def test_an_override_and_those_who_book_by_the_rules_take_turns(app: Application) -> None:
    """At the same moment: one books the slot by the rules at most, and the override is told whom it shares it with."""
    offers = [offered(app, registered(app), limit=1)[0] for _ in range(3)]
    arrival, start = registered(app), Barrier(4)
    same = tuple(WantedAppointment(each.step, each.resource, each.start) for each in offers[0].appointments)

    def take(offer: Offer | None) -> Booking | None:
        start.wait(timeout=30)
        try:
            return booked(app, offer) if offer else overridden(app, arrival.id, same)
        except SlotTaken:
            return None

    with ThreadPoolExecutor(4) as pool:
        *ruled, staff = pool.map(take, [*offers, None])
    assert staff is not None
    assert len([each for each in ruled if each]) == (1 if staff.overrides else 0)
    assert_sound(app)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_overridden_and_cancelled_every_claim_has_one_beneath(
    app: Application, data: st.DataObject
) -> None:
    """However appointments overlap and in whichever order they go, claims are those of what stands."""
    standing: list[Booking] = []
    for _ in range(data.draw(st.integers(3, 6))):
        if data.draw(st.booleans()) and standing:
            cancel(app, ACTOR, standing.pop(data.draw(st.integers(0, len(standing) - 1))).id, "changed plans")
        else:
            permit = data.draw(st.sampled_from(["09:00", "09:15", "09:30"]))
            advice = data.draw(st.sampled_from(["10:45", "11:00"]))
            appointments = wanted(permit=permit, registration="10:00", advice=advice)
            standing.append(overridden(app, registered(app).id, appointments))
        assert_sound(app)
    for booking in standing:
        cancel(app, ACTOR, booking.id, "changed plans")
    assert layers(app) == {}
