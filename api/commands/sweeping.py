"""What the commands for scenarios share: where replications run, their progress, and figures that are kept."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from api.commands.refusing import refusal
from api.commands.running import ending
from scheduler.domain.errors import InvalidInput
from scheduler.scenarios.clusters import cluster
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.kept import Kept
from scheduler.scenarios.pools import Pool, here, processes
from scheduler.scenarios.replication import replicate
from scheduler.scenarios.result import Progress, Result
from scheduler.scenarios.scenario import Scenario
from scheduler.scenarios.sweep import sweep

T = TypeVar("T")
Workers = Annotated[
    int | None, typer.Option(min=1, max=256, help="Processes on this machine, one a core unless given.")
]
Cluster = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler to run on instead, such as tcp://10.0.0.5:8786.")
]
KeptFigures = Annotated[
    Path | None,
    typer.Option("--figures", metavar="FILE", help="Keeps the figures, so that a run that was ended goes on with it."),
]


class Sweeps:
    """Runs scenarios, one after another; once the process is to end, as far as they are."""

    def __init__(self, pool: Pool, bar: Bar, figures: Path | None, told: Event) -> None:
        self._pool, self._bar, self._figures, self._told = pool, bar, figures, told

    @property
    def ended(self) -> bool:
        """Whether the process was asked to end."""
        return self._told.is_set()

    def __call__(self, scenario: Scenario) -> Result:
        """What a scenario comes to."""
        task = self._bar.add_task(scenario.name, total=scenario.replications, left="")

        def tell(progress: Progress) -> None:
            self._bar.update(task, completed=progress.done + progress.failed, left=_left(progress))

        kept = None if self._figures is None else Kept(self._figures, scenario)
        return sweep(
            scenario,
            self._pool,
            replicate=replicate,
            done={} if kept is None else kept.done(),
            keep=_nowhere if kept is None else kept.keep,
            on_progress=tell,
            stopped=self._told.is_set,
        )

    def answer(self, found: Callable[[], T]) -> T:
        """What is found by running scenarios; ended before it was whole, it is no answer, and the command fails."""
        answer = found()
        if self.ended:
            typer.echo("ended before there was an answer", err=True)
            raise typer.Exit(1)
        return answer


@contextmanager
def sweeping(workers: int | None, address: str | None, figures: Path | None) -> Iterator[Sweeps]:
    """Where scenarios are run; what is wrong with it, or with what is asked of them, ends the command in one line."""
    try:
        with _pool(workers, address) as pool, _bar() as bar, ending() as told:
            yield Sweeps(pool, bar, figures, told)
    except InvalidInput as error:
        wrong = f"{error.pointer.strip('/')}: {error.value} is wrong; expected {error.expected}"
        raise refusal(wrong) from None
    except OSError as error:
        raise refusal(f"figures: {figures} cannot be used ({error.strerror})") from None


def _nowhere(_number: int, _figures: Figures) -> None:
    """Figures that are not kept."""


def _left(progress: Progress) -> str:
    failed = f"{progress.failed} failed   " if progress.failed else ""
    if progress.left is None:
        return failed
    minutes, seconds = divmod(round(progress.left), 60)
    return f"{failed}{minutes}:{seconds:02} left"


def _pool(workers: int | None, address: str | None) -> AbstractContextManager[Pool]:
    if address is not None:
        return cluster(address)
    count = workers or os.cpu_count() or 1
    return here() if count == 1 else processes(count)


@contextmanager
def _bar() -> Iterator[Bar]:
    """A bar on the standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar
