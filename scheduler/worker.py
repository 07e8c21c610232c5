"""Background work: the waiting list, deliveries, plans, scenarios; in threads, for a plan holds up no mail."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing import active_children

from sqlalchemy.exc import InterfaceError, OperationalError

from scheduler.application import Application
from scheduler.expiry import release_expired
from scheduler.outbox import deliver_due
from scheduler.scenarios.jobs import run_next_scenario
from scheduler.use_cases.end_waiting import end_waiting
from scheduler.use_cases.fix_times import fix_times
from scheduler.use_cases.improve import improve_tonight
from scheduler.use_cases.offer_freed import offer_freed
from scheduler.use_cases.price_desks import price_due_regions
from scheduler.use_cases.run_plan import requeue_abandoned, run_next_plan

_log = logging.getLogger(__name__)
_OFFERS_KEPT = timedelta(days=1)
_ANSWERS_KEPT = timedelta(days=30)
_CHANGES_KEPT = 10_000
_CLEARING_PAUSE = timedelta(hours=1)
_WAKING = 1.0  # seconds
_PATIENCE = 10.0  # seconds for each kind of work to end


class Worker:
    """Does background work in threads of this process until it is stopped."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._cleared_at: datetime | None = None

    def start(self) -> None:
        """Begin; the threads end with the process, or with `stop`."""
        for name, turn in (("deliveries", self.tend), ("plans", self.plan), ("scenarios", self.imagine)):
            thread = threading.Thread(target=self._repeat, args=(turn,), name=f"onestop-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish what is in hand, deliveries at least, and end; what takes longer is left to the next worker."""
        self._stopped.set()
        for thread in self._threads:
            thread.join(_PATIENCE)
        if any(thread.is_alive() for thread in self._threads):
            for process in active_children():
                if not process.daemon:  # this process would not end before it
                    process.terminate()
        self._threads.clear()

    def run_forever(self) -> None:
        """Work until `stop` is called or the process is interrupted."""
        self.start()
        try:
            while not self._stopped.wait(_WAKING):  # a signal is handled between two waits, at the latest
                pass
        finally:
            self.stop()

    def run_once(self) -> bool:
        """Do what is due, in this thread; whether there was anything to do."""
        return any([self.tend(), self.plan(), self.imagine()])

    def tend(self) -> bool:
        """Offer what came free, deliver what is due and clear up; whether anything was delivered."""
        release_expired(self._app)
        fix_times(self._app)
        end_waiting(self._app)
        offer_freed(self._app)
        self._clear()
        return deliver_due(self._app) > 0

    def plan(self) -> bool:
        """Make the next plan, price desks, or improve provisional times tonight; whether there was anything to do."""
        requeue_abandoned(self._app)
        return run_next_plan(self._app) or price_due_regions(self._app) or improve_tonight(self._app)

    def imagine(self) -> bool:
        """Run the next scenario, in processes that step back for everything else; whether there was one."""
        return run_next_scenario(self._app, stopped=self._stopped.is_set)

    def _clear(self) -> None:
        now = self._app.clock()
        if self._cleared_at is not None and now - self._cleared_at < _CLEARING_PAUSE:
            return
        self._cleared_at = now
        with self._app.writing() as uow:
            uow.offers.forget_expired(now - _OFFERS_KEPT)
            uow.idempotency.forget(now - _ANSWERS_KEPT)
            for region in uow.configuration.regions():
                uow.capacity.forget_changes(region.id, _CHANGES_KEPT)
            uow.commit()

    def _repeat(self, turn: Callable[[], bool]) -> None:
        """Take turns, at once while there is work; one that fails ends its own thread only, which says why."""
        while not self._stopped.is_set():
            current = _Turn(turn)
            current.start()
            current.join()
            if not current.worked:
                self._stopped.wait(self._app.settings.poll_seconds)


class _Turn(threading.Thread):
    """One turn of work, and whether there was any."""

    def __init__(self, turn: Callable[[], bool]) -> None:
        super().__init__(daemon=True)
        self._turn = turn
        self.worked = False

    def run(self) -> None:
        try:
            self.worked = self._turn()
        except (OperationalError, InterfaceError) as error:
            _log.warning("the database cannot be used: %s", type(error.orig).__name__)
