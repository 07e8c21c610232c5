"""A solve in a process of its own: whoever waits for it stays responsive, and it can always be stopped.

It steps back for everything else that the machine has to do: front desks come first.
"""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import Connection
from typing import TypeVar, cast

from solver.bid_prices import bid_prices
from solver.desk_prices import DeskPrices
from solver.instance import Arrival, Instance
from solver.plan import Plan
from solver.replan import Existing, ExistingError, Replanned, replan
from solver.solve import PlanRefusedError, Progress, solve

_GRACE = 15.0  # seconds to lay out and verify a plan, and to start a process on a busy machine
_POLL = 0.2
_LOWER = 10  # of priority, as the system counts it
Answer = TypeVar("Answer", Plan, Replanned)


class SolveStoppedError(RuntimeError):
    """The process of a solve ended without a plan: it was stopped, or it overran its time by far."""


def solve_in_child(
    instance: Instance,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Plan:
    """What `solve` finds, from a child process, which is ended as soon as `stopped` says so.

    Raises SolveStoppedError and PlanRefusedError.
    """
    work = partial(solve, instance, seconds=seconds, workers=workers, seed=seed)
    return _in_child(work, int((seconds + _GRACE) / _POLL), on_progress, stopped)


def replan_in_child(
    instance: Instance,
    existing: Existing,
    *,
    seconds: float,
    workers: int = 2,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Replanned:
    """What `replan` finds, from a child process, which is ended as soon as `stopped` says so.

    Raises SolveStoppedError, PlanRefusedError and ExistingError.
    """
    work = partial(replan, instance, existing, seconds=seconds, workers=workers, seed=seed)
    return _in_child(work, int((seconds + _GRACE) / _POLL), on_progress, stopped)


def bid_prices_in_child(desks: Instance, futures: Sequence[Sequence[Arrival]]) -> DeskPrices:
    """What `bid_prices` finds, from a child process; raises SolveStoppedError if that was ended."""
    spawning = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, spawning, initializer=step_back) as pool:
        try:
            return pool.submit(bid_prices, desks, futures).result()
        except BrokenProcessPool:
            raise SolveStoppedError("the pricing ended without prices") from None


def step_back() -> None:
    """Lower the priority of this process."""
    if hasattr(os, "nice"):  # not on every system
        os.nice(_LOWER)


def _in_child(
    work: Callable[..., Answer],
    polls: int,
    on_progress: Callable[[Progress], None] | None,
    stopped: Callable[[], bool],
) -> Answer:
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(sender, work), daemon=True)
    child.start()
    sender.close()
    try:
        return cast(Answer, _received(receiver, polls, on_progress, stopped))
    finally:
        child.terminate()
        child.join()
        receiver.close()


def _received(
    receiver: Connection, polls: int, on_progress: Callable[[Progress], None] | None, stopped: Callable[[], bool]
) -> Plan | Replanned:
    """The answer that comes through, at most so many polls later."""
    while polls > 0 and not stopped():
        if not receiver.poll(_POLL):
            polls -= 1
            continue
        try:
            message = receiver.recv()
        except EOFError:
            break
        if isinstance(message, Plan | Replanned):
            return message
        if isinstance(message, PlanRefusedError | ExistingError):
            raise message
        if on_progress is not None:
            on_progress(message)
    raise SolveStoppedError("the solve ended without a plan")


def _run(sender: Connection, work: Callable[..., Plan | Replanned]) -> None:
    step_back()
    try:
        sender.send(work(on_progress=sender.send))
    except (PlanRefusedError, ExistingError) as refused:
        sender.send(refused)
    except BrokenPipeError:
        return  # nobody waits any more
