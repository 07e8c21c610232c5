"""Tells whether the service can do its work."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from scheduler.application import Application
from scheduler.domain.health import Health

_log = logging.getLogger(__name__)


def check_health(app: Application) -> Health:
    """Whether the database answers with the schema this code expects; says in the log why it does not."""
    try:
        return Health(database=True, schema_current=app.database.is_current())
    except SQLAlchemyError as error:
        _log.warning("the database does not answer: %s", type(getattr(error, "orig", None) or error).__name__)
        return Health(database=False, schema_current=False)
