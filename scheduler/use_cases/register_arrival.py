"""Registers an arrival and promises it a deadline."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from calendars.grid import time_zone
from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.arrival import Arrival, NewArrival, check_contact, check_party, check_times, check_unavailable
from scheduler.domain.errors import InvalidInput
from scheduler.domain.journey import Journey
from scheduler.identity import new_id
from scheduler.promise import promised_term
from scheduler.regions import check_region
from scheduler.store.unit_of_work import UnitOfWork


def register_arrival(app: Application, actor: str, new: NewArrival) -> Arrival:
    """The arrival with its deadline and the reason for it; raises InvalidInput."""
    with app.writing() as uow:
        arrival = promised_arrival(uow, new, app.clock())
        add_arrival(app, uow, actor, arrival)
        uow.commit()
    return arrival


def promised_arrival(uow: UnitOfWork, new: NewArrival, now: datetime) -> Arrival:
    """What is told of an arrival with a deadline promised now, not yet stored; raises InvalidInput."""
    _check_people(new)
    _check_configured(uow, new)
    setup = uow.configuration.setup(new.region)
    arrives_on = new.arrives_on or now.astimezone(time_zone(setup.region.timezone)).date()
    check_ready_from(uow.configuration.journey(new.journey), arrives_on, new.ready_from)
    term = promised_term(setup, arrives_on, new.available_from, now)
    return Arrival(
        id=new_id("arrival"),
        journey=new.journey,
        region=new.region,
        arrives_on=arrives_on,
        available_from=term.available_from,
        party=new.party,
        contact=new.contact,
        ready_from=new.ready_from,
        unavailable=new.unavailable,
        deadline=term.deadline,
        deadline_reason=term.reason,
        created_at=now,
        updated_at=now,
        times=new.times,
    )


def promised_with(first: Arrival, journey: Journey, new: NewArrival) -> Arrival:
    """An arrival that comes with another, by the same journey: with its days and its promise; raises InvalidInput."""
    _check_people(new)
    check_ready_from(journey, first.arrives_on, new.ready_from)
    return replace(
        first,
        id=new_id("arrival"),
        party=new.party,
        contact=new.contact,
        ready_from=new.ready_from,
        unavailable=new.unavailable,
    )


def add_arrival(app: Application, uow: UnitOfWork, actor: str, arrival: Arrival) -> None:
    """Store a new arrival in the caller's transaction."""
    uow.arrivals.add(arrival)
    write_audit(app, uow, actor, "register", ("arrival", arrival.id), deadline=arrival.deadline)


def check_ready_from(journey: Journey, arrives_on: date, ready_from: Mapping[str, date]) -> None:
    """Refuses steps the journey does not have and days far from the arrival: raises InvalidInput."""
    for step, day in ready_from.items():
        pointer = "/readyFrom/" + step.replace("~", "~0").replace("/", "~1")
        if step not in journey.step_by_id:
            raise InvalidInput(pointer, step, f"one of {', '.join(journey.step_by_id)}")
        if abs((day - arrives_on).days) > 366:
            raise InvalidInput(pointer, day.isoformat(), f"within a year of {arrives_on}")


def _check_people(new: NewArrival) -> None:
    check_party(new.party)
    check_contact(new.contact)
    check_unavailable(new.unavailable)
    check_times(new.times)


def _check_configured(uow: UnitOfWork, new: NewArrival) -> None:
    check_region(uow, "/region", new.region)
    offered = uow.configuration.services(new.region)
    journeys = [journey.id for journey in uow.configuration.journeys() if journey.services <= offered]
    if new.journey not in journeys:
        raise InvalidInput("/journey", new.journey, f"one of {', '.join(journeys)}")
