"""Whether the copy of availability in memory follows the database."""

from scheduler.application import Application
from scheduler.bootstrap import build
from tests.scheduler.stage import MONDAY, REGION, Mailbox


def free_desks(app: Application) -> list[list[int]]:
    """How many desks the service, in its memory, takes to be free by desk and slot."""
    with app.reading() as uow, app.availability.window(uow, uow.configuration.region(REGION), MONDAY) as window:
        found: list[list[int]] = window.desks.occupancy.free.tolist()
    return found


def assert_followed(app: Application) -> None:
    """The copy of availability in memory is what a service that starts anew makes, and no desk is free twice."""
    fresh = build(app.settings, clock=app.clock, transport=Mailbox())
    found = free_desks(app)
    assert found == free_desks(fresh)
    assert max(map(max, found)) == 1
    fresh.close()
