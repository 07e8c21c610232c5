"""Offers what came free to those who wait: to whoever gains most by it, then to the next, until nobody gains."""

import logging
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush

from scheduler.application import Application
from scheduler.auditing import SERVICE, write_audit
from scheduler.domain.waiting import WaitingOffer
from scheduler.gaining import Gain, best_gain
from scheduler.invitations import queue_waiting_offer
from scheduler.store.capacity import ClaimLostError
from scheduler.use_cases.hold import keep

_log = logging.getLogger(__name__)
_MOST_RETRIES = 3
_LEASE = timedelta(minutes=5)  # far longer than a round takes


def offer_freed(app: Application) -> int:
    """Go through the waiting lists of the regions in which capacity came free; how many offers were made."""
    now = app.clock()
    with app.reading() as uow:
        due = [region_id for region_id in uow.waiting.regions() if uow.rounds.is_due(region_id, now)]
    return sum(_round(app, region_id) for region_id in due)


def _round(app: Application, region_id: str) -> int:
    """A round that is due, unless another worker makes it; what is left of one that breaks off is for the next."""
    now = app.clock()
    until = now + _LEASE
    with app.writing() as uow:
        if not uow.rounds.lease(region_id, now, until):
            return 0
        waiting = [entry.arrival_id for entry in uow.waiting.of_region(region_id)]
        uow.commit()
    made = _offer_by_gain(app, waiting)
    with app.writing() as uow:
        uow.rounds.end(region_id, until)
        uow.commit()
    _log.info("region %s: %d offers to %d who wait", region_id, made, len(waiting))
    return made


def _offer_by_gain(app: Application, arrival_ids: Iterable[str]) -> int:
    """Offers made, the greatest gain first; a gain is found anew when its turn comes, for others may have its slots."""
    queue = [gain.rank for gain in (_gain(app, arrival_id) for arrival_id in arrival_ids) if gain is not None]
    heapify(queue)
    made, lost = 0, Counter[str]()
    while queue:
        *_, arrival_id = heappop(queue)
        gain = _gain(app, arrival_id)
        if gain is None:
            continue
        if queue and queue[0] < gain.rank:
            heappush(queue, gain.rank)
        elif _offer(app, gain):
            made += 1
        elif lost[arrival_id] < _MOST_RETRIES:
            lost[arrival_id] += 1
            heappush(queue, gain.rank)
    return made


def _gain(app: Application, arrival_id: str) -> Gain | None:
    with app.reading() as uow:
        return best_gain(app, uow, arrival_id)


def _offer(app: Application, gain: Gain) -> bool:
    """Hold what an arrival gains by and tell it; False if others were quicker, or the arrival has changed meanwhile."""
    now, arrival = app.clock(), gain.arrival
    expires_at = min(now + timedelta(minutes=app.settings.waiting_minutes), _answer_by(gain))
    offer = replace(gain.offer, expires_at=expires_at)
    with suppress(ClaimLostError), app.writing() as uow:
        uow.arrivals.lock(arrival.id)
        if not gain.stands(uow):
            return False
        uow.offers.add((offer,))
        hold = keep(app, uow, SERVICE, arrival, offer, expires_at)
        told = WaitingOffer(hold.id, now, offer.appointments)
        uow.waiting.note(arrival.id, (*gain.entry.offers, told))
        queue_waiting_offer(uow, arrival, hold, offer.completes_on, now)
        write_audit(app, uow, SERVICE, "offer-waiting", ("arrival", arrival.id), hold=hold.id, gain=gain.amount)
        uow.commit()
        return True
    return False


def _answer_by(gain: Gain) -> datetime:
    """When an answer is of no use any more."""
    return min(gain.offer.appointments[0].start, gain.entry.until)
