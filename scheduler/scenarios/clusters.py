"""Replications on a Dask cluster: that of an address, or one of processes of this machine."""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

from distributed import Client, KilledWorker, LocalCluster, Worker, WorkerPlugin
from distributed.client import ClosedClientError, FutureCancelledError
from distributed.comm.addressing import get_address_host_port

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.pools import Pool
from solver.child import step_back

T = TypeVar("T")
_PATIENCE = 10.0  # seconds for a scheduler to answer
_MOST = 10_000  # pieces of work at once


@contextmanager
def cluster(address: str) -> Iterator[Pool]:
    """The cluster whose scheduler is at an address such as tcp://10.0.0.5:8786; raises InvalidInput if none answers."""
    try:
        get_address_host_port(address)  # a client of no address would complain once more when it is collected
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        raise InvalidInput("/cluster", address, "the address of a Dask scheduler that answers") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what is lost is told by the sweep, in words
    with client, _Cluster(client) as pool:
        yield pool


@contextmanager
def local_cluster(workers: int | None = None) -> Iterator[Pool]:
    """A cluster of processes of this machine, by default one a core."""
    count = workers or os.cpu_count() or 1
    with LocalCluster(count, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.ERROR) as own:
        client = own.get_client()
        client.register_plugin(_StepBack())
        with _Cluster(client) as pool:
            yield pool


class LostError(RuntimeError):
    """What ran on a cluster that went away."""


class _StepBack(WorkerPlugin):
    """Workers on this machine step back for everything else it has to do, also those that start anew."""

    def setup(self, worker: Worker) -> None:  # noqa: ARG002 -- it is the process that steps back
        step_back()


class _Cluster:
    """Each piece of work has a thread here that waits for it: nothing is left to wait for ever, whatever happens."""

    def __init__(self, client: Client) -> None:
        self._client, self._threads = client, ThreadPoolExecutor(_MOST)

    def __enter__(self) -> "_Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown()

    @property
    def width(self) -> int:
        """As many as there are threads of workers by now: what waits at one that is killed would be blamed with it."""
        try:
            threads: dict[str, int] = self._client.nthreads()
        except (OSError, AttributeError, RuntimeError):  # a client whose scheduler is gone has none, or is closed
            return 1  # what is submitted tells that the cluster went away
        return max(1, sum(threads.values()))

    def submit(self, work: Callable[[], T]) -> Future[T]:
        return self._threads.submit(self._result, work)

    def died(self, error: BaseException) -> bool:
        return isinstance(error, KilledWorker)

    def _result(self, work: Callable[[], T]) -> T:
        try:
            future, done = self._client.submit(work, pure=False), Event()
            future.add_done_callback(lambda _: done.set())
            while not done.wait(_PATIENCE) and self._client.status != "closed":
                pass
            if done.is_set():
                result: T = future.result()
                return result
        except (ClosedClientError, FutureCancelledError):
            pass  # no less lost than what nobody will ever do
        raise LostError("the cluster went away while it ran")
