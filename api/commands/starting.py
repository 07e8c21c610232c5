"""Where the scenarios of files start: at the database of this installation, or else at the example region."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.commands.configured import check_settings, configured_service
from api.commands.refusing import refusal
from api.scenarios.starts import check_start, start_of
from api.schemas.scenarios import StartIn
from scheduler.demo.region import REGION
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.example import example
from scheduler.scenarios.scenario import Scenario
from scheduler.settings import PREFIX, Settings
from scheduler.use_cases.read_configuration import list_regions

_FILE = "sqlite:///"


def starting(given: StartIn) -> Scenario:
    """The start that is asked for; raises InvalidInput."""
    check_start(given)
    check_settings()
    if not _has_database():
        if given.history is not None:
            raise InvalidInput(
                "/start/history", given.history, "a database that holds it, as ONESTOP_DATABASE_URL says"
            )
        if given.region != REGION.id:
            raise InvalidInput("/start/region", given.region, f"{REGION.id}, since there is no database")
        return _example()
    service = configured_service()
    try:
        if given.region == REGION.id and not list_regions(service):
            return _example()  # a database that nobody has set up yet
        return start_of(service, given)
    finally:
        service.close()


def _example() -> Scenario:
    today = datetime.now(UTC).date()
    return example(today + timedelta(days=7 - today.weekday()))


def _has_database() -> bool:
    """Whether one is named, or is where it is by default; one that is named and is not there ends the command."""
    named = os.environ.get(f"{PREFIX}DATABASE_URL")
    address = named or str(Settings.model_fields["database_url"].default)
    there = not address.startswith(_FILE) or Path(address.removeprefix(_FILE)).is_file()
    if named and not there:
        raise refusal(f"{PREFIX}DATABASE_URL: there is no file {address.removeprefix(_FILE)}; a scenario makes none")
    return there
