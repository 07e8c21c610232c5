"""An application is what its settings say."""

from datetime import UTC
from pathlib import Path

import pytest

from calendars.transport import SmtpTransport, SpoolTransport
from scheduler.bootstrap import build
from scheduler.settings import Settings
from scheduler.use_cases.check_health import check_health


def test_mail_goes_to_the_spool_by_default(tmp_path: Path) -> None:
    """Without an SMTP server mails are files."""
    app = build(Settings(database_url=f"sqlite:///{tmp_path}/o.db", spool_dir=tmp_path / "spool"))
    assert app.transport == SpoolTransport(tmp_path / "spool")
    assert app.clock().tzinfo is UTC
    app.close()


def test_mail_goes_to_the_server_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings come from the environment, and the password stays out of what is printed."""
    monkeypatch.setenv("ONESTOP_SMTP_HOST", "mail.example.org")
    monkeypatch.setenv("ONESTOP_SMTP_USERNAME", "onestop")
    monkeypatch.setenv("ONESTOP_SMTP_PASSWORD", "hush-hush")
    settings = Settings(database_url=f"sqlite:///{tmp_path}/o.db")
    app = build(settings)
    assert app.transport == SmtpTransport("mail.example.org", 587, "onestop", "hush-hush")
    assert "hush-hush" not in repr(settings)
    app.close()


def test_a_database_that_does_not_answer_is_not_ready(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Health says so, and the log says why."""
    app = build(Settings(database_url=f"sqlite:///{tmp_path}/o.db"))
    app.close()
    for file in tmp_path.glob("o.db*"):
        file.unlink()
    (tmp_path / "o.db").mkdir()
    health = check_health(app)
    assert not health.ready
    assert not health.database
    assert "the database does not answer" in caplog.text
    app.close()
