"""Configuration that is read."""

from sqlalchemy import event

from scheduler.application import Application
from scheduler.store.configuration import ConfigurationRepository
from tests.scheduler.stage import REGION


def test_a_unit_of_work_asks_the_database_for_a_region_once(app: Application) -> None:
    """It does not change meanwhile, and front desks wait for every question."""
    asked: list[str] = []
    with app.database.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        configuration = ConfigurationRepository(connection)
        assert configuration.region(REGION) == configuration.region(REGION)
    assert sum("FROM regions" in statement for statement in asked) == 1
