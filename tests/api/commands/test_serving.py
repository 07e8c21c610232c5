"""`onestop run --demo` opens the product on loopback; `onestop worker` works until it is interrupted."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app

ONESTOP = Path(sys.executable).with_name("onestop")


@contextmanager
def _running(folder: Path, *arguments: str, ending: signal.Signals = signal.SIGINT) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own, told at the end to end."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(  # noqa: S603 # our own command
        [ONESTOP, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(ending)
            process.communicate(timeout=60)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def test_the_demo_is_open_and_full(tmp_path: Path) -> None:
    """One command gives an address, a token, a booked week, and invitations in the spool folder."""
    port = _free_port()
    with _running(tmp_path, "run", "--demo", "--port", str(port)) as process:
        assert process.stdout is not None
        told = ""
        while "listens on" not in told:
            line = process.stdout.readline()
            assert line, process.stderr and process.stderr.read()
            told += line
        address, token = re.findall(r"http://127\.0\.0\.1:\d+/\?week=\S+|onestop_\S+", told)
        assert f":{port}/" in address
        with httpx.Client(base_url=address.partition("?")[0], headers={"Authorization": f"Bearer {token}"}) as client:
            assert len(client.get("/v1/bookings?limit=200").json()["items"]) > 100
            assert 'class="taken"' in client.get(address).text
            while not list((tmp_path / "var" / "demo-spool").glob("*.eml")):
                sleep(0.1)
    assert process.returncode == 0
    assert (tmp_path / "var" / "demo.db").exists()


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_ends_when_told(tmp_path: Path, ending: signal.Signals) -> None:
    """A worker makes its database, works, and ends in order when interrupted or terminated."""
    with _running(tmp_path, "worker", ending=ending) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "onestop delivers invitations and makes plans\n"
    assert process.returncode == 0
    assert (tmp_path / "var" / "onestop.db").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104 # refused
def test_the_demo_is_for_this_machine_only(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo, whose token is printed, listens nowhere but on loopback; nothing is made."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, ["run", "--demo", "--host", host])
    assert result.exit_code == 2
    assert host in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_taken_port_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is in use is exit 2 in one line, and leaves a running demo its database."""
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        result = CliRunner().invoke(app, ["run", "--demo", "--port", str(port)])
    assert result.exit_code == 2
    assert f"--port {port}" in result.stderr
    assert list(tmp_path.iterdir()) == []
