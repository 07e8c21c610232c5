"""Prices the desks of a region by what is expected."""

import logging
from datetime import timedelta

from scheduler.application import Application
from scheduler.auditing import SERVICE, write_audit
from scheduler.pricing import priced
from solver.child import SolveStoppedError

_log = logging.getLogger(__name__)
_LONGEST = timedelta(minutes=10)


def price_due_regions(app: Application) -> bool:
    """Compute the prices that are asked for, each once whichever worker does; whether there were any."""
    now = app.clock()
    with app.reading() as uow:
        due = uow.bid_prices.due(now)
    done = [_price_once(app, region_id) for region_id in due]
    return any(done)


def ask_for_prices(app: Application, region_id: str) -> None:
    """Have the prices of a region computed soon."""
    with app.writing() as uow:
        uow.bid_prices.ask(region_id, app.clock())
        uow.commit()


def _price_once(app: Application, region_id: str) -> bool:
    now = app.clock()
    with app.writing() as uow:
        if not uow.bid_prices.lease(region_id, now, now + _LONGEST):
            return False
        uow.commit()
    try:
        prices = priced(app, region_id)
    except SolveStoppedError:
        _log.exception("region %s keeps the prices it has until its lease is over", region_id)
        return False
    with app.writing() as uow:
        uow.bid_prices.store(region_id, prices, now)
        write_audit(app, uow, SERVICE, "price", ("region", region_id), priced=prices is not None)
        uow.commit()
    return True
