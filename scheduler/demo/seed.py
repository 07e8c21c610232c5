"""Puts the example region into a database."""

from scheduler.application import Application
from scheduler.demo.region import AGENCIES, JOURNEYS, LOCATION, REGION, closures, resources


def seed_demo(app: Application) -> None:
    """Add the example region unless it is there."""
    today = app.clock().date()
    with app.writing() as uow:
        configuration = uow.configuration
        if REGION.id in [region.id for region in configuration.regions()]:
            return
        configuration.add_region(REGION)
        configuration.add_location(LOCATION)
        for agency in AGENCIES:
            configuration.add_agency(agency)
        for resource in resources():
            configuration.add_resource(resource)
        for closure in closures(range(today.year - 1, today.year + 3)):
            configuration.add_closure(closure)
        for journey in JOURNEYS:
            configuration.add_journey(journey)
        uow.commit()
