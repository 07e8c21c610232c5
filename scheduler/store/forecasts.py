"""What is expected of each region, and what slots are worth for it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, or_, select, update

from scheduler.domain.bid_prices import BidPriceTable
from scheduler.domain.forecast import Forecast, Seen
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json

_bids = t.bid_prices.c


class ForecastRepository:
    """Forecasts that planners gave, and arrivals from which others are learned."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def configured(self, region_id: str) -> Forecast | None:
        """What a planner expects of a region, if one has said so."""
        query = select(t.forecasts.c.forecast).where(t.forecasts.c.region_id == region_id)
        data = self._connection.execute(query).scalar_one_or_none()
        return None if data is None else from_json(Forecast, data)

    def configure(self, region_id: str, forecast: Forecast) -> None:
        """Store what a planner expects, in place of what it was before."""
        self.forget(region_id)
        self._connection.execute(insert(t.forecasts).values(region_id=region_id, forecast=to_json(forecast)))

    def forget(self, region_id: str) -> None:
        """Leave what is expected to history again."""
        self._connection.execute(delete(t.forecasts).where(t.forecasts.c.region_id == region_id))

    def seen(self, region_id: str, timezone: str, first: date, last: date) -> tuple[Seen, ...]:
        """The arrivals of some days, erased ones included: nothing that is told here is about a person."""
        arrivals, zone = t.arrivals.c, ZoneInfo(timezone)
        query = select(arrivals.arrives_on, arrivals.created_at, arrivals.journey_id, arrivals.party)
        found = query.where(arrivals.region_id == region_id, arrivals.arrives_on.between(first, last))
        return tuple(
            Seen(
                row.arrives_on,
                (row.arrives_on - row.created_at.astimezone(zone).date()).days,
                row.journey_id,
                len(row.party),
                frozenset(said for one in row.party if one["role"] != "child" for said in one["languages"]),
            )
            for row in self._connection.execute(found)
        )


class BidPriceRepository:
    """Bid prices by region, and which of them are to be computed anew."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def computed_at(self, region_id: str) -> datetime | None:
        """When the prices of a region were computed, None if it has none."""
        found: datetime | None = self._connection.execute(
            select(_bids.computed_at).where(_bids.region_id == region_id)
        ).scalar_one_or_none()
        return found

    def get(self, region_id: str) -> BidPriceTable | None:
        """The prices of a region, if it has any."""
        query = select(_bids.prices).where(_bids.region_id == region_id, _bids.computed_at.is_not(None))
        data = self._connection.execute(query).scalar_one_or_none()
        return None if data is None else from_json(BidPriceTable, data)

    def ask(self, region_id: str, at: datetime) -> None:
        """Have the prices of a region computed anew."""
        self._connection.execute(update(t.bid_prices).where(_bids.region_id == region_id).values(asked_at=at))

    def due(self, now: datetime) -> tuple[str, ...]:
        """Regions whose prices are asked for and that nobody computes at the moment."""
        free = or_(_bids.leased_until.is_(None), _bids.leased_until <= now)
        return tuple(
            self._connection.execute(select(_bids.region_id).where(_bids.asked_at.is_not(None), free)).scalars()
        )

    def lease(self, region_id: str, now: datetime, until: datetime) -> bool:
        """Take a region that is due; False if another worker has just done so."""
        free = or_(_bids.leased_until.is_(None), _bids.leased_until <= now)
        taken = update(t.bid_prices).where(_bids.region_id == region_id, _bids.asked_at.is_not(None), free)
        return self._connection.execute(taken.values(leased_until=until)).rowcount == 1

    def store(self, region_id: str, prices: BidPriceTable | None, asked_before: datetime) -> None:
        """Keep prices, or that there are none; whoever asked after an instant is still to be answered."""
        of_region = _bids.region_id == region_id
        values = {
            "prices": None if prices is None else to_json(prices),
            "computed_at": None if prices is None else prices.computed_at,
            "leased_until": None,
        }
        self._connection.execute(update(t.bid_prices).where(of_region).values(**values))
        answered = update(t.bid_prices).where(of_region, _bids.asked_at <= asked_before)
        self._connection.execute(answered.values(asked_at=None))
