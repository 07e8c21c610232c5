"""All replications of a scenario, on as many workers as there are; the figures do not depend on how many."""

import logging
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from time import monotonic
from types import MappingProxyType

from scheduler.scenarios.figures import Figures
from scheduler.scenarios.pools import Pool
from scheduler.scenarios.replication import replicate
from scheduler.scenarios.result import Failure, Progress, Result
from scheduler.scenarios.scenario import Scenario

Replicate = Callable[[Scenario, int], Figures]
_POLL = 0.2  # seconds until it is asked again whether to stop
_TRIES = 3  # of a replication whose process ends, which is seldom its own fault
_log = logging.getLogger(__name__)


def sweep(
    scenario: Scenario,
    pool: Pool,
    *,
    replicate: Replicate = replicate,
    done: Mapping[int, Figures] = MappingProxyType({}),
    on_progress: Callable[[Progress], None] = lambda _: None,
    keep: Callable[[int, Figures], None] = lambda *_: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Result:
    """The figures of every replication that does not fail.

    Those in `done` are not made again. `keep` is given each of the others as it comes. Once `stopped` says so, no more
    are begun, and those that run are waited for.
    """
    return _Sweep(scenario, pool, partial(replicate, scenario), done, on_progress, keep).run(stopped)


class _Sweep:
    def __init__(
        self,
        scenario: Scenario,
        pool: Pool,
        replicate: Callable[[int], Figures],
        done: Mapping[int, Figures],
        on_progress: Callable[[Progress], None],
        keep: Callable[[int, Figures], None],
    ) -> None:
        self._scenario, self._pool, self._replicate = scenario, pool, replicate
        self._tell, self._keep = on_progress, keep
        self._figures = {number: one for number, one in done.items() if number < scenario.replications}
        self._failures: dict[int, Failure] = {}
        self._waiting = deque(number for number in range(scenario.replications) if number not in self._figures)
        self._running: dict[Future[Figures], int] = {}
        self._ended: Counter[int] = Counter()
        self._todo, self._began = len(self._waiting), monotonic()

    def run(self, stopped: Callable[[], bool]) -> Result:
        self._report()
        while self._waiting or self._running:
            if stopped():
                self._waiting.clear()
            self._start()
            finished, _ = wait(self._running, _POLL, FIRST_COMPLETED)
            for future in finished:
                self._take(self._running.pop(future), future)
        figures = {number: self._figures[number] for number in sorted(self._figures)}
        return Result(self._scenario, figures, tuple(self._failures[number] for number in sorted(self._failures)))

    def _start(self) -> None:
        room = self._pool.width - len(self._running) if self._waiting else 0
        for _ in range(min(room, len(self._waiting))):
            number = self._waiting.popleft()
            self._running[self._pool.submit(partial(self._replicate, number))] = number

    def _take(self, number: int, future: Future[Figures]) -> None:
        error = future.exception()
        if error is None:
            self._figures[number] = future.result()
            self._keep(number, self._figures[number])
        elif self._pool.died(error) and self._tried_again(number):
            return
        else:
            self._fail(number, error)
        self._report()

    def _tried_again(self, number: int) -> bool:
        self._ended[number] += 1
        if self._ended[number] == _TRIES:
            return False
        self._waiting.append(number)
        return True

    def _fail(self, number: int, error: BaseException) -> None:
        _log.info("replication %d of seed %d failed", number, self._scenario.seed, exc_info=error)
        self._failures[number] = Failure(number, self._scenario.seed, self._reason(error))

    def _reason(self, error: BaseException) -> str:
        if self._pool.died(error):
            return "the process that ran it was ended from outside, or used up the memory, each time it was tried"
        return str(error) or type(error).__name__

    def _report(self) -> None:
        seconds = monotonic() - self._began
        left = len(self._waiting) + len(self._running)
        made = self._todo - left
        rate = seconds / made if made else None
        total = self._scenario.replications
        done = len(self._figures)
        self._tell(Progress(done, total, len(self._failures), seconds, None if rate is None else rate * left))
