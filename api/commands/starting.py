"""Where the scenarios of files start: at the database of this installation, or else at the example region."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.commands.configured import check_settings, configured_service
from api.scenarios.starts import check_start, start_of
from api.schemas.scenarios import StartIn
from scheduler.demo.region import REGION
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.example import example
from scheduler.scenarios.scenario import Scenario
from scheduler.settings import PREFIX, Settings

_FILE = "sqlite:///"


def starting(given: StartIn) -> Scenario:
    """The start that is asked for; raises InvalidInput."""
    check_start(given)
    if not _has_database():
        if given.region != REGION.id:
            name = "region" if given.history is None else "history"
            told = f"{REGION.id} as a region, since there is no database"
            raise InvalidInput(f"/start/{name}", given.region or given.history, told)
        today = datetime.now(UTC).date()
        return example(today + timedelta(days=7 - today.weekday()))
    service = configured_service()
    try:
        return start_of(service, given)
    finally:
        service.close()


def _has_database() -> bool:
    """Whether one is named, or is where it is by default."""
    check_settings()
    default = str(Settings.model_fields["database_url"].default)
    return f"{PREFIX}DATABASE_URL" in os.environ or Path(default.removeprefix(_FILE)).exists()
