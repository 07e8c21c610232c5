"""Ends a disruption before its time."""

from dataclasses import replace

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.domain.disruption import Report


def end_disruption(app: Application, actor: str, disruption_id: str) -> Report:
    """The disruption, over: what it blocks of its desks from now on is free, and nobody is moved back.

    One that has been ended stays as it is. Raises NotFound.
    """
    with app.writing() as uow:
        region_id = uow.disruptions.get(disruption_id).region
        uow.capacity.lock(region_id)
        found = uow.disruptions.get(disruption_id)  # again: it may have been ended before the lock
        if found.ended_at is not None:
            return found
        now = app.clock()
        uow.capacity.free_blocks(uow.configuration.region(region_id), disruption_id, now)
        uow.disruptions.end(disruption_id, now)
        uow.bid_prices.ask(region_id, now)
        write_audit(app, uow, actor, "end", ("disruption", disruption_id))
        uow.commit()
    return replace(found, ended_at=now)
