"""Finds what can be offered to an arrival, and says why when that is nothing in time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from calendars.words import day_in_words, list_in_words
from scheduler.application import Application
from scheduler.availability import Window
from scheduler.domain.arrival import Arrival
from scheduler.domain.booking import BookedAppointment
from scheduler.domain.itinerary import Offer, OfferList, OfferRequest
from scheduler.identity import new_id
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import build_arrival
from solver import offers as engine
from solver.classes import FloatArray
from solver.explain import Binding, binding

_MOMENT = timedelta(seconds=1)  # keeps the end of a day on that day


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of a window: an arrival, what it wants, and from when on."""

    arrival: Arrival
    request: OfferRequest
    earliest: datetime


def find_offers(app: Application, uow: UnitOfWork, arrival: Arrival, request: OfferRequest) -> OfferList:
    """The best itineraries for an arrival, not yet stored; what it has booked itself counts as free."""
    now = app.clock()
    earliest = max(now, request.earliest or now)
    region = uow.configuration.region(arrival.region)
    booking = uow.bookings.active(arrival.id)
    # A visit that has begun is not given up.
    movable = tuple(each for each in booking.appointments if each.started_at is None) if booking else ()
    # One more than asked for, since the one that is booked already will be left out.
    question = _Question(arrival, replace(request, limit=request.limit + 1) if movable else request, earliest)
    day = max(earliest, arrival.available_from).astimezone(arrival.deadline.tzinfo).date()
    with app.availability.window(uow, region, day) as window, window.without(movable):
        found, reason = _search(window, question, app.settings.late_days)
    expires_at = now + timedelta(minutes=app.settings.offer_minutes)
    late = region.prices.late
    offers = [_offer(window, offer, arrival, late=late, expires_at=expires_at) for offer in found]
    return OfferList(tuple(offer for offer in offers if not _is_held(offer, movable))[: request.limit], reason)


def why_not_in_time(window: Window, arrival: Arrival, now: datetime) -> str:
    """Why nothing in a window meets the deadline of an arrival, in the words in which offers tell it."""
    return _reason(window, _Question(arrival, OfferRequest(), now))


def _search(window: Window, question: _Question, late_days: int) -> tuple[list[engine.Offer], str | None]:
    deadline, latest = question.arrival.deadline, question.request.latest
    in_time = _best(window, question, deadline if latest is None else min(deadline, latest), prices=window.prices)
    if in_time:
        return in_time, None
    frame = window.frame
    if not frame.days:
        return [], "no agency of the region is open"
    from_day = max(deadline, question.earliest.astimezone(deadline.tzinfo)).date()
    last = frame.day(frame.day_at_or_before(from_day) + late_days)
    extended = max(deadline, frame.grid.instant(last, frame.grid.slots_per_day) - _MOMENT)
    # As soon as possible: what slots are worth to others is no reason to make somebody later still.
    late = _best(window, question, extended if latest is None else min(extended, latest), prices=None)
    reason = _reason(window, question)
    return late, reason if late else f"{reason}; nor does anything fit until {_until(extended)}"


def _best(window: Window, question: _Question, deadline: datetime, *, prices: FloatArray | None) -> list[engine.Offer]:
    request = question.request
    arrival = build_arrival(window.frame, question.arrival, deadline=deadline, earliest=question.earliest)
    if not _has_days(window, arrival.available_from, arrival.deadline_day):
        return []
    return engine.best_itineraries(
        window.desks,
        arrival,
        request.limit,
        prices=prices,
        prefer_single_visit=request.prefer_single_visit,
    )


def _has_days(window: Window, start: int, deadline_day: int) -> bool:
    """Whether any open day lies in an arrival's own window."""
    return start // window.frame.grid.slots_per_day <= deadline_day


def _reason(window: Window, question: _Question) -> str:
    """Why nothing fits before the deadline, in words."""
    deadline, latest = question.arrival.deadline, question.request.latest
    if question.earliest >= deadline:
        return f"the deadline, {day_in_words(deadline.date(), year=True)}, has passed"
    until = deadline if latest is None else min(deadline, latest)
    arrival = build_arrival(window.frame, question.arrival, deadline=until, earliest=question.earliest)
    if not _has_days(window, arrival.available_from, arrival.deadline_day):
        return f"no agency is open before {_until(until)}"
    found = binding(window.desks, arrival)
    if not found:
        return f"the times at which the party can come leave no room before {_until(until)}"
    return "; ".join(_binding_in_words(window, each, question.arrival.languages) for each in found)


def _until(instant: datetime) -> str:
    return f"the end of {day_in_words(instant.date())}"


def _binding_in_words(window: Window, found: Binding, languages: frozenset[str]) -> str:
    agency = next(each for each in window.frame.setup.agencies if each.id == found.agency)
    desks = [desk for desk in window.frame.setup.resources if desk.agency == agency.id]
    spoken = frozenset[str]().union(*(desk.languages for desk in desks))
    if languages and not languages & spoken:
        return f"{agency.name.en} has no desk in {_listed(languages)}; its desks speak {_listed(spoken)}"
    days = list_in_words([day_in_words(window.frame.day(position)) for position in found.days])
    if found.lack == "closed":
        return f"{agency.name.en} has no suitable desk open on {days}"
    return f"{agency.name.en} has no free desk on {days}"


def _listed(languages: Iterable[str]) -> str:
    return ", ".join(sorted(languages))


def _offer(window: Window, found: engine.Offer, arrival: Arrival, *, late: float, expires_at: datetime) -> Offer:
    frame = window.frame
    completes_on = frame.day(found.completes_day)
    appointments = frame.appointments(found.itinerary)
    in_time = arrival.is_met(completes_on, appointments[-1].end)
    return Offer(
        id=new_id("offer"),
        arrival_id=arrival.id,
        appointments=appointments,
        visits=found.visits,
        completes_on=completes_on,
        meets_deadline=in_time,
        cost=found.cost if in_time else found.cost + late,
        expires_at=expires_at,
    )


def _is_held(offer: Offer, movable: tuple[BookedAppointment, ...]) -> bool:
    """Whether an offer is what the arrival has already."""
    return [BookedAppointment.of(each, "") for each in movable] == [
        BookedAppointment.of(each, "") for each in offer.appointments
    ]
