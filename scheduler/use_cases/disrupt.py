"""Takes desks out of service, and plans those anew who were to come to them, in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.blocking import Affected, affected_by
from scheduler.domain.booking import Idempotency
from scheduler.domain.capacity import Block
from scheduler.domain.disruption import Absence, Disruption, Report
from scheduler.domain.errors import InvalidInput, RegionBusy
from scheduler.domain.privacy import check_name
from scheduler.expiry import release_expired, release_hold
from scheduler.identity import new_id
from scheduler.replanning import Surroundings, replanned, surroundings
from scheduler.standing import Found
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.taking import first_answer, once
from scheduler.use_cases.displace import displace

_VERB = "disrupt"
_FARTHEST = timedelta(days=366)
_WHILE_OTHERS_BOOK = 2  # plans; the next one is made while they wait
_MOST_ATTEMPTS = 20


class _OutdatedError(Exception):
    """Somebody else was booked, moved or cancelled while the plan was made."""


@dataclass(frozen=True)
class _Request:
    """What drops out in a region, why, who says so, and when."""

    actor: str
    region: str
    absences: tuple[Absence, ...]
    reason: str
    now: datetime
    idempotency: Idempotency


def disrupt(
    app: Application, actor: str, absences: Sequence[Absence], reason: str, idempotency: Idempotency
) -> Disruption:
    """Block desks, and move, invite again and tell those who were to come to them; the others keep what they have.

    All of it or nothing. Raises InvalidInput, IdempotencyConflict or RegionBusy.
    """
    first = first_answer(app, idempotency, _VERB, Disruption)
    if first is not None:
        return first
    request = _Request(actor, _region_of(app, absences), tuple(absences), reason, app.clock(), idempotency)
    _check(request)
    release_expired(app)
    for attempt in range(_MOST_ATTEMPTS):
        try:
            return _attempt(app, request, waiting=attempt >= _WHILE_OTHERS_BOOK)
        except _OutdatedError:
            continue
    raise RegionBusy(request.region)


def _region_of(app: Application, absences: Iterable[Absence]) -> str:
    with app.reading() as uow:
        region_by_desk = {
            desk.id: region.id
            for region in uow.configuration.regions()
            for desk in uow.configuration.setup(region.id).resources
        }
    for absence in absences:
        if absence.resource not in region_by_desk:
            raise InvalidInput("/resource", absence.resource, f"one of {', '.join(region_by_desk)}")
    return region_by_desk[next(iter(absences)).resource]


def _check(request: _Request) -> None:
    check_name("/reason", request.reason)
    for absence in request.absences:
        earliest = max(absence.start, request.now)
        if absence.end <= earliest:
            raise InvalidInput("/to", absence.end.isoformat(), f"later than {earliest.isoformat()}")
        if absence.end > request.now + _FARTHEST:
            raise InvalidInput("/to", absence.end.isoformat(), "within a year of now")
        if absence.start < request.now - _FARTHEST:
            raise InvalidInput("/from", absence.start.isoformat(), "within a year of now")


def _attempt(app: Application, request: _Request, *, waiting: bool) -> Disruption:
    """One try; it is out of date if others changed what it is about, which they cannot while they are `waiting`."""
    with app.reading() as uow:
        affected = affected_by(uow, request.region, request.absences, request.now)
        around = _around(uow, request, affected)
    planned = {} if waiting else _plan(app, around, affected)

    def act(uow: UnitOfWork) -> Disruption:
        uow.arrivals.lock(*affected.arrivals)
        uow.capacity.lock(request.region)
        if affected_by(uow, request.region, request.absences, request.now) != affected:
            raise _OutdatedError
        found = _plan(app, _around(uow, request, affected), affected) if waiting else planned
        return _apply(app, uow, request, affected, found)

    return once(app, request.idempotency, _VERB, Disruption, act)


def _around(uow: UnitOfWork, request: _Request, affected: Affected) -> Surroundings:
    around = surroundings(uow, request.region, affected.standing, request.now)
    return around.without(affected.freed).with_taken(affected.stretches)


def _plan(app: Application, around: Surroundings, affected: Affected) -> Found:
    return replanned(app, around, affected.standing) if affected.standing else {}


def _apply(
    app: Application,
    uow: UnitOfWork,
    request: _Request,
    affected: Affected,
    found: Found,
) -> Disruption:
    region, disruption_id = uow.configuration.region(request.region), new_id("disruption")
    for hold in affected.holds:
        release_hold(uow, hold)
    displaced = displace(app, uow, request.actor, affected.standing, found, request.now)
    uow.disruptions.add(Report(disruption_id, region.id, request.reason, request.absences, request.now))
    blocks = [Block(new_id("block"), each.resource, each.start, each.end) for each in affected.stretches]
    uow.capacity.add_blocks(region, disruption_id, request.reason, blocks)
    uow.bid_prices.ask(region.id, request.now)
    details = {"region": region.id, "desks": [each.resource for each in request.absences], "displaced": len(displaced)}
    write_audit(app, uow, request.actor, "disrupt", ("disruption", disruption_id), **details)
    return Disruption(disruption_id, region.id, request.reason, request.absences, displaced, len(affected.holds))
