"""What planners ask of a scenario beyond what it comes to: `worth`, `break`, `weekdays` and `frontier`."""

from functools import partial
from typing import Annotated

import typer
from rich.console import Console

from api.commands.answers import (
    a_desk_more,
    as_table,
    choices,
    desk_hours,
    rosters,
    times_the_demand,
    trials,
    weekdays_of,
)
from api.commands.figures import roster
from api.commands.reporting import Report, check_ending, named, write_report
from api.commands.running import Seconds, summary
from api.commands.scenarios import File, Language, Replications, Seed, ServiceLevel, read
from api.commands.sweeping import Cluster, KeptFigures, Workers, sweeping
from scheduler.scenarios.binding import desk_hours_worth
from scheduler.scenarios.breaking import breaking_point
from scheduler.scenarios.frontier import rosters_for
from scheduler.scenarios.numbers import percent
from scheduler.scenarios.presence import best_weekdays
from scheduler.scenarios.staffing import cheapest_desks

Confirm = Annotated[int, typer.Option(min=0, max=50, help="How many of the dearest hours are simulated too.")]
Precision = Annotated[float, typer.Option(min=0.001, max=1.0, help="How near it is found, as a share.")]
AgencyId = Annotated[str, typer.Option("--agency", metavar="ID", help="The agency whose weekdays are chosen.")]
LEVELS = [0.9, 0.95, 0.99]
ServiceLevels = Annotated[list[float], typer.Option(help="Shares of the arrivals to be done in time, each by itself.")]
Days = Annotated[int, typer.Option(min=1, max=7, help="On how many weekdays it is there.")]


def worth(
    file: File,
    *,
    confirm: Confirm = 3,
    output: Report = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Find what binds in FILE: what one more desk hour is worth, by agency and weekday, the dearest first."""
    check_ending(output)
    scenario, _ = read(file, replications, seed)
    with sweeping(workers, cluster, figures) as simulate:
        found = simulate.answer(lambda: desk_hours_worth(scenario, simulate, confirm=confirm))
    answer = desk_hours(found.hours, scenario.capacity.agencies, language)
    Console().print(as_table(answer))
    more = ((a_desk_more(hour, scenario.capacity.agencies, language), hour.more) for hour in found.hours if hour.more)
    write_report([found.as_it_is, *named(more)], output, language, answer)
    if not any(round(hour.price, 1) for hour in found.hours):
        typer.echo("nothing binds: by the prices no desk hour more saves anything", err=True)


def break_(
    file: File,
    *,
    service_level: ServiceLevel = 0.99,
    precision: Precision = 0.02,
    output: Report = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Find how many times the demand of FILE keeps a service level: when the promise breaks."""
    check_ending(output)
    scenario, _ = read(file, replications, seed)
    with sweeping(workers, cluster, figures) as simulate:
        found = simulate.answer(lambda: breaking_point(scenario, service_level, simulate, precision=precision))
    answer = trials(found, language)
    Console().print(as_table(answer))
    tried = named((times_the_demand(trial.factor, language), trial.result) for trial in found.trials)
    write_report(tried, output, language, answer)
    ends = ("holds at", _times(found.holds)), ("breaks at", _times(found.breaks))
    summary(*ends, ("service level", found.service_level))


def _times(factor: float | None) -> str:
    return "none tried" if factor is None else f"{factor:.4g} times"


def weekdays(
    file: File,
    agency: AgencyId,
    *,
    days: Days = 3,
    output: Report = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Compare all choices of so many weekdays on which an agency of FILE could be there, the best first."""
    check_ending(output)
    scenario, _ = read(file, replications, seed)
    with sweeping(workers, cluster, figures) as simulate:
        found = simulate.answer(lambda: best_weekdays(scenario, agency, days, simulate))
    answer = choices(found, language)
    Console().print(as_table(answer))
    compared = named((weekdays_of(choice, language), choice.result) for choice in found)
    write_report(compared, output, language, answer)


def frontier(
    file: File,
    *,
    service_level: ServiceLevels = LEVELS,
    time_limit: Seconds = 120.0,
    output: Report = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    cluster: Cluster = None,
    figures: KeptFigures = None,
    language: Language = "en",
) -> None:
    """Find what service levels cost: the cheapest desks of FILE for each, as long as `staff` would take for one."""
    check_ending(output)
    scenario, _ = read(file, replications, seed)
    with sweeping(workers, cluster, figures) as simulate:
        staffed = partial(
            cheapest_desks, scenario, simulate=simulate, seconds=time_limit, stopped=lambda: simulate.ended
        )
        found = simulate.answer(lambda: rosters_for(service_level, staffed))
    console, answer = Console(), rosters(found, language)
    console.print(as_table(answer))
    for each in found:
        console.print(percent(each.service_level, language), style="bold", highlight=False)
        console.print(roster(each, scenario.capacity.agencies, language))
    levels_kept = named((percent(each.service_level, language), each.result) for each in found)
    write_report(levels_kept, output, language, answer)
