"""Ending an engine before its time: whoever asked for a plan may want what there is by now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

Stopped = Callable[[], bool]
_EVERY = 0.1  # seconds between two looks


def never() -> bool:
    """Nobody ends it."""
    return False


@contextmanager
def ended_by(stopped: Stopped, end: Callable[[], None]) -> Iterator[None]:
    """While the block runs, calls `end` once `stopped` says so: for engines that cannot be given a question to ask."""
    over = Event()

    def watch() -> None:
        while not over.wait(_EVERY):
            if stopped():
                end()
                return

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
