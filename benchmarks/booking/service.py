"""The service as people run it: a server and a worker, each in a process of its own that can be killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from types import MappingProxyType

import httpx

from benchmarks.booking.rows import ACTOR
from scheduler.bootstrap import build
from scheduler.demo.seed import seed_demo
from scheduler.settings import Settings
from scheduler.use_cases.create_token import create_token

_ONESTOP = Path(sys.executable).with_name("onestop")
_STARTING_SECONDS = 60.0
_ENDING_SECONDS = 30.0


def prepare(url: str) -> str:
    """Put the example region into an empty database; a token for its API."""
    app = build(Settings(database_url=url))
    seed_demo(app)
    token = create_token(app, ACTOR, "admin")
    app.close()
    return token


class Service:
    """A server and, if wanted, a worker on a database; what they log is kept in a folder.

    `received`: where a server of SMTP keeps their mails, if they go to one.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        variables: Mapping[str, str] = MappingProxyType({}),
        received: Path | None = None,
        **settings: str,
    ) -> None:
        self.database_url, self.folder, self.received = url, folder, received
        self.spool = folder / "spool"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._settings = {**variables, **{f"ONESTOP_{name.upper()}": value for name, value in settings.items()}}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Start the server, "run", the "worker", or both, and wait until the server is ready."""
        for name in names:
            options = ("--port", str(self.port)) if name == "run" else ()
            with ExitStack() as stack:
                log = stack.enter_context((self.folder / f"{name}.log").open("ab"))
                self._processes[name] = subprocess.Popen(  # noqa: S603 # our own command
                    [_ONESTOP, name, *options], cwd=self.folder, env=self._environment(), stdout=log, stderr=log
                )
        if "run" in names:
            self._wait()

    def kill(self, *names: str) -> None:
        """End processes at once, whatever they do."""
        for name in names:
            self._processes[name].kill()
            self._processes.pop(name).wait()

    def stop(self) -> None:
        """Let every process end in order; one that does not is killed, and said to have been."""
        for process in self._processes.values():
            process.send_signal(signal.SIGTERM)
        for name, process in self._processes.items():
            try:
                process.wait(timeout=_ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                print(f"{name} did not end on SIGTERM within {_ENDING_SECONDS:g} s")  # noqa: T201
                process.kill()
                process.wait()
        self._processes.clear()

    def logged(self) -> str:
        """Everything that was logged."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*.log")))

    def _environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("ONESTOP_")}
        ours = {
            "ONESTOP_DATABASE_URL": self.database_url,
            "ONESTOP_SPOOL_DIR": str(self.spool),
            "ONESTOP_EMBEDDED_WORKER": "false",
        }
        return {**plain, **ours, **self._settings}

    def _wait(self) -> None:
        until = monotonic() + _STARTING_SECONDS
        while monotonic() < until and self._processes["run"].poll() is None:
            try:
                if httpx.get(f"{self.address}/v1/health/ready").is_success:
                    return
            except httpx.TransportError:
                sleep(0.05)
        raise RuntimeError(f"the server did not start: {self.logged()[-2000:]}")


def free_port() -> int:
    """A port of the loopback on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
