"""Arrivals and the offers made to them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, delete, insert, select, update

from scheduler.domain.arrival import Arrival, Contact, Period, Person
from scheduler.domain.errors import NotFound
from scheduler.domain.itinerary import Appointment, Offer
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json


class ArrivalRepository:
    """Arrivals; their times come back in the time zone of their region."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._select = select(t.arrivals, t.regions.c.timezone).join_from(t.arrivals, t.regions)

    def get(self, arrival_id: str) -> Arrival:
        """The arrival; raises NotFound, also for one that has been erased."""
        row = self._connection.execute(self._select.where(t.arrivals.c.id == arrival_id)).one_or_none()
        if row is None or row.contact is None:
            raise NotFound("arrival", arrival_id)
        return _arrival(row)

    def lock(self, *arrival_ids: str) -> None:
        """Make others wait who write about these arrivals, until this transaction ends; unknown ones are passed over.

        Whatever a transaction decides about an arrival, its hold or its booking, it reads after this. All locks of a
        transaction are taken at once, in order, before it takes or frees slots: so nobody waits in a circle.
        """
        query = select(t.arrivals.c.id).where(t.arrivals.c.id.in_(arrival_ids)).order_by(t.arrivals.c.id)
        self._connection.execute(query.with_for_update(key_share=True)).all()

    def region_of(self, arrival_id: str) -> str:
        """The region of an arrival, erased or not; raises NotFound."""
        query = select(t.arrivals.c.region_id).where(t.arrivals.c.id == arrival_id)
        region_id: str | None = self._connection.execute(query).scalar_one_or_none()
        if region_id is None:
            raise NotFound("arrival", arrival_id)
        return region_id

    def unbooked(self, region_id: str, first: date, last: date) -> tuple[Arrival, ...]:
        """Arrivals of `first` to `last` with neither a booking nor a hold, erased ones left out."""
        arrivals = t.arrivals.c
        taken = (
            select(table.c.active_arrival_id).where(table.c.active_arrival_id.is_not(None))
            for table in (t.bookings, t.holds)
        )
        query = self._select.where(
            arrivals.region_id == region_id,
            arrivals.arrives_on.between(first, last),
            arrivals.contact.is_not(None),
            *(arrivals.id.not_in(ids) for ids in taken),
        )
        return tuple(
            _arrival(row) for row in self._connection.execute(query.order_by(arrivals.arrives_on, arrivals.id))
        )

    def add(self, arrival: Arrival) -> None:
        """Add an arrival."""
        self._connection.execute(insert(t.arrivals).values(id=arrival.id, **_columns(arrival)))

    def erase(self, arrival_id: str) -> None:
        """Forget whom an arrival was about; its journey, days and the size of its party stay for statistics."""
        row = self._connection.execute(select(t.arrivals.c.party).where(t.arrivals.c.id == arrival_id)).one()
        party = [{"role": person["role"], "languages": []} for person in row.party]
        values: dict[str, object] = {"contact": None, "party": party, "ready_from": {}, "unavailable": []}
        self._connection.execute(update(t.arrivals).where(t.arrivals.c.id == arrival_id).values(**values))

    def replace(self, arrival: Arrival) -> None:
        """Store an arrival that is there already as it is now."""
        self._connection.execute(update(t.arrivals).where(t.arrivals.c.id == arrival.id).values(**_columns(arrival)))


class OfferRepository:
    """Offers, until they have expired."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, offer_id: str) -> Offer:
        """The offer; raises NotFound."""
        row = self._connection.execute(select(t.offers).where(t.offers.c.id == offer_id)).one_or_none()
        if row is None:
            raise NotFound("offer", offer_id)
        return Offer(
            row.id,
            row.arrival_id,
            tuple(from_json(Appointment, appointment) for appointment in row.appointments),
            row.visits,
            row.completes_on,
            row.meets_deadline,
            row.cost,
            row.expires_at,
        )

    def add(self, offers: tuple[Offer, ...]) -> None:
        """Add offers."""
        if offers:
            self._connection.execute(insert(t.offers), [_offer_columns(offer) for offer in offers])

    def withdraw(self, arrival_id: str) -> None:
        """Forget the offers of an arrival."""
        self._connection.execute(delete(t.offers).where(t.offers.c.arrival_id == arrival_id))

    def forget_expired(self, before: datetime) -> None:
        """Forget the offers that expired before an instant."""
        self._connection.execute(delete(t.offers).where(t.offers.c.expires_at < before))


def _offer_columns(offer: Offer) -> dict[str, object]:
    return {
        "id": offer.id,
        "arrival_id": offer.arrival_id,
        "appointments": to_json(offer.appointments),
        "visits": offer.visits,
        "completes_on": offer.completes_on,
        "meets_deadline": offer.meets_deadline,
        "cost": offer.cost,
        "expires_at": offer.expires_at,
    }


def _columns(arrival: Arrival) -> Mapping[str, object]:
    return {
        "journey_id": arrival.journey,
        "region_id": arrival.region,
        "arrives_on": arrival.arrives_on,
        "available_from": arrival.available_from,
        "party": to_json(arrival.party),
        "contact": to_json(arrival.contact),
        "ready_from": to_json(arrival.ready_from),
        "unavailable": to_json(arrival.unavailable),
        "deadline": arrival.deadline,
        "deadline_reason": arrival.deadline_reason,
        "created_at": arrival.created_at,
        "updated_at": arrival.updated_at,
        "times": arrival.times,
    }


def _arrival(row: Row[Any]) -> Arrival:
    zone = ZoneInfo(row.timezone)
    return Arrival(
        id=row.id,
        journey=row.journey_id,
        region=row.region_id,
        arrives_on=row.arrives_on,
        available_from=row.available_from.astimezone(zone),
        party=tuple(from_json(Person, person) for person in row.party),
        contact=from_json(Contact, row.contact),
        ready_from={step: date.fromisoformat(day) for step, day in row.ready_from.items()},
        unavailable=tuple(from_json(Period, period) for period in row.unavailable),
        deadline=row.deadline.astimezone(zone),
        deadline_reason=row.deadline_reason,
        created_at=row.created_at,
        updated_at=row.updated_at,
        times=row.times,
    )
