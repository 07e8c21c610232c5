"""What a solve may use: seconds, and rounds of ruin and recreate if these are limited too.

With a limit in rounds nothing depends on the clock, as long as the seconds last: the same seed, instance and limit
give the same plan. What can only be limited in seconds, branching engines, is then left out.
"""

from collections.abc import Callable, Iterator
from itertools import takewhile
from math import inf
from time import monotonic

from solver.stopping import Stopped, never

CHUNK = 400  # rounds of ruin and recreate between two looks at the clock
_LONGEST = 8_000  # at once, or it could not be stopped for long
_TINY = 1e-9
_KEPT_BACK = 0.05  # share of the time for laying out and checking the plan


class Budget:
    """A budget that runs from now on, unless `stopped`."""

    def __init__(self, seconds: float, rounds: int | None = None, stopped: Stopped = never) -> None:
        self._start, self._seconds, self._rounds, self.stopped = monotonic(), seconds, rounds, stopped

    @property
    def by_rounds(self) -> bool:
        """Whether rounds are limited too."""
        return self._rounds is not None

    def elapsed(self) -> float:
        """Seconds since the start."""
        return monotonic() - self._start

    def left(self) -> float:
        """Seconds that remain for searching, none once it is stopped."""
        return 0.0 if self.stopped() else self._seconds * (1 - _KEPT_BACK) - self.elapsed()

    def seconds(self, share: float) -> float:
        """A share of all seconds; of a limit in rounds, all that is left."""
        return self.left() if self.by_rounds else share * self._seconds

    def chunks(self, share: float) -> Iterator[float]:
        """For each chunk of rounds how much is over, from 0 to 1, of a share of all seconds or rounds."""
        return self._counted(share * self._rounds) if self._rounds is not None else self._timed(share * self._seconds)

    def pace(self, share: float, days: int) -> "Pace":
        """How a chain of so many days shares out a share of the seconds left, or of all rounds."""
        if self._rounds is not None:
            return Pace(self.left, max(1, round(share * self._rounds / days)))
        until = self.left() * (1 - share)
        return Pace(lambda: self.left() - until)

    def _counted(self, rounds: float) -> Iterator[float]:
        count = max(1, round(rounds / CHUNK))
        return (n / count for n in takewhile(lambda _: self.left() > 0, range(count)))

    def _timed(self, seconds: float) -> Iterator[float]:
        start = self.left()
        whole = min(start, seconds)
        while (left := self.left()) > start - whole:
            yield (start - left) / whole


class Pace:
    """The time for one day after the other; it learns how many rounds that holds, if they are not `fixed` for each."""

    def __init__(self, left: Callable[[], float], fixed: int | None = None) -> None:
        self._left, self.fixed, self._speed = left, fixed, 0.0

    def day(self, left: int, days: int = 1) -> "Day":
        """The next of so many days left, or the next few."""
        return Day(self, self._left() * days / left if self.fixed is None else inf)

    def rounds(self, seconds: float) -> Iterator[tuple[float, int]]:
        """How much of some seconds is over, from 0 to 1, and the rounds of the next chunk, at least one chunk.

        The chunks are few and long: a search that is cut short is worth less.
        """
        return self._timed(seconds) if self.fixed is None else self._even(self.fixed)

    def left(self) -> float:
        """Seconds that remain for all days."""
        return self._left()

    def _even(self, rounds: int) -> Iterator[tuple[float, int]]:
        count = -(-rounds // _LONGEST)
        more = takewhile(lambda n: n == 0 or self._left() > 0, range(count))
        return ((n / count, -(-rounds // count)) for n in more)

    def _timed(self, seconds: float) -> Iterator[tuple[float, int]]:
        start = self._left()
        over, before = 0.0, start
        while True:
            size = int(min(_LONGEST, max(CHUNK, self._speed * (1 - over) * seconds)))
            yield over, size
            now = self._left()
            self._speed = size / max(before - now, _TINY)
            over, before = (start - now) / max(seconds, _TINY), now
            if over >= 1 or now <= 0:
                return


class Day:
    """The `seconds` for one day, from now on; no end of them where rounds are limited."""

    def __init__(self, pace: Pace, seconds: float) -> None:
        self._pace, self.seconds, self._until = pace, seconds, pace.left() - seconds

    def rounds(self) -> Iterator[tuple[float, int]]:
        """See `Pace.rounds`."""
        return self._pace.rounds(self.seconds)

    @property
    def fixed(self) -> int | None:
        """The rounds of a day, if they are limited: nothing may depend on the clock then."""
        return self._pace.fixed

    def over(self) -> bool:
        """Whether its time is out."""
        return self._pace.left() <= max(0.0, self._until)
