"""Where replications run."""

import os
import signal

import pytest

from scheduler.scenarios.pools import here, processes


def test_work_here_is_in_this_process() -> None:
    """One at a time."""
    with here() as pool:
        assert pool.width == 1
        assert pool.submit(os.getpid).result() == os.getpid()


def test_processes_are_others_and_step_back() -> None:
    """Each has a lower priority than this one."""
    with processes(2) as pool:
        first, second = pool.submit(os.getpid), pool.submit(os.getpid)
        assert len({os.getpid(), first.result(), second.result()}) == 3
        assert pool.submit(priority).result() > os.getpriority(os.PRIO_PROCESS, 0)


def test_there_are_as_many_as_cores_unless_said() -> None:
    """None of them starts before it has work."""
    with processes() as pool:
        assert pool.width == os.cpu_count()


def test_an_interrupt_from_the_keyboard_is_left_to_the_first_process() -> None:
    """Workers finish what they do."""
    with processes(1) as pool:
        assert pool.submit(interrupted).result() == "went on"


def test_a_process_that_is_killed_is_told_apart_from_work_that_fails() -> None:
    """And another takes its place."""
    with processes(1) as pool:
        killed = pool.submit(kill).exception()
        failed = pool.submit(fail).exception()
        assert killed is not None and failed is not None
        assert (pool.died(killed), pool.died(failed)) == (True, False)
        assert pool.submit(os.getpid).result() != os.getpid()


def test_work_here_fails_as_it_does_elsewhere() -> None:
    """The error is the future's."""
    with here() as pool:
        failed = pool.submit(fail)
        assert isinstance(failed.exception(), ValueError)
        assert not pool.died(ValueError())


def priority() -> int:
    """Of the process that runs it."""
    return os.getpriority(os.PRIO_PROCESS, 0)


def interrupted() -> str:
    """As by the keyboard."""
    os.kill(os.getpid(), signal.SIGINT)
    return "went on"


def kill() -> None:
    """End the process that runs it."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    """Fail."""
    raise ValueError("no")


if os.name != "posix":
    pytest.skip("signals and priorities are those of POSIX", allow_module_level=True)
