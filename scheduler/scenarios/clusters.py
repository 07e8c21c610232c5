"""Replications on a Dask cluster: that of an address, or one of processes of this machine."""

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

from distributed import Client, KilledWorker, LocalCluster

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.pools import Pool

T = TypeVar("T")
_PATIENCE = 10.0  # seconds for a scheduler to answer
_ALL = 1_000_000  # the scheduler of the cluster shares out the work, also to workers that join later


@contextmanager
def cluster(address: str) -> Iterator[Pool]:
    """The cluster whose scheduler is at an address such as tcp://10.0.0.5:8786; raises InvalidInput if none answers."""
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        raise InvalidInput("/cluster", address, "the address of a Dask scheduler that answers") from None
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what is lost is told by the sweep, in words
    with client:
        yield _Cluster(client)


@contextmanager
def local_cluster(workers: int | None = None) -> Iterator[Pool]:
    """A cluster of processes of this machine, by default one a core."""
    count = workers or os.cpu_count() or 1
    with LocalCluster(count, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=logging.ERROR) as own:
        yield _Cluster(own.get_client())


class _Cluster:
    width = _ALL

    def __init__(self, client: Client) -> None:
        self._executor: Executor = client.get_executor(pure=False)

    def submit(self, work: Callable[[], T]) -> Future[T]:
        return self._executor.submit(work)

    def died(self, error: BaseException) -> bool:
        return isinstance(error, KilledWorker)
