"""Requests in the order in which they come."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.bid_prices import Future
from solver.instance import Arrival
from solver.online import Events

IntArray = npt.NDArray[np.int64]
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Requests:
    """Arrivals and when each of them asks.

    `asked`: [arrival] slots as the instance counts them, below 0 before its first day. Nobody asks after the time
    from which it can come. `cancels`: [arrival] the slot in which it does, NEVER if it does not; nobody does if it is
    not given.
    """

    arrivals: tuple[Arrival, ...]
    asked: IntArray
    cancels: IntArray | None = None

    def __post_init__(self) -> None:
        for arrival, asked in zip(self.arrivals, self.asked.tolist(), strict=True):
            if asked > arrival.available_from:
                raise ValueError(
                    f"arrival {arrival.id} asks in slot {asked}; expected {arrival.available_from} at most"
                )

    @cached_property
    def cancelled(self) -> IntArray:
        """Positions of those who cancel."""
        return np.flatnonzero(self.cancels != NEVER) if self.cancels is not None else np.zeros(0, dtype=np.int64)

    def as_future(self, per_day: int) -> Future:
        """The same as a sample of what is expected, with so many slots a day."""
        return Future(self.arrivals, self.asked // per_day)

    def by_day(self, per_day: int) -> Iterator[tuple[int, Events]]:
        """Days on which somebody asks or cancels, as so many slots each, and who does, in the order of the slots.

        Whoever asks in the slot in which others cancel comes first: nobody knows yet.
        """
        cancelled = self.cancelled
        when = self.asked if self.cancels is None else np.concatenate([self.asked, self.cancels[cancelled]])
        who = np.concatenate([np.arange(len(self.asked)), cancelled])
        order = np.argsort(when, kind="stable")
        days = when[order] // per_day
        for day in np.unique(days).tolist():
            chosen = order[days == day]
            yield day, Events(who[chosen], chosen >= len(self.asked))
