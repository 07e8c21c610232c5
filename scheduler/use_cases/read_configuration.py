"""Lists what is configured."""

from scheduler.application import Application
from scheduler.domain.agency import Agency, Location, Region, Resource
from scheduler.domain.journey import Journey
from scheduler.regions import check_region


def list_regions(app: Application) -> tuple[Region, ...]:
    """Every region by name."""
    with app.reading() as uow:
        return uow.configuration.regions()


def list_journeys(app: Application) -> tuple[Journey, ...]:
    """Every journey."""
    with app.reading() as uow:
        return uow.configuration.journeys()


def list_agencies(app: Application) -> tuple[Agency, ...]:
    """Every agency of every region."""
    with app.reading() as uow:
        return uow.configuration.agencies()


def list_resources(app: Application, region_id: str | None = None) -> tuple[Resource, ...]:
    """Every desk, or those of a region; raises InvalidInput."""
    with app.reading() as uow:
        if region_id is not None:
            check_region(uow, "region", region_id)
        regions = [region.id for region in uow.configuration.regions() if region_id in (None, region.id)]
        return tuple(desk for region in regions for desk in uow.configuration.setup(region).resources)


def list_locations(app: Application) -> tuple[Location, ...]:
    """Every location."""
    with app.reading() as uow:
        return uow.configuration.locations()
