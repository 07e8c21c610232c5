"""Checks on the region that a request names."""

from scheduler.domain.errors import InvalidInput
from scheduler.store.unit_of_work import UnitOfWork


def check_region(uow: UnitOfWork, pointer: str, region_id: str) -> None:
    """Refuses a region that is not configured: raises InvalidInput."""
    regions = [region.id for region in uow.configuration.regions()]
    if region_id not in regions:
        known = f"one of {', '.join(regions)}" if regions else "a region that is configured, and there is none yet"
        raise InvalidInput(pointer, region_id, known)
