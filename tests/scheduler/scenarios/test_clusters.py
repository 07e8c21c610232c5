"""Replications on a Dask cluster."""

import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import Mock

import pytest
from distributed import Client, LocalCluster

from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.clusters import cluster, local_cluster
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.sweep import sweep
from tests.scheduler.scenarios.imagined import SCENARIO, always_killed, failing, imagined, killed_once

EXPECTED = {number: imagined(SCENARIO, number) for number in range(SCENARIO.replications)}


def priority() -> int:
    """Of the process that runs it."""
    return os.getpriority(os.PRIO_PROCESS, 0)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A cluster of two processes on this machine."""
    with LocalCluster(2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as own:
        yield own.scheduler_address


def test_figures_are_those_of_one_process(address: str) -> None:
    """On the cluster of an address."""
    with cluster(address) as pool:
        assert sweep(SCENARIO, pool, replicate=imagined).figures == EXPECTED


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(address: str, tmp_path: Path) -> None:
    """The sweep finishes with the same figures."""
    with cluster(address) as pool:
        found = sweep(SCENARIO, pool, replicate=partial(killed_once, tmp_path))
    assert (tmp_path / "killed").exists()
    assert (found.figures, found.failures) == (EXPECTED, ())


def test_a_replication_that_fails_is_told_and_the_others_stand(address: str) -> None:
    """As on one machine."""
    with cluster(address) as pool:
        found = sweep(SCENARIO, pool, replicate=failing)
    assert list(found.figures) == [0, 2, 3, 5]
    assert [str(each) for each in found.failures] == [
        f"replication {number} of seed 7 failed: no desk is open on day {number}" for number in (1, 4)
    ]


def test_a_cluster_of_this_machine_is_made_for_the_sweep() -> None:
    """Where no address is given; its processes step back."""
    with local_cluster(1) as pool:
        assert pool.submit(priority).result() > os.getpriority(os.PRIO_PROCESS, 0)
        assert sweep(SCENARIO, pool, replicate=imagined).figures == EXPECTED


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:9", "nonsense://x:1"])
def test_an_address_where_no_scheduler_answers_is_refused(wrong: str) -> None:
    """With the address and what would be right."""
    with pytest.raises(InvalidInput, match="should be the address of a Dask scheduler that answers"), cluster(wrong):
        pass


def test_what_is_no_address_leaves_nothing_behind(recwarn: pytest.WarningsRecorder) -> None:
    """No client that complains when it is collected."""
    with pytest.raises(InvalidInput, match="'bogus' should be the address of a Dask scheduler"), cluster("bogus"):
        pass
    gc.collect()
    assert not [each for each in recwarn if each.category is pytest.PytestUnraisableExceptionWarning]


def test_a_replication_that_ends_its_worker_every_time_is_told(address: str) -> None:
    """The cluster tries it on others before it gives up."""
    with cluster(address) as pool:
        found = sweep(SCENARIO, pool, replicate=always_killed)
    assert list(found.figures) == [0, 1, 3, 4, 5]
    assert "ended from outside" in found.failures[0].reason


@pytest.mark.parametrize("error", [OSError, AttributeError, RuntimeError("ConnectionPool is closed")])
def test_a_client_that_lost_its_scheduler_has_room_for_one(
    address: str, monkeypatch: pytest.MonkeyPatch, error: Exception | type[Exception]
) -> None:
    """However it says so: what is submitted then tells that the cluster went away."""
    with cluster(address) as pool:
        monkeypatch.setattr(Client, "nthreads", Mock(side_effect=[{"one": 1, "other": 2}, error]))
        assert [pool.width, pool.width] == [3, 1]


def test_a_cluster_that_goes_away_is_told() -> None:
    """What was done by then stands, and nothing waits for ever."""
    own = LocalCluster(1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50)

    def go_away(_: int, __: Figures) -> None:
        own.close()

    with cluster(own.scheduler_address) as pool:
        found = sweep(SCENARIO, pool, replicate=imagined, keep=go_away)
    assert found.figures.items() <= EXPECTED.items()
    assert 1 <= len(found.figures) <= 2
    assert {each.reason for each in found.failures} == {"the cluster went away while it ran"}
    assert found.complete
