"""The figures and the bars of the week page, out of the counts of a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.domain.capacity import AgencyDay, FreeSlot, WeekOverview

HEIGHT = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """One slot: where it stands, how tall it is, and how much of it is taken, in units of the drawing."""

    x: int
    open: float
    taken: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency on one day, or one day or agency in total; hours are desk hours."""

    open: float
    taken: float
    bars: tuple[Bar, ...] = ()

    @property
    def share(self) -> float:
        """The part of the open hours that is taken."""
        return self.taken / self.open if self.open else 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """An agency through the week."""

    agency: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """What the page shows: days, a row for each agency, totals, and the hours of the common axis."""

    days: tuple[date, ...]
    rows: tuple[Row, ...]
    by_day: tuple[Cell, ...]
    total: Cell
    width: int
    first_hour: str
    last_hour: str


def week_of(overview: WeekOverview, agencies: Sequence[str], timezone: str) -> Week:
    """The week as it is drawn; Saturday and Sunday only where someone works."""
    zone = ZoneInfo(timezone)
    days = sorted({one.day for one in overview.days if one.day.weekday() < 5 or one.open})
    minutes = [_minute(slot.start, zone) for one in overview.days for slot in one.slots]
    first, last = (min(minutes), max(minutes) + overview.slot_minutes) if minutes else (0, 0)
    axis = _Axis(zone, first, overview.slot_minutes, _most_open(overview.days))
    of_day = {(one.agency, one.day): one for one in overview.days}
    rows = tuple(Row(name, tuple(axis.cell(of_day.get((name, day))) for day in days)) for name in agencies)
    return Week(
        days=tuple(days),
        rows=rows,
        by_day=tuple(_total([row.cells[position] for row in rows]) for position in range(len(days))),
        total=_total([cell for row in rows for cell in row.cells]),
        width=(last - first) // overview.slot_minutes,
        first_hour=_clock(first),
        last_hour=_clock(last),
    )


@dataclass(frozen=True, slots=True)
class _Axis:
    """What all drawings of one page share."""

    zone: ZoneInfo
    first: int
    slot_minutes: int
    most_open: int

    def cell(self, day: AgencyDay | None) -> Cell:
        if day is None or not day.slots:
            return Cell(0, 0)
        hours = self.slot_minutes / 60
        return Cell(day.open * hours, day.taken * hours, tuple(self._bar(slot) for slot in day.slots))

    def _bar(self, slot: FreeSlot) -> Bar:
        unit = HEIGHT / self.most_open
        x = (_minute(slot.start, self.zone) - self.first) // self.slot_minutes
        return Bar(x, round(slot.open * unit, 2), round((slot.open - slot.free) * unit, 2))


def _most_open(days: Sequence[AgencyDay]) -> int:
    return max((slot.open for one in days for slot in one.slots), default=1) or 1


def _minute(instant: datetime, zone: ZoneInfo) -> int:
    local = instant.astimezone(zone)
    return local.hour * 60 + local.minute


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _total(cells: Sequence[Cell]) -> Cell:
    return Cell(sum(cell.open for cell in cells), sum(cell.taken for cell in cells))
