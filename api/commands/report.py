"""What came of a planned week, in tables and small charts for a terminal."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby

from rich.console import Console
from rich.table import Table

from scheduler.application import Application
from scheduler.domain.capacity import AgencyDay, FreeSlot
from scheduler.domain.planning import PlanJob, PlanResult
from scheduler.use_cases.read_configuration import list_agencies
from scheduler.use_cases.week_overview import week_overview

_LEVELS = "▁▂▃▄▅▆▇█"


def print_report(console: Console, service: Application, job: PlanJob, arrivals: int) -> None:
    """Print the figures of a plan that was applied, and how full the desks are after it."""
    if job.result is None:
        raise ValueError(f"plan {job.id} has no result")
    console.print(_figures(job.result, arrivals))
    days = _days_in_use(service, job)
    console.print(_utilisation(service, days))
    console.print(f"Each little bar is an hour: {_LEVELS[0]} hardly anything taken, {_LEVELS[-1]} all taken.")


def bars(slots: Sequence[FreeSlot]) -> str:
    """A bar for each hour: how much of what is open is taken."""
    return "".join(_bar(list(hour)) for _, hour in groupby(slots, lambda slot: slot.start.replace(minute=0)))


def _figures(result: PlanResult, arrivals: int) -> Table:
    table = Table("served", "late", "cost", "bound", "gap", "seconds", title="The plan, verified")
    served = len(result.itineraries)
    table.add_row(
        f"{served} of {arrivals}",
        str(len(result.late)),
        f"{result.cost:,.0f}",
        f"{result.bound:,.1f}",
        f"{result.gap:.1%}",
        f"{result.seconds:.1f}",
    )
    return table


def _days_in_use(service: Application, job: PlanJob) -> list[AgencyDay]:
    """The days of the planned week and the next one, as far as anything is taken."""
    mondays = (job.first, job.first + timedelta(weeks=1))
    days = [day for monday in mondays for day in week_overview(service, job.region, monday).days if day.open]
    last = max((day.day for day in days if day.taken), default=job.last)
    return [day for day in days if day.day <= last]


def _utilisation(service: Application, days: Sequence[AgencyDay]) -> Table:
    table = Table("day", title="Desk time taken, by agency and day")
    names = {agency.id: agency.name.en for agency in list_agencies(service)}
    agencies = list(dict.fromkeys(day.agency for day in days))
    for agency in agencies:
        table.add_column(names[agency])
    for day in sorted({one.day for one in days}):
        of_day = {one.agency: one for one in days if one.day == day}
        table.add_row(_short(day), *(_share(of_day.get(agency)) for agency in agencies))
    table.add_section()
    table.add_row("all", *(_total(one for one in days if one.agency == agency) for agency in agencies))
    return table


def _share(day: AgencyDay | None) -> str:
    if day is None:
        return "[dim]closed[/dim]"
    return f"{day.taken / day.open:>4.0%} {bars(day.slots)}"


def _total(days: Iterable[AgencyDay]) -> str:
    found = list(days)
    return f"{sum(day.taken for day in found) / sum(day.open for day in found):>4.0%}"


def _bar(slots: Sequence[FreeSlot]) -> str:
    wide = sum(slot.open for slot in slots)
    taken = sum(slot.open - slot.free for slot in slots)
    return _LEVELS[min(len(_LEVELS) - 1, taken * len(_LEVELS) // wide)]


def _short(day: date) -> str:
    return f"{day:%a %-d %b}"
