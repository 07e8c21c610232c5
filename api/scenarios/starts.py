"""Where a scenario of the service starts."""

from api.schemas.scenarios import StartIn
from scheduler.application import Application
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.starting import HISTORY_WEEKS, as_now, as_was


def start_of(app: Application, given: StartIn) -> Scenario:
    """A region as it is now, or as it was; raises InvalidInput."""
    check_start(given)
    if given.region is not None:
        return as_now(app, given.region)
    return as_was(app, str(given.history), given.weeks or HISTORY_WEEKS)


def check_start(given: StartIn) -> None:
    """Refuses a start that names both a region and a history, or neither: raises InvalidInput."""
    if (given.region is None) == (given.history is None):
        found = "neither" if given.region is None else "both"
        raise InvalidInput("/start", found, "either a region, or the history of one")
    if given.weeks is not None and given.history is None:
        raise InvalidInput("/start/weeks", given.weeks, "weeks of a history; a region starts as it is now")
