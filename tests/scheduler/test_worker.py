"""Background work: in threads, until stopped, whatever fails."""

from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from multiprocessing import active_children
from threading import Event, Timer
from time import monotonic, sleep

import pytest
from sqlalchemy.exc import OperationalError

from scheduler import worker as worker_module
from scheduler.application import Application
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.jobs import get_scenario, request_scenario, run_next_scenario
from scheduler.scenarios.scenario import Scenario
from scheduler.settings import Settings
from scheduler.worker import Worker, _Turn
from tests.scheduler.scenarios.stage import scenario
from tests.scheduler.stage import ACTOR, Clock, Mailbox, booked, count, offered, once, registered

PATIENCE = 30


class Bell(Mailbox):
    """A mailbox that rings."""

    def __init__(self) -> None:
        super().__init__()
        self.rung = Event()

    def send(self, message: EmailMessage) -> None:
        """Keep a message and ring."""
        super().send(message)
        self.rung.set()


def quick(app: Application, bell: Bell) -> Application:
    """The service with a worker that looks often."""
    settings = Settings(database_url=app.settings.database_url, poll_seconds=0.01)
    return replace(app, settings=settings, transport=bell)


def test_a_worker_delivers_what_is_booked(app: Application) -> None:
    """A mail leaves without anybody asking."""
    bell = Bell()
    worker = Worker(quick(app, bell))
    worker.start()
    booked(app, offered(app, registered(app))[0])
    assert bell.rung.wait(timeout=PATIENCE)
    worker.stop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_worker_outlives_a_turn_that_fails(app: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong once does not stop the mail for ever."""
    bell = Bell()
    worker = Worker(quick(app, bell))
    turns = iter([RuntimeError("the disk is full")])
    tend = worker.tend

    def sometimes() -> bool:
        for error in turns:
            raise error
        return tend()

    monkeypatch.setattr(worker, "tend", sometimes)
    booked(app, offered(app, registered(app))[0])
    worker.start()
    assert bell.rung.wait(timeout=PATIENCE)
    worker.stop()


def never_ends(_scenario: Scenario, _number: int) -> Figures:
    """A replication that takes an hour."""
    sleep(3600)
    raise AssertionError


def test_a_worker_that_is_stopped_leaves_a_long_scenario_to_the_next(
    app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait for replications that run on: its processes are ended, and the scenario is queued again."""
    monkeypatch.setattr(worker_module, "_PATIENCE", 0.1)
    monkeypatch.setattr(worker_module, "run_next_scenario", partial(run_next_scenario, replicate=never_ends))
    job = request_scenario(app, ACTOR, scenario(), None, once())
    worker = Worker(quick(app, Bell()))
    worker.start()
    until(lambda: len(active_children()) > 0)
    worker.stop()
    until(lambda: get_scenario(app, job.id).status == "queued")
    assert get_scenario(app, job.id).done == 0


def until(happened: Callable[[], bool]) -> None:
    """Wait for something to happen."""
    end = monotonic() + PATIENCE
    while not happened():
        assert monotonic() < end
        sleep(0.05)


def test_a_worker_of_its_own_runs_until_it_is_stopped(app: Application) -> None:
    """The process that does nothing else ends when it is told to."""
    worker = Worker(quick(app, Bell()))
    Timer(0.05, worker.stop).start()
    worker.run_forever()


def test_clearing_up_keeps_what_is_needed(app: Application, clock: Clock, mailbox: Mailbox) -> None:
    """Offers a day after they ended and answers a month after they were given are forgotten."""
    worker = Worker(app)
    booked(app, offered(app, registered(app))[0])
    assert worker.run_once()
    assert len(mailbox.messages) == 1
    assert not worker.run_once()
    assert count(app, "offers") == 5
    clock.forward(days=2)
    worker.run_once()
    assert (count(app, "offers"), count(app, "idempotency")) == (0, 1)
    clock.forward(days=30)
    worker.run_once()
    assert count(app, "idempotency") == 0


def test_a_database_that_is_away_is_one_line(app: Application, caplog: pytest.LogCaptureFixture) -> None:
    """No traceback fills the log, and the worker goes on: it looks again after its pause."""

    def away() -> bool:
        raise OperationalError("SELECT 1", {}, ConnectionError("gone"))

    turn = _Turn(away)
    turn.start()
    turn.join()
    assert not turn.worked
    assert [record.getMessage() for record in caplog.records] == ["the database cannot be used: ConnectionError"]
