"""Bodies about who is expected, and what slots are worth for it."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from api.schemas.base import Id, Language, Received, Sent, Stamp
from scheduler.domain.arrival import MAX_PARTY
from scheduler.domain.bid_prices import BidPriceTable
from scheduler.domain.forecast import MAX_KINDS, MAX_LEAD, MAX_WEEKLY, Forecast, Kind

Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_WORKING_DAYS = [1.0] * 5 + [0.0] * 2
_TWO_WEEKS = [1.0] * 15


class KindIn(Received):
    """Arrivals that are alike, and their weight among all kinds."""

    journey: Id
    party: Annotated[int, Field(ge=1, le=MAX_PARTY)] = 1
    languages: Annotated[list[Language], Field(default_factory=list)]
    weight: Weight = 1.0


class ForecastIn(Received):
    """Arrivals a week; weights of Monday to Sunday, of kinds, and of asking 0, 1, ... days beforehand."""

    weekly: Annotated[float, Field(ge=0, le=MAX_WEEKLY)]
    kinds: Annotated[list[KindIn], Field(min_length=1, max_length=MAX_KINDS)]
    weekdays: Annotated[list[Weight], Field(min_length=7, max_length=7)] = _WORKING_DAYS
    leads: Annotated[list[Weight], Field(min_length=1, max_length=MAX_LEAD + 1)] = _TWO_WEEKS

    def forecast(self) -> Forecast:
        """The same in the domain."""
        kinds = (Kind(each.journey, each.party, frozenset(each.languages), each.weight) for each in self.kinds)
        return Forecast(self.weekly, tuple(self.weekdays), tuple(kinds), tuple(self.leads))


class KindOut(Sent):
    """Arrivals that are alike, and their weight among all kinds."""

    journey: str
    party: int
    languages: list[str]
    weight: float


class ForecastOut(Sent):
    """What is expected of a region, and where that comes from; without history it is `none`, and nothing is priced."""

    source: Literal["configured", "learned", "none"]
    weekly: float
    weekdays: list[float]
    kinds: list[KindOut]
    leads: list[float]

    @classmethod
    def of(cls, forecast: Forecast | None, *, configured: bool) -> "ForecastOut":
        """The body for what is expected."""
        if forecast is None:
            return cls(source="none", weekly=0.0, weekdays=[], kinds=[], leads=[])
        kinds = [
            KindOut(journey=k.journey, party=k.party, languages=sorted(k.languages), weight=k.weight)
            for k in forecast.kinds
        ]
        return cls(
            source="configured" if configured else "learned",
            weekly=forecast.weekly,
            weekdays=list(forecast.weekdays),
            kinds=kinds,
            leads=list(forecast.leads),
        )


class DayPricesOut(Sent):
    """What the slots of a desk on a day are worth; the first of the prices is that of `firstSlot` of the day."""

    resource: str
    day: dt.date
    first_slot: int
    prices: list[float]


class BidPricesOut(Sent):
    """Bid prices as computed last; `computedAt` is null, and there are none, where nothing is expected."""

    computed_at: Stamp | None
    items: list[DayPricesOut]

    @classmethod
    def of(cls, table: BidPriceTable | None) -> "BidPricesOut":
        """The body for the prices of a region."""
        if table is None:
            return cls(computed_at=None, items=[])
        items = [
            DayPricesOut(
                resource=desk, day=dt.date.fromisoformat(day), first_slot=found.first, prices=list(found.prices)
            )
            for desk, days in table.desks.items()
            for day, found in days.items()
        ]
        return cls(computed_at=table.computed_at, items=items)
