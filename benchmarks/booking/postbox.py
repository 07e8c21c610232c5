"""`python -m benchmarks.booking.postbox PORT FOLDER`: a real SMTP server, in a process of its own, that keeps mail."""

import argparse
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import monotonic, sleep

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from benchmarks.booking.service import free_port

_HOST = "127.0.0.1"
_STARTING_SECONDS = 30.0


class Keeper:
    """Writes each mail to a file of its own before it says that it has it, a copy of one it knows too."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- theirs
        """Keep a mail."""
        content = envelope.original_content or b""
        with (self._folder / f"{next(self._numbers):06}.eml").open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return "250 OK"


@contextmanager
def postbox(folder: Path) -> Iterator[int]:
    """The port of a server that outlives whoever sends to it; what it takes is in a folder."""
    folder.mkdir()
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.booking.postbox", str(port), str(folder)]
    with subprocess.Popen(command) as process:  # noqa: S603 # our own command
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()


def _wait(port: int) -> None:
    until = monotonic() + _STARTING_SECONDS
    while True:
        try:
            socket.create_connection((_HOST, port)).close()
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.05)
        else:
            return


def main() -> None:
    """Keep mails until told to end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.booking.postbox", description=__doc__)
    parser.add_argument("port", type=int, help="where to listen, on the loopback")
    parser.add_argument("folder", type=Path, help="where to keep the mails")
    chosen = parser.parse_args()
    Controller(Keeper(chosen.folder), hostname=_HOST, port=chosen.port).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
