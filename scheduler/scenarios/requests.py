"""Requests in the order in which they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.instance import Arrival

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Requests:
    """Arrivals and when each of them asks.

    `asked`: [arrival] slots as the instance counts them, below 0 before its first day. Nobody asks after the time
    from which it can come.
    """

    arrivals: tuple[Arrival, ...]
    asked: IntArray

    def __post_init__(self) -> None:
        for arrival, asked in zip(self.arrivals, self.asked.tolist(), strict=True):
            if asked > arrival.available_from:
                raise ValueError(
                    f"arrival {arrival.id} asks in slot {asked}; expected {arrival.available_from} at most"
                )

    @cached_property
    def order(self) -> IntArray:
        """Positions of the arrivals in the order in which they ask."""
        return np.argsort(self.asked, kind="stable")

    def still_to_ask(self, slot: int) -> Sequence[Arrival]:
        """Who has not asked before a slot."""
        return tuple(self.arrivals[n] for n in np.flatnonzero(self.asked >= slot).tolist())
