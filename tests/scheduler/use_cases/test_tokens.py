"""Tokens: a secret shown once, a hash kept."""

import pytest

from scheduler.application import Application
from scheduler.domain.errors import InvalidInput
from scheduler.use_cases.authenticate import authenticate
from scheduler.use_cases.check_health import check_health
from scheduler.use_cases.create_token import create_token
from tests.scheduler.stage import count
from tests.stored import everything


def test_a_secret_tells_its_token(app: Application) -> None:
    """The secret is known by its hash, and another one by nothing."""
    secret = create_token(app, "front desk 1", "frontdesk")
    token = authenticate(app, secret)
    assert token is not None
    assert (token.name, token.scope) == ("front desk 1", "frontdesk")
    assert authenticate(app, secret + "x") is None
    assert authenticate(app, "\udc80") is None


def test_the_secret_is_not_stored(app: Application) -> None:
    """The database does not know it."""
    secret = create_token(app, "front desk 1", "frontdesk")
    dump = str(everything(app))
    assert secret not in dump
    assert secret.removeprefix("onestop_") not in dump


def test_names_and_scopes_are_checked(app: Application) -> None:
    """A token has a name and one of three scopes."""
    with pytest.raises(InvalidInput, match="/name"):
        create_token(app, " ", "admin")
    with pytest.raises(InvalidInput, match="one of frontdesk, planner, override, admin"):
        create_token(app, "x", "god")  # type: ignore[arg-type]
    assert count(app, "tokens") == 0


def test_a_name_is_of_one_token(app: Application) -> None:
    """Audit lines tell by the name who did what, so no two tokens share one."""
    create_token(app, "front desk 1", "frontdesk")
    with pytest.raises(InvalidInput, match="a name that no token has"):
        create_token(app, "front desk 1", "planner")
    assert count(app, "tokens") == 1


def test_a_service_that_is_set_up_is_ready(app: Application) -> None:
    """The database answers with the schema of this version."""
    assert check_health(app).ready
