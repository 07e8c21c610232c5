"""Where replications run: in this process, or in processes of this machine; `clusters` adds other machines."""

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from queue import SimpleQueue
from threading import Thread
from typing import Protocol, TypeVar

from solver.child import step_back

T = TypeVar("T")


class Pool(Protocol):
    """Does work in the background."""

    @property
    def width(self) -> int:
        """How many pieces of work to give it at once."""

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Begin a piece of work."""

    def died(self, error: BaseException) -> bool:
        """Whether this is the error of work whose process ended before it did."""


@contextmanager
def here() -> Iterator[Pool]:
    """Nowhere but in this process, one piece of work at a time."""
    with ThreadPoolExecutor(1) as thread:
        yield _Thread(thread)


@contextmanager
def processes(workers: int | None = None) -> Iterator[Pool]:
    """Processes of this machine, by default one a core; they step back for everything else it has to do."""
    pool = _Processes(workers or os.cpu_count() or 1)
    try:
        yield pool
    finally:
        pool.close()


class _Thread:
    width = 1

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread

    def submit(self, work: Callable[[], T]) -> Future[T]:
        return self._thread.submit(work)

    def died(self, error: BaseException) -> bool:  # noqa: ARG002 -- a thread does not die by itself
        return False


class _Processes:
    """Pools of one process each, so that one that is killed takes no other's work with it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._idle: SimpleQueue[ProcessPoolExecutor] = SimpleQueue()
        for _ in range(width):
            self._idle.put(_process())

    def submit(self, work: Callable[[], T]) -> Future[T]:
        process = self._idle.get()
        future = process.submit(work)
        future.add_done_callback(partial(self._put_back, process))
        return future

    def died(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)

    def close(self) -> None:
        """End the processes, each after the work it does."""
        for _ in range(self.width):
            self._idle.get().shutdown()

    def _put_back(self, process: ProcessPoolExecutor, future: "Future[T]") -> None:
        error = future.exception()
        self._idle.put(process if error is None or not self.died(error) else _process())


def _process() -> ProcessPoolExecutor:
    """It starts with its first piece of work."""
    return ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """An interrupt from the keyboard reaches the whole group of processes; the first of them says what comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    step_back()


def _end_with_parent() -> None:
    """A parent that is killed could not end its processes, which would wait for work for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)
