"""Lists the disruptions of a region."""

from scheduler.application import Application
from scheduler.domain.disruption import Report
from scheduler.regions import check_region


def list_disruptions(app: Application, region_id: str) -> tuple[Report, ...]:
    """Those that go on or are to come, in the order they were reported; raises InvalidInput."""
    with app.reading() as uow:
        check_region(uow, "region", region_id)
        return uow.disruptions.standing(region_id, app.clock())
