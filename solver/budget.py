"""What a solve may use: seconds, and rounds of ruin and recreate if these are limited too.

With a limit in rounds nothing depends on the clock, as long as the seconds last: the same seed, instance and limit
give the same plan. What can only be limited in seconds, the engines that make days whole, is then left out.
"""

from collections.abc import Callable
from time import monotonic

CHUNK = 400  # rounds of ruin and recreate between two looks at the clock
_KEPT_BACK = 0.05  # share of the time for laying out and checking the plan
_FEWEST = 200  # rounds for a day


class Budget:
    """A budget that runs from now on."""

    def __init__(self, seconds: float, rounds: int | None = None, stopped: Callable[[], bool] = lambda: False) -> None:
        self._start, self._seconds, self._rounds, self._stopped = monotonic(), seconds, rounds, stopped
        self.rounds_per_second = 5_000.0

    @property
    def by_rounds(self) -> bool:
        """Whether rounds are limited too."""
        return self._rounds is not None

    def elapsed(self) -> float:
        """Seconds since the start."""
        return monotonic() - self._start

    def left(self) -> float:
        """Seconds that remain for searching, none once it is stopped."""
        return 0.0 if self._stopped() else self._seconds * (1 - _KEPT_BACK) - self.elapsed()

    def seconds(self, share: float) -> float:
        """A share of all seconds; of a limit in rounds, all that is left."""
        return self.left() if self.by_rounds else share * self._seconds

    def moment(self, share: float) -> Callable[[], bool]:
        """Tells, each time it is asked, whether to go on with another chunk: for a share of the seconds or rounds."""
        if self._rounds is not None:
            chunks = iter(range(max(1, round(share * self._rounds / CHUNK))))
            return lambda: self.left() > 0 and next(chunks, None) is not None
        until = max(0.0, self.left() - share * self._seconds)
        return lambda: self.left() > until

    def day_rounds(self, share: float, days: int) -> Callable[[int], int]:
        """Rounds for the next of so many days, given those left: of a share of the seconds left, or of all rounds."""
        if self._rounds is not None:
            each = max(_FEWEST, int(share * self._rounds / days))
            return lambda _days_left: each
        until = self.left() * (1 - share)
        return lambda left: max(_FEWEST, int(max(0.0, self.left() - until) / left * self.rounds_per_second))
