"""Where replications run."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

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


def test_processes_end_with_the_one_that_began_them() -> None:
    """Even if that is killed: none is left behind."""
    script = "from scheduler.scenarios.pools import *\nimport os, time\nif __name__ == '__main__':\n"
    script += " with processes(1) as pool:\n  print(pool.submit(os.getpid).result(), flush=True)\n  time.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(300):
        if not alive(child):
            return
        time.sleep(0.1)
    pytest.fail(f"process {child} is left behind")


def alive(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


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
