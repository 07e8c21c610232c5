"""`onestop token create` lets someone in, and says in one line why it does not."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from scheduler.settings import Settings
from tests.api.client import Client
from tests.api.samples import BSN

RUNNER = CliRunner()


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of its own, by the environment."""
    monkeypatch.setenv("ONESTOP_DATABASE_URL", f"sqlite:///{tmp_path / 'onestop.db'}")
    monkeypatch.setenv("ONESTOP_SPOOL_DIR", str(tmp_path / "spool"))


def test_a_printed_token_lets_in() -> None:
    """The one line on standard output is a token that the API takes."""
    result = RUNNER.invoke(app, ["token", "create", "--name", "desk one", "--scope", "frontdesk"])
    assert (result.exit_code, result.stderr) == (0, "")
    (secret,) = result.stdout.splitlines()
    served = create_app(Settings())
    response = Client(served, {"Authorization": f"Bearer {secret}"}).get("/v1/regions")
    served.state.service.close()
    assert (response.status_code, response.json()) == (200, {"items": [], "next": None})


def test_a_token_is_for_a_front_desk_unless_said() -> None:
    """Without a scope a token allows the least."""
    secret = RUNNER.invoke(app, ["token", "create", "--name", "desk"]).stdout.strip()
    served = create_app()
    response = Client(served, {"Authorization": f"Bearer {secret}"}).get("/v1/plans/plan-a")
    served.state.service.close()
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "--name"),
        (["--name", ""], "--name"),
        (["--name", f"desk {BSN}"], "--name"),
        (["--name", "desk", "--scope", "boss"], "--scope"),
    ],
)
def test_a_wrong_option_is_named(arguments: list[str], named: str) -> None:
    """A wrong option is exit 2, named, and makes no token."""
    result = RUNNER.invoke(app, ["token", "create", *arguments])
    assert (result.exit_code, result.stdout) == (2, "")
    assert named in result.stderr
    assert BSN not in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ONESTOP_HOLD_MINUTES", "0"),
        ("ONESTOP_SMTP_PORT", "smtp"),
        ("ONESTOP_DATABASE_URL", "nonsense"),
        ("ONESTOP_DATABASE_URL", "nosuchdatabase://user:secret@localhost/x"),
        ("ONESTOP_DATABASE_URL", "sqlite:////dev/null/onestop.db"),
        ("ONESTOP_DATABASE_URL", "postgresql://user:secret@127.0.0.1:9/x"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong setting is exit 2 and one line that names it, without its password."""
    monkeypatch.setenv(name, value)
    result = RUNNER.invoke(app, ["token", "create", "--name", "desk"])
    assert result.exit_code == 2
    assert result.stderr.startswith(name)
    assert len(result.stderr.splitlines()) == 1
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    ("name", "near"), [("ONESTOP_HOLD_MINUTE", "ONESTOP_HOLD_MINUTES"), ("onestop_zzz", "ONESTOP_DATABASE_URL")]
)
def test_a_setting_that_there_is_not_is_named(monkeypatch: pytest.MonkeyPatch, name: str, near: str) -> None:
    """A setting that is spelled wrong is exit 2 and one line with those that are near, or else all."""
    monkeypatch.setenv(name, "5")
    result = RUNNER.invoke(app, ["token", "create", "--name", "desk"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{name}: there is no such setting; expected one of ")
    assert near in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_name_is_given_once() -> None:
    """A second token of the same name is exit 2 and named."""
    assert RUNNER.invoke(app, ["token", "create", "--name", "desk"]).exit_code == 0
    result = RUNNER.invoke(app, ["token", "create", "--name", "desk"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--name: expected a name that no token has")


def test_a_database_of_a_later_version_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that a later version has changed is exit 2 and one line, not a traceback."""
    path = tmp_path / "onestop.db"
    monkeypatch.setenv("ONESTOP_DATABASE_URL", f"sqlite:///{path}")
    assert RUNNER.invoke(app, ["token", "create", "--name", "desk"]).exit_code == 0
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    result = RUNNER.invoke(app, ["token", "create", "--name", "desk"])
    assert result.exit_code == 2
    assert result.stderr.startswith("ONESTOP_DATABASE_URL")
    assert "9999" in result.stderr
    assert len(result.stderr.splitlines()) == 1
