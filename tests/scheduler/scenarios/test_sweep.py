"""All replications of a scenario."""

from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

from scheduler.scenarios.figures import Figures
from scheduler.scenarios.kept import Kept
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.pools import here, processes
from scheduler.scenarios.result import Failure, Progress
from scheduler.scenarios.sweep import sweep
from tests.scheduler.scenarios.imagined import (
    SCENARIO,
    always_killed,
    failing,
    imagined,
    killed_once,
    refused,
)
from tests.scheduler.scenarios.stage import scenario

EXPECTED = {number: imagined(SCENARIO, number) for number in range(SCENARIO.replications)}


def test_there_are_figures_of_every_replication_in_order() -> None:
    """In one process."""
    with here() as pool:
        found = sweep(SCENARIO, pool, replicate=imagined)
    assert (list(found.figures.items()), found.failures) == (list(EXPECTED.items()), ())
    assert found.complete


def test_figures_are_the_same_on_several_processes() -> None:
    """However they share out the work."""
    with processes(2) as pool:
        assert sweep(SCENARIO, pool, replicate=imagined).figures == EXPECTED


def test_a_replication_that_fails_is_told_with_its_seed_and_the_others_stand() -> None:
    """In words, from whichever process."""
    with processes(2) as pool:
        found = sweep(SCENARIO, pool, replicate=failing)
    assert list(found.figures) == [0, 2, 3, 5]
    assert found.failures == tuple(Failure(number, 7, f"no desk is open on day {number}") for number in (1, 4))
    assert str(found.failures[0]) == "replication 1 of seed 7 failed: no desk is open on day 1"
    assert found.complete


def test_an_error_of_the_domain_names_its_field() -> None:
    """It comes whole through the border between processes."""
    with processes(1) as pool:
        found = sweep(replace(SCENARIO, replications=1), pool, replicate=refused)
    assert found.failures == (Failure(0, 7, "/demand/weekly: '60.0' should be a rate"),)


def test_an_error_without_words_is_told_by_its_name() -> None:
    """Rather than by nothing."""

    def nameless(_: object, __: int) -> Figures:
        raise MemoryError

    with here() as pool:
        found = sweep(replace(SCENARIO, replications=1), pool, replicate=nameless)
    assert found.failures[0].reason == "MemoryError"


def test_a_process_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Its replication is made again, with the same figures."""
    with processes(2) as pool:
        found = sweep(SCENARIO, pool, replicate=partial(killed_once, tmp_path))
    assert (tmp_path / "killed").exists()
    assert (found.figures, found.failures) == (EXPECTED, ())


def test_a_replication_that_ends_its_process_every_time_is_told_and_the_others_stand() -> None:
    """It does not hold up the sweep for ever, nor take others with it."""
    with processes(2) as pool:
        found = sweep(SCENARIO, pool, replicate=always_killed)
    assert list(found.figures) == [0, 1, 3, 4, 5]
    (failure,) = found.failures
    assert (failure.number, failure.seed) == (2, 7)
    assert "ended from outside" in failure.reason


def test_progress_counts_up_and_time_left_goes_to_nothing() -> None:
    """Unknown until the first is done; failures count as tried."""
    told: list[Progress] = []
    with here() as pool:
        sweep(SCENARIO, pool, replicate=failing, on_progress=told.append)
    assert [(each.done, each.failed) for each in told] == [(0, 0), (1, 0), (1, 1), (2, 1), (3, 1), (3, 2), (4, 2)]
    assert {each.total for each in told} == {6}
    assert told[0].left is None
    assert told[-1].left == 0.0
    assert all(before.seconds <= after.seconds for before, after in pairwise(told))


def test_what_is_done_is_not_made_again() -> None:
    """Progress begins with it, and the time left is that of the rest."""
    made: list[int] = []
    told: list[Progress] = []

    def counted(scenario: object, number: int) -> Figures:
        made.append(number)
        return imagined(SCENARIO, number)

    with here() as pool:
        done = {number: EXPECTED[number] for number in (0, 1, 2, 4)} | {9: EXPECTED[0]}
        found = sweep(SCENARIO, pool, replicate=counted, done=done, on_progress=told.append)
    assert (found.figures, made) == (EXPECTED, [3, 5])
    assert [each.done for each in told] == [4, 5, 6]


def test_a_sweep_that_is_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    """What was done by then is kept, and no more is begun; the figures are the same in the end."""
    kept = Kept(tmp_path / "figures.jsonl", SCENARIO)
    done: list[int] = []

    def keep(number: int, figures: Figures) -> None:
        done.append(number)
        kept.keep(number, figures)

    with here() as pool:
        first = sweep(SCENARIO, pool, replicate=imagined, keep=keep, stopped=lambda: len(done) >= 2)
        assert (set(first.figures), first.complete) == ({0, 1}, False)
        second = sweep(SCENARIO, pool, replicate=imagined, done=kept.done(), keep=keep)
    assert (second.figures, done) == (EXPECTED, [0, 1, 2, 3, 4, 5])


def test_nothing_is_begun_that_is_stopped_before() -> None:
    """And nothing is told of it but that."""
    with here() as pool:
        found = sweep(SCENARIO, pool, replicate=imagined, stopped=lambda: True)
    assert (found.figures, found.failures, found.complete) == ({}, (), False)


def test_more_workers_than_replications_are_no_matter() -> None:
    """Some have nothing to do."""
    with processes(3) as pool:
        assert sweep(replace(SCENARIO, replications=2), pool, replicate=imagined).figures == {
            number: EXPECTED[number] for number in (0, 1)
        }


def test_simulated_figures_are_the_same_on_any_number_of_workers(tmp_path: Path) -> None:
    """Also where some were made before and kept."""
    simulated = scenario(replications=4, policy=Policy(priced=True, provisional=True))
    kept = Kept(tmp_path / "figures.jsonl", simulated)
    with here() as pool:
        alone = sweep(replace(simulated, replications=2), pool, keep=kept.keep)
        whole = sweep(simulated, pool)
    with processes(2) as pool:
        shared = sweep(simulated, pool)
        resumed = sweep(simulated, pool, done=kept.done())
    assert alone.figures.items() <= whole.figures.items()
    assert shared.figures == resumed.figures == whole.figures
    assert not whole.failures
