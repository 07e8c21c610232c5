"""What somebody who waits would gain, by the prices of the region, from the best that is free now."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from scheduler.application import Application
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import Booking
from scheduler.domain.itinerary import Offer, OfferRequest
from scheduler.domain.waiting import WaitingEntry
from scheduler.offering import find_offers
from scheduler.rearranging import cost_of
from scheduler.store.unit_of_work import UnitOfWork

_NOTICE = timedelta(hours=1)  # nobody reads a mail at once
_CHOICE = 10  # offers, of which the first that can be held beside a booking is the best
_PAUSE = timedelta(days=1)  # who does not answer is not asked again and again, while others wait


@dataclass(frozen=True, slots=True)
class Gain:
    """What an offer saves an arrival that waits, and what it was found for."""

    entry: WaitingEntry
    arrival: Arrival
    booking: Booking | None
    offer: Offer
    amount: float

    @property
    def rank(self) -> tuple[float, datetime, str]:
        """Who gains most comes first, then who waits longest."""
        return -self.amount, self.entry.created_at, self.entry.arrival_id

    def stands(self, uow: UnitOfWork) -> bool:
        """Whether nothing has changed that it was found for, slots aside."""
        arrival_id = self.arrival.id
        if uow.waiting.find(arrival_id) != self.entry or uow.holds.active(arrival_id) is not None:
            return False
        return (uow.arrivals.get(arrival_id), uow.bookings.active(arrival_id)) == (self.arrival, self.booking)


def best_gain(app: Application, uow: UnitOfWork, arrival_id: str) -> Gain | None:
    """What an arrival gains most by; None where nothing is in time and worth a change, or it is not to be asked now.

    Who has something in time and as wished is asked for more than the price of a visit only.
    """
    now = app.clock()
    entry = uow.waiting.find(arrival_id)
    if entry is None or not _may_be_asked(uow, entry, now):
        return None
    arrival, booking = uow.arrivals.get(arrival_id), uow.bookings.active(arrival_id)
    earliest = max(now + _NOTICE, entry.earliest or now)
    if not _may_move(uow, arrival, booking, now):
        return None
    offer = next((each for each in _offers(app, uow, arrival, entry, earliest) if _is_free(each, booking)), None)
    if offer is None:
        return None
    since = max(earliest, arrival.available_from).astimezone(arrival.deadline.tzinfo).date()
    amount = _cost_now(app, uow, arrival, booking, since) - offer.cost
    least = uow.configuration.region(entry.region).prices.visit if entry.is_content_with(booking) else 0.0
    return Gain(entry, arrival, booking, offer, amount) if amount > least else None


def _may_be_asked(uow: UnitOfWork, entry: WaitingEntry, now: datetime) -> bool:
    """Whether it still waits, nothing is held for it, and it was not asked within a day."""
    if uow.holds.active(entry.arrival_id) is not None:
        return False
    return entry.until > now and not any(now < offer.offered_at + _PAUSE for offer in entry.offers)


def _may_move(uow: UnitOfWork, arrival: Arrival, booking: Booking | None, now: datetime) -> bool:
    """Whether a whole itinerary is what the arrival needs: nothing has begun and no step was given up."""
    if booking is None:
        return True
    steps = {step.id for step in uow.configuration.journey(arrival.journey).steps}
    whole = {each.step for each in booking.appointments} == steps
    return whole and not any(each.has_begun(now) for each in booking.appointments)


def _offers(
    app: Application, uow: UnitOfWork, arrival: Arrival, entry: WaitingEntry, earliest: datetime
) -> tuple[Offer, ...]:
    """The cheapest as wished, at other times than were offered before."""
    free = replace(arrival, unavailable=(*arrival.unavailable, *entry.passed_up))
    latest = min(arrival.deadline, entry.latest or arrival.deadline)
    return find_offers(app, uow, free, OfferRequest(_CHOICE, earliest, latest)).offers


def _is_free(offer: Offer, booking: Booking | None) -> bool:
    """Whether an offer is in time, and can be held while the booking stands, whose own time was free for it."""
    return offer.meets_deadline and (booking is None or booking.is_beside(offer.appointments))


def _cost_now(app: Application, uow: UnitOfWork, arrival: Arrival, booking: Booking | None, since: date) -> float:
    """What it costs to leave things as they are, its slots and its days counted as offers from `since` on do."""
    if booking is None:
        return uow.configuration.region(arrival.region).prices.late
    journeys = [uow.configuration.journey(arrival.journey)]
    region, held = uow.configuration.region(arrival.region), booking.appointments
    with app.availability.window(uow, region, since) as window, window.without(held):
        return cost_of(window.frame, journeys, arrival, booking) + window.worth(held)
