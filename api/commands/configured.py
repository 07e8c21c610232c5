"""The service as the environment describes it."""

import os

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from api.commands.refusing import refusal
from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.settings import Settings, UnknownSettingError, check_environment
from scheduler.store.database import UnknownSchemaError
from solver.wording import expected


def configured_service() -> Application:
    """The service of this installation; a setting that is wrong ends the command with one line that names it."""
    check_settings()
    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = f"ONESTOP_{str(first['loc'][0]).upper()}"
        raise refusal(f"{name}: {_given(first['input'])} is wrong; expected {expected(first)}") from None
    try:
        return build(settings)
    except (ImportError, OSError, SQLAlchemyError, UnknownSchemaError) as error:
        raise refusal(f"ONESTOP_DATABASE_URL: the database cannot be opened ({_reason(error)})") from None


def check_settings() -> None:
    """End the command with one line where the environment holds a setting that there is not."""
    try:
        check_environment(os.environ)
    except UnknownSettingError as error:
        raise refusal(str(error)) from None


def _given(value: object) -> str:
    """A setting as it was given, an address without all that may hold a password."""
    scheme, divider, _ = str(value).partition("://")
    return f"'{scheme}://...'" if divider else repr(value)


def _reason(error: Exception) -> str:
    """What went wrong, on one line and without the address, which may hold a password."""
    cause = getattr(error, "orig", None) or error
    return f"{type(cause).__name__}: {str(cause).splitlines()[0]}"
