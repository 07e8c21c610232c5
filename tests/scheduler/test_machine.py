"""Whatever people do, in whatever order: no desk is given twice, and everything else stays as it should be."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as patience
from hypothesis.stateful import run_state_machine_as_test

from scheduler.application import Application
from scheduler.bootstrap import build
from scheduler.settings import Settings
from tests.scheduler.machine.corner import PROTECTED, seed_corner
from tests.scheduler.machine.nights import Nights
from tests.scheduler.use_cases.test_solver_away import away

# The same operations each time; what fails is told as it is found, since to shorten it takes minutes.
PATIENCE = patience(
    derandomize=True,
    max_examples=60,
    stateful_step_count=40,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(name="corner")
def corner_fixture(migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """A service on the smallest region there is; the same names each time, so that a failure comes again."""
    numbers = count()
    monkeypatch.setattr("scheduler.identity.token_hex", lambda _: f"{next(numbers):06}")
    protected = PROTECTED // timedelta(hours=1)
    settings = Settings(
        database_url=migrated_url, spool_dir=tmp_path / "spool", late_days=3, lead_days=1, protected_hours=protected
    )
    app = build(settings, solve=away, replan=away)
    seed_corner(app)
    yield app
    app.close()


def test_anything_in_any_order(corner: Application) -> None:
    """The database is what a model in plain dictionaries says, after each of some hundred operations."""
    run_state_machine_as_test(partial(Nights, corner), settings=PATIENCE)  # type: ignore[arg-type] # any maker will do
