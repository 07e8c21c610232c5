"""What slots of desks are expected to be worth to those who have not asked yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DayPrices:
    """Prices of consecutive slots of a day, the first of them slot `first` of the region's grid."""

    first: int
    prices: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class BidPriceTable:
    """Prices by desk and day as of an instant; what is not listed costs nothing."""

    computed_at: datetime
    desks: Mapping[str, Mapping[str, DayPrices]]  # by the id of the desk and the ISO day

    def on(self, desk: str, day: date) -> DayPrices | None:
        """The prices of a desk on a day."""
        return self.desks.get(desk, {}).get(day.isoformat())
