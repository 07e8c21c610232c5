"""How much less than they are desks are taken to be worth, when rosters are looked for that plans can keep to.

Relaxed plans need a little less than whole ones. The margin doubles after a roster that fails until one does; then it
is halved in between: what is cheapest with too small a margin fails, with too large a one it costs too much.
"""

from math import isfinite

_FIRST, _CLOSE = 0.01, 0.002


class Margin:
    """The share to look with next, `value`, from 0 on."""

    def __init__(self) -> None:
        self.value, self._fails, self._does = 0.0, 0.0, float("inf")

    def failed(self) -> None:
        """The cheapest roster with this margin does not keep its promise."""
        self._fails = self.value
        if not isfinite(self._does):
            self.value = max(_FIRST, 2 * self.value)
        elif self._does - self._fails > _CLOSE:
            self.value = (self._fails + self._does) / 2

    def sufficed(self) -> None:
        """The cheapest roster does, or none is cheaper than one that does."""
        self._does = self.value
        if self._fails >= self._does:
            self._fails = 0.0
        self.value = (self._fails + self._does) / 2 if self._does - self._fails > _CLOSE else self._fails
