"""Reads the waiting list, a page at a time."""

from scheduler.application import Application
from scheduler.domain.errors import InvalidInput
from scheduler.domain.page import Page
from scheduler.domain.waiting import WaitingEntry
from scheduler.paging import check_limit, page_of, read_cursor


def list_waiting(
    app: Application, region_id: str | None = None, *, cursor: str | None = None, limit: int = 50
) -> Page[WaitingEntry]:
    """Who waits, of one region if it is given, longest first; raises InvalidInput."""
    check_limit(limit)
    after = read_cursor(cursor)
    with app.reading() as uow:
        regions = [region.id for region in uow.configuration.regions()]
        if region_id is not None and region_id not in regions:
            raise InvalidInput("region", region_id, f"one of {', '.join(regions)}")
        return page_of(uow.waiting.page(region_id, after, limit + 1), limit)
