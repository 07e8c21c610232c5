"""Shows a week of a region by agency and day, in counts."""

from datetime import date, timedelta

from scheduler.application import Application
from scheduler.domain.capacity import AgencyDay, WeekOverview
from scheduler.domain.errors import InvalidInput
from scheduler.use_cases.availability import availability


def week_overview(app: Application, region_id: str, monday: date) -> WeekOverview:
    """The week of `monday`, every agency on every day; raises NotFound or InvalidInput."""
    if monday.isoweekday() != 1:
        raise InvalidInput("week", monday.isoformat(), "a Monday")
    week = [monday + timedelta(days=n) for n in range(7)]
    slots = availability(app, region_id, week[0], week[-1])
    with app.reading() as uow:
        setup = uow.configuration.setup(region_id)
    days = (
        AgencyDay(agency.id, day, tuple(s for s in slots if s.agency == agency.id and s.start.date() == day))
        for agency in setup.agencies
        for day in week
    )
    return WeekOverview(region_id, monday, tuple(days), setup.region.pace.slot_minutes)
