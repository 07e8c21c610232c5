"""What a solve may use: seconds, and rounds of ruin and recreate if these are limited too.

With a limit in rounds nothing depends on the clock, as long as the seconds last: the same seed, instance and limit
give the same plan. What can only be limited in seconds, the engines that make days whole, is then left out.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from time import monotonic

CHUNK = 400  # rounds of ruin and recreate between two looks at the clock
_KEPT_BACK = 0.05  # share of the time for laying out and checking the plan
_FEWEST = 100  # rounds for a piece of work
_SLOWEST = 2_000.0  # rounds a second, until it is known


class Budget:
    """A budget that runs from now on."""

    def __init__(self, seconds: float, rounds: int | None = None, stopped: Callable[[], bool] = lambda: False) -> None:
        self._start, self._seconds, self._rounds, self._stopped = monotonic(), seconds, rounds, stopped

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

    def chunks(self, share: float) -> Iterator[float]:
        """For each chunk of rounds how much is over, from 0 to 1, of a share of all seconds or rounds."""
        if self._rounds is not None:
            count = max(1, round(share * self._rounds / CHUNK))
            yield from (n / count for n in takewhile(lambda _: self.left() > 0, range(count)))
            return
        start = self.left()
        whole = min(start, share * self._seconds)
        while (left := self.left()) > start - whole:
            yield (start - left) / whole

    def pace(self, share: float, pieces: int) -> "Pace":
        """How fast a chain of so many pieces of work may go, to use a share of the seconds left, or of all rounds."""
        if self._rounds is not None:
            return Pace(lambda: 0.0, max(_FEWEST, int(share * self._rounds / pieces)))
        until = self.left() * (1 - share)
        return Pace(lambda: max(0.0, self.left() - until), None)


class Pace:
    """Rounds for one piece of work after the other, as many as the time left holds: it learns how many that are."""

    def __init__(self, left: Callable[[], float], fixed: int | None) -> None:
        self._left, self._fixed, self._given = left, fixed, 0
        self._before, self._speed = left(), _SLOWEST

    def rounds(self, pieces: int) -> int:
        """Rounds for the next of the pieces that are left; it began when the one before was done."""
        if self._fixed is not None:
            return self._fixed
        left = self._left()
        if self._given and left < self._before:
            self._speed = self._given / (self._before - left)
        self._given, self._before = max(_FEWEST, int(left / pieces * self._speed)), left
        return self._given
