"""`onestop run --demo` opens the product on loopback; `onestop worker` works until it is interrupted."""

import signal
import socket
from pathlib import Path
from time import sleep

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.commands import serving
from tests.processes import free_port, page_and_token, running


def test_the_demo_is_open_and_full(tmp_path: Path) -> None:
    """One command gives an address, a token, a booked week, and invitations in the spool folder."""
    port = free_port()
    with running(tmp_path, "run", "--demo", "--port", str(port)) as process:
        address, token = page_and_token(process)
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
    with running(tmp_path, "worker", ending=ending) as process:
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


def test_no_answer_waits_for_an_acknowledgement() -> None:
    """The listener sends what there is at once; else each answer would take the 40 ms of a delayed acknowledgement."""
    with serving._listener("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
