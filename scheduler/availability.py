"""What is free, kept in memory as the solver wants it: one window of days for each region and month.

A window follows the database by the versions of the region's capacity. When it has missed more than the database
still tells, it is made anew.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Lock

from scheduler.bid_prices import on_frame
from scheduler.domain.agency import Region
from scheduler.domain.booking import BookedAppointment
from scheduler.domain.capacity import Occupied
from scheduler.domain.itinerary import Appointment
from scheduler.store.unit_of_work import UnitOfWork
from scheduler.translation import Frame, build_instance
from solver.classes import FloatArray
from solver.fragments import fragment_prices
from solver.offers import Desks, open_desks

_WINDOW_DAYS = 75  # a month, the deadline of its last day, and the late days searched after that
_KEPT = 24


class Window:
    """The open desks of a region over some days, at one version of its capacity; use it under its lock only."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.lock = Lock()
        self._version = -1
        self._desks: Desks | None = None
        self._priced_at: datetime | None = None
        self._prices: FloatArray | None = None

    @property
    def desks(self) -> Desks:
        """The desks as of the last `follow`."""
        if self._desks is None:
            raise RuntimeError("the window has not followed the database yet")
        return self._desks

    @property
    def prices(self) -> FloatArray | None:
        """[class, width] what slots cost beside the itinerary itself: bid prices, and breaking up what they price.

        None in a region without bid prices.
        """
        if self._prices is None:
            return None
        return self._prices + fragment_prices(self.desks.occupancy.free, self._prices)

    def follow(self, uow: UnitOfWork) -> None:
        """Take over what changed since the last time; a window ahead of the reader's own state stays as it is."""
        self._follow_capacity(uow)
        self._follow_prices(uow)

    def _follow_prices(self, uow: UnitOfWork) -> None:
        region_id = self.frame.setup.region.id
        priced_at = uow.bid_prices.computed_at(region_id)
        if priced_at == self._priced_at:
            return
        table = uow.bid_prices.get(region_id)
        self._prices = None if table is None else on_frame(table, self.frame).on(self.desks.classes)
        self._priced_at = priced_at

    def _follow_capacity(self, uow: UnitOfWork) -> None:
        region_id = self.frame.setup.region.id
        version = uow.capacity.version(region_id)
        if version <= self._version:
            return
        changes = uow.capacity.since(region_id, self._version)
        if self._desks is None or {change.version for change in changes} != set(range(self._version + 1, version + 1)):
            self._desks = self._build(uow)
        else:
            for change in changes:
                self._move(change.resource, self._span(change.start, change.end), taken=change.taken)
        self._version = version

    @contextmanager
    def without(self, appointments: tuple[BookedAppointment, ...]) -> Iterator[None]:
        """The desks as if some appointments were not booked, for those who may give them up."""
        spans = [(desk, self._span(each.start, each.kept_until)) for each in appointments for desk in each.desks]
        for resource, span in spans:
            self._move(resource, span, taken=False)
        try:
            yield
        finally:
            for resource, span in spans:
                self._move(resource, span, taken=True)

    def worth(self, appointments: Iterable[Appointment]) -> float:
        """What the slots of some appointments cost by the prices that offers count, 0 in a region without any."""
        prices = self.prices
        if prices is None:
            return 0.0
        spans = ((desk, *self._span(each.start, each.end)) for each in appointments for desk in each.desks)
        return sum(self.desks.worth(*span, prices) for span in spans)

    def take(self, appointments: Iterable[Appointment]) -> None:
        """Count some appointments as booked, in a window of nobody else's."""
        for each in appointments:
            for desk in each.desks:
                self._move(desk, self._span(each.start, each.end), taken=True)

    def _build(self, uow: UnitOfWork) -> Desks:
        frame = self.frame
        once, again = _apart(uow.capacity.taken(frame.setup.region.id, *frame.bounds))
        desks = open_desks(build_instance(frame, uow.configuration.journeys(), once))
        # A desk that two have at once is free when neither has it, so each of them counts.
        for resource, start, end in again:
            span = self._span(start, end)
            if span[0] < span[1]:
                desks.take(resource, *span)
        return desks

    def _span(self, start: datetime, end: datetime) -> tuple[int, int]:
        return self.frame.start_slot(start), self.frame.end_slot(end)

    def _move(self, resource: str, span: tuple[int, int], *, taken: bool) -> None:
        if span[0] < span[1]:
            (self.desks.take if taken else self.desks.give_back)(resource, *span)


def fresh_window(uow: UnitOfWork, region_id: str, day: date) -> Window:
    """A window of the month of a day for one question only: as the unit of work sees it, which may write."""
    window = _window(uow, region_id, day.replace(day=1))
    window.follow(uow)
    return window


def _window(uow: UnitOfWork, region_id: str, first: date) -> Window:
    return Window(Frame(uow.configuration.setup(region_id), first, first + timedelta(days=_WINDOW_DAYS)))


def _apart(taken: Iterable[Occupied]) -> tuple[list[Occupied], list[Occupied]]:
    """What is taken without overlaps, and the rest: what overlaps it at the same desk."""
    once: list[Occupied] = []
    again: list[Occupied] = []
    for each in sorted(taken):
        overlaps = once and once[-1][0] == each[0] and each[1] < once[-1][2]
        (again if overlaps else once).append(each)
    return once, again


class AvailabilityCache:
    """The windows in use, the least used of them forgotten first."""

    def __init__(self) -> None:
        self._windows: OrderedDict[tuple[str, date], Window] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def window(self, uow: UnitOfWork, region: Region, day: date) -> Iterator[Window]:
        """The window of the month of `day`, up to date with the unit of work and locked."""
        window = self._find(uow, region, day.replace(day=1))
        with window.lock:
            window.follow(uow)
            yield window

    def _find(self, uow: UnitOfWork, region: Region, first: date) -> Window:
        with self._lock:
            key = (region.id, first)
            if key not in self._windows:
                self._windows[key] = _window(uow, region.id, first)
            self._windows.move_to_end(key)
            if len(self._windows) > _KEPT:
                self._windows.popitem(last=False)
            return self._windows[key]
