"""Gives a hold up before its time is over."""

from scheduler.application import Application
from scheduler.auditing import write_audit
from scheduler.expiry import release_hold
from scheduler.taking import locked_hold


def release(app: Application, actor: str, hold_id: str) -> None:
    """The slots of the hold are free again; a hold that ended already, or became a booking, stays as it is.

    Raises NotFound.
    """
    with app.writing() as uow:
        record = locked_hold(uow, hold_id)
        if record.active:
            release_hold(uow, record)
            write_audit(app, uow, actor, "release", ("hold", hold_id), arrival=record.arrival_id)
            uow.commit()
