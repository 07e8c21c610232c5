"""The command `onestop` in a process of its own, as people start it."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ONESTOP = Path(sys.executable).with_name("onestop")


def free_port() -> int:
    """A port of the loopback on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def clean_environment() -> dict[str, str]:
    """The environment of the tests without settings of onestop."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ONESTOP_")}


@contextmanager
def running(folder: Path, *arguments: str, ending: signal.Signals = signal.SIGINT) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own, told at the end to end."""
    environment = {**clean_environment(), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 # our own command
        [ONESTOP, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(ending)
            process.communicate(timeout=60)


def page_and_token(process: subprocess.Popen[str]) -> tuple[str, str]:
    """What `onestop run --demo` tells once it listens: the address of the booked week, and a token."""
    assert process.stdout is not None
    told = ""
    while "listens on" not in told:
        line = process.stdout.readline()
        assert line, process.stderr and process.stderr.read()
        told += line
    page, token = re.findall(r"http://127\.0\.0\.1:\d+/\?week=\S+|onestop_\S+", told)
    return page, token
