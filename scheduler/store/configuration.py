"""Regions, agencies, desks and journeys in the database: data that changes seldom."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from calendars.opening import Closure, OpeningException, WallSpan, WeeklyPattern
from scheduler.domain.agency import Agency, AgencyClosure, Location, Region, Resource
from scheduler.domain.errors import NotFound
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text
from scheduler.store import tables as t
from scheduler.store.codec import from_json, to_json


@dataclass(frozen=True, slots=True)
class RegionSetup:
    """A region with everything that decides which desks are open when."""

    region: Region
    agencies: tuple[Agency, ...]
    resources: tuple[Resource, ...]
    closures: tuple[AgencyClosure, ...]


class ConfigurationRepository:
    """Reads and adds configuration; what there is, is not changed, so that one unit of work reads it once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._regions: dict[str, Region] = {}

    def region(self, region_id: str) -> Region:
        """The region; raises NotFound."""
        if region_id not in self._regions:
            self._regions[region_id] = self._read_region(region_id)
        return self._regions[region_id]

    def _read_region(self, region_id: str) -> Region:
        row = self._connection.execute(select(t.regions).where(t.regions.c.id == region_id)).one_or_none()
        if row is None:
            raise NotFound("region", region_id)
        return _region(row)

    def regions(self) -> tuple[Region, ...]:
        """Every region by name."""
        return tuple(_region(row) for row in self._connection.execute(select(t.regions).order_by(t.regions.c.name)))

    def setup(self, region_id: str) -> RegionSetup:
        """The region and its desks; raises NotFound."""
        agencies = tuple(agency for agency in self.agencies() if agency.region == region_id)
        wanted = t.resources.c.agency_id.in_([agency.id for agency in agencies])
        resources = self._connection.execute(select(t.resources).where(wanted).order_by(t.resources.c.id))
        closures = self._connection.execute(select(t.closures).where(t.closures.c.region_id == region_id))
        return RegionSetup(
            self.region(region_id),
            agencies,
            tuple(_resource(row) for row in resources),
            tuple(
                AgencyClosure(row.region_id, row.agency_id, Closure(row.first, row.last, row.reason))
                for row in closures
            ),
        )

    def agencies(self) -> tuple[Agency, ...]:
        """Every agency in the order of its id."""
        rows = self._connection.execute(select(t.agencies).order_by(t.agencies.c.id))
        return tuple(Agency(row.id, row.region_id, from_json(Text, row.name)) for row in rows)

    def locations(self) -> tuple[Location, ...]:
        """Every location in the order of its id."""
        rows = self._connection.execute(select(t.locations).order_by(t.locations.c.id))
        return tuple(Location(row.id, row.name, row.address) for row in rows)

    def services(self, region_id: str) -> frozenset[str]:
        """Services that some desk of the region offers."""
        joined = t.resources.join(t.agencies)
        rows = self._connection.execute(
            select(t.resources.c.services).select_from(joined).where(t.agencies.c.region_id == region_id)
        )
        return frozenset(service for row in rows for service in row.services)

    def journey(self, journey_id: str) -> Journey:
        """The journey; raises NotFound."""
        row = self._connection.execute(select(t.journeys).where(t.journeys.c.id == journey_id)).one_or_none()
        if row is None:
            raise NotFound("journey", journey_id)
        return _journey(row)

    def journeys(self) -> tuple[Journey, ...]:
        """Every journey in the order of its id."""
        return tuple(_journey(row) for row in self._connection.execute(select(t.journeys).order_by(t.journeys.c.id)))

    def add_region(self, region: Region) -> None:
        """Add a region."""
        travel = [[*sorted(pair), slots] for pair, slots in region.pace.travel.items()]
        self._add(
            t.regions,
            id=region.id,
            name=region.name,
            timezone=region.timezone,
            email=region.email,
            promise=to_json(region.promise),
            prices=to_json(region.prices),
            slot_minutes=region.pace.slot_minutes,
            min_gap_slots=region.pace.min_gap_slots,
            travel=travel,
        )
        self._add(t.bid_prices, region_id=region.id)

    def add_location(self, location: Location) -> None:
        """Add a location."""
        self._add(t.locations, id=location.id, name=location.name, address=location.address)

    def add_agency(self, agency: Agency) -> None:
        """Add an agency to its region."""
        self._add(t.agencies, id=agency.id, region_id=agency.region, name=to_json(agency.name))

    def add_resource(self, resource: Resource) -> None:
        """Add a desk to its agency."""
        self._add(
            t.resources,
            id=resource.id,
            agency_id=resource.agency,
            location_id=resource.location,
            services=to_json(resource.services),
            languages=to_json(resource.languages),
            pattern=to_json(resource.pattern.hours),
            exceptions=to_json(resource.exceptions),
        )

    def add_closure(self, closure: AgencyClosure) -> None:
        """Add days on which an agency or the whole region is shut."""
        days = closure.closure
        self._add(
            t.closures,
            region_id=closure.region,
            agency_id=closure.agency,
            first=days.first,
            last=days.last,
            reason=days.reason,
        )

    def add_journey(self, journey: Journey) -> None:
        """Add a journey."""
        self._add(t.journeys, id=journey.id, name=to_json(journey.name), steps=to_json(journey.steps))

    def _add(self, table: Any, **values: object) -> None:
        self._connection.execute(insert(table).values(**values))


def _region(row: Row[Any]) -> Region:
    travel = {frozenset((here, there)): slots for here, there, slots in row.travel}
    return Region(
        row.id,
        row.name,
        row.timezone,
        row.email,
        from_json(Promise, row.promise),
        from_json(Prices, row.prices),
        Pace(row.slot_minutes, row.min_gap_slots, travel),
    )


def _resource(row: Row[Any]) -> Resource:
    hours = {int(day): tuple(from_json(WallSpan, span) for span in spans) for day, spans in row.pattern.items()}
    return Resource(
        row.id,
        row.agency_id,
        row.location_id,
        frozenset(row.services),
        frozenset(row.languages),
        WeeklyPattern(hours),
        tuple(from_json(OpeningException, exception) for exception in row.exceptions),
    )


def _journey(row: Row[Any]) -> Journey:
    return Journey(row.id, from_json(Text, row.name), tuple(from_json(Step, step) for step in row.steps))
