"""Closes an agency, or all of a region, on some days."""

from datetime import date, timedelta

from scheduler.application import Application
from scheduler.domain.booking import Idempotency
from scheduler.domain.disruption import Absence, Disruption
from scheduler.domain.errors import InvalidInput
from scheduler.regions import check_region
from scheduler.store.configuration import RegionSetup
from scheduler.translation import Frame
from scheduler.use_cases.disrupt import disrupt

_LONGEST = timedelta(days=92)


def close(
    app: Application,
    actor: str,
    region_id: str,
    agency_id: str | None,
    first: date,
    last: date,
    reason: str,
    idempotency: Idempotency,
) -> Disruption:
    """The disruption by all desks of an agency, or of all agencies, being shut from `first` to `last`.

    Raises InvalidInput, IdempotencyConflict or RegionBusy.
    """
    if not first <= last < first + _LONGEST:
        raise InvalidInput("/to", last.isoformat(), f"a day from {first} on, at most {_LONGEST.days} days in all")
    with app.reading() as uow:
        check_region(uow, "/region", region_id)
        setup = uow.configuration.setup(region_id)
    today = setup.region.day(app.clock())
    if last < today:
        raise InvalidInput("/to", last.isoformat(), f"{today} or later")
    return disrupt(app, actor, _absences(setup, agency_id, first, last), reason, idempotency)


def _absences(setup: RegionSetup, agency_id: str | None, first: date, last: date) -> tuple[Absence, ...]:
    agencies = [agency.id for agency in setup.agencies]
    if agency_id is not None and agency_id not in agencies:
        raise InvalidInput("/agency", agency_id, f"one of {', '.join(agencies)}")
    start, end = Frame(setup, first, last).bounds
    desks = (desk for desk in setup.resources if agency_id in (None, desk.agency))
    return tuple(Absence(desk.id, start, end) for desk in desks)
