"""A solve in a process of its own: whoever waits for it stays responsive, and it can always be stopped."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection

from solver.instance import Instance
from solver.plan import Plan
from solver.solve import PlanRefusedError, Progress, solve

_GRACE = 15.0  # seconds to lay out and verify a plan, and to start a process on a busy machine
_POLL = 0.2


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
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(sender, instance, seconds, workers, seed), daemon=True)
    child.start()
    sender.close()
    try:
        return _received(receiver, int((seconds + _GRACE) / _POLL), on_progress, stopped)
    finally:
        child.terminate()
        child.join()
        receiver.close()


def _received(
    receiver: Connection, polls: int, on_progress: Callable[[Progress], None] | None, stopped: Callable[[], bool]
) -> Plan:
    """The plan that comes through, at most so many polls later."""
    while polls > 0 and not stopped():
        if not receiver.poll(_POLL):
            polls -= 1
            continue
        try:
            message = receiver.recv()
        except EOFError:
            break
        if isinstance(message, Plan):
            return message
        if isinstance(message, PlanRefusedError):
            raise message
        if on_progress is not None:
            on_progress(message)
    raise SolveStoppedError("the solve ended without a plan")


def _run(sender: Connection, instance: Instance, seconds: float, workers: int, seed: int) -> None:
    try:
        sender.send(solve(instance, seconds=seconds, workers=workers, seed=seed, on_progress=sender.send))
    except PlanRefusedError as refused:
        sender.send(refused)
    except BrokenPipeError:
        return  # nobody waits any more
