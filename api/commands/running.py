"""What commands that search for a while share: their limits, progress, an end when asked for, the file they write."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from api.commands.refusing import refusal
from solver.incumbent import Progress

Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, max=86_400, help="Seconds to plan for.")]
Workers = Annotated[int, typer.Option(min=1, max=256, help="Processor cores to use.")]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Seed of every random choice.")]


@contextmanager
def ending() -> Iterator[Event]:
    """Tells when the process is asked to end; what was found by then is not lost."""
    told = Event()
    before = {each: signal.signal(each, lambda *_: told.set()) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def check_output(path: Path | None) -> None:
    """Refuse a file that could not be written, before any work is done."""
    if path is None:
        return
    if not path.parent.is_dir():
        raise refusal(f"output: {path} is in no folder that exists")
    if path.is_dir():
        raise refusal(f"output: {path} is a folder; expected a file")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise refusal(f"output: {path} cannot be written")


def write(text: str, path: Path | None) -> None:
    """Write what was found to a file, or to standard output."""
    if path is None:
        typer.echo(text, nl=False)
        return
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise refusal(f"output: {path} cannot be written ({error.strerror})") from None


def summary(*parts: tuple[str, float | str | int]) -> None:
    """Tell what came of a search in one line, apart from what is written."""
    told = (f"{name} {value:.10g}" if isinstance(value, float) else f"{name} {value}" for name, value in parts)
    typer.echo("   ".join(told), err=True)


def reporter() -> Callable[[Progress], None] | None:
    """Where progress goes: to a terminal, or nowhere."""
    return _report if sys.stderr.isatty() else None


def _report(progress: Progress) -> None:
    typer.echo(
        f"{progress.seconds:7.1f} s   cost {progress.cost:.12g}   bound {progress.bound:.12g}   late {progress.late}",
        err=True,
    )
