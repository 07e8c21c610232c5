"""Makes offers to an arrival."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival
from scheduler.domain.errors import InvalidInput, SlotTaken
from scheduler.domain.itinerary import MAX_OFFERS, OfferList, OfferRequest
from scheduler.expiry import release_expired
from scheduler.offering import find_offers
from scheduler.store.capacity import ClaimLostError

_FARTHEST = timedelta(days=366)


def make_offers(app: Application, actor: str, arrival_id: str, request: OfferRequest) -> OfferList:
    """The best distinct itineraries, cheapest first; late ones with the reason where none meets the deadline.

    Raises NotFound or InvalidInput.
    """
    _check(app, request)
    release_expired(app)
    while True:
        # Searching takes no writer's turn; an arrival that changed meanwhile is searched again.
        with app.reading() as uow:
            arrival = uow.arrivals.get(arrival_id)
            found = find_offers(app, uow, arrival, request)
        if _store(app, actor, arrival, found):
            return found


@contextmanager
def fresh_offers_on_loss(app: Application, actor: str, offer_id: str) -> Iterator[None]:
    """Turns a lost race for the slots of an offer into SlotTaken with offers of now."""
    try:
        yield
    except ClaimLostError:
        with app.reading() as uow:
            arrival_id = uow.offers.get(offer_id).arrival_id
        raise SlotTaken(make_offers(app, actor, arrival_id, OfferRequest())) from None


def _store(app: Application, actor: str, arrival: Arrival, found: OfferList) -> bool:
    with app.writing() as uow:
        uow.arrivals.lock(arrival.id)
        if uow.arrivals.get(arrival.id) != arrival:
            return False
        uow.offers.add(found.offers)
        write_audit(app, uow, actor, "offer", ("arrival", arrival.id), offers=[offer.id for offer in found.offers])
        uow.commit()
    return True


def _check(app: Application, request: OfferRequest) -> None:
    if not 1 <= request.limit <= MAX_OFFERS:
        raise InvalidInput("/limit", request.limit, f"1 to {MAX_OFFERS}")
    now = app.clock()
    for name in ("earliest", "latest"):
        instant = getattr(request, name)
        if instant is not None and abs(instant - now) > _FARTHEST:
            raise InvalidInput(f"/{name}", instant.isoformat(), "within a year of now")
    if request.earliest is not None and request.latest is not None and request.latest <= request.earliest:
        raise InvalidInput("/latest", request.latest.isoformat(), f"later than {request.earliest.isoformat()}")
