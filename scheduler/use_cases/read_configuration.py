"""Lists what is configured."""

from scheduler.application import Application
from scheduler.domain.agency import Agency, Location, Region
from scheduler.domain.journey import Journey


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


def list_locations(app: Application) -> tuple[Location, ...]:
    """Every location."""
    with app.reading() as uow:
        return uow.configuration.locations()
