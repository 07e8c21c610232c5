"""`onestop run` and `onestop worker`: the server, and background work in a process of its own."""

import logging
import signal
import socket
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address
from typing import Annotated

import typer
import uvicorn

from api.app import app_for
from api.commands.configured import configured_service
from api.commands.demo import ARRIVALS, book_week, demo_service
from api.commands.refusing import refusal
from scheduler.application import Application
from scheduler.demo.demand import demo_monday
from scheduler.use_cases.create_token import create_token
from scheduler.worker import Worker

_DEMO_SECONDS = 5.0
Demo = Annotated[bool, typer.Option("--demo", help="On a fresh example region, with a token printed.")]
Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]


def run(demo: Demo = False, host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the pages and the API, and do the background work."""
    if demo and not _is_loopback(host):
        raise refusal(f"--host: {host} is wrong; expected a loopback address, since the demo prints its token")
    _log_to_stderr()
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    with _listener(host, port) as listener:
        service = _demo(address) if demo else configured_service()
        typer.echo(f"onestop listens on {address}")
        config = uvicorn.Config(
            app_for(service), log_level="warning", access_log=False, server_header=False, ws="none", log_config=None
        )
        with suppress(KeyboardInterrupt):  # raised again after an orderly end
            uvicorn.Server(config).run(sockets=[listener])


def worker() -> None:
    """Deliver invitations and make plans until stopped."""
    _log_to_stderr()
    service = configured_service()
    background = Worker(service)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, lambda *_: background.stop())
    typer.echo("onestop delivers invitations and makes plans")
    background.run_forever()
    service.close()


def _demo(address: str) -> Application:
    """The example region with the coming week booked; where to look and the token to call with are printed."""
    typer.echo(f"Planning a week of {ARRIVALS} arrivals ...")
    service = demo_service(address)
    monday = demo_monday(service.clock().date())
    book_week(service, monday, ARRIVALS, _DEMO_SECONDS)
    week = f"{monday:%G-W%V}"
    typer.echo(f"The week at the desks   {address}/?week={week}")
    typer.echo(f"The API                 {address}/v1/openapi.json")
    typer.echo(f"A token for it          {create_token(service, 'demo', 'admin')}")
    typer.echo(
        f"Invitations as files in {service.settings.spool_dir} (week of {monday} to {monday + timedelta(days=4)})"
    )
    return service


def _listener(host: str, port: int) -> socket.socket:
    """A socket that listens, taken before anything else is touched."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        raise refusal(f"--host {host} --port {port}: expected an address that is free ({error.strerror})") from None
    # Without this an answer waits 40 ms for the client's acknowledgement of its headers: asyncio sets it by itself
    # only on sockets that say they speak TCP, which those of create_server do not.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
