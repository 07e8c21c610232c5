"""The data behind the charts: rows of what is drawn, for one result each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import numpy as np

from calendars.words import Language, weekday_in_words
from scheduler.scenarios.figures import Hour, Use
from scheduler.scenarios.measures import Measure
from scheduler.scenarios.result import Result
from scheduler.scenarios.statistics import estimate

Row = dict[str, Any]
Key = TypeVar("Key")
MOST_DAYS = 14  # of a distribution; whoever takes longer is told together


def replication_rows(result: Result, measure: Measure) -> Iterator[Row]:
    """The number of each replication."""
    for number, value in measure.by_number(result.figures).items():
        yield {"scenario": result.scenario.name, "replication": number, "value": value}


def interval_rows(result: Result, measure: Measure) -> Iterator[Row]:
    """The mean and its interval, if there is any number at all."""
    if (found := measure.estimate(result.figures)) is not None:
        yield {"scenario": result.scenario.name, "mean": found.mean, "low": found.low, "high": found.high}


def cost_rows(result: Result, measure: Measure, cost: Measure) -> Iterator[Row]:
    """The same and what it costs, where it costs anything."""
    found = cost.estimate(result.figures)
    if found is not None and found.mean > 0:
        yield from ({**row, "cost": found.mean} for row in interval_rows(result, measure))


def cause_rows(result: Result, causes: Sequence[Measure], language: Language) -> Iterator[Row]:
    """The share of arrivals that is late by each cause that there is."""
    for rank, cause in enumerate(causes):
        found = cause.estimate(result.figures)
        if found is not None and found.mean > 0:
            told = {"cause": cause_name(cause, language), "rank": rank, "share": found.mean}
            yield {"scenario": result.scenario.name, **told}


def cause_name(cause: Measure, language: Language) -> str:
    """The name of a cause alone, without saying that it is one of lateness."""
    return cause.title.in_language(language).split(": ", 1)[1]


def day_rows(result: Result) -> Iterator[Row]:
    """The share of arrivals with a citizen service number after 0, 1, ... days, and with one by then."""
    shares = [_shares(each.days_to_bsn) for each in result.figures.values() if sum(each.days_to_bsn)]
    so_far = 0.0
    for day in range(max(map(len, shares), default=0)):
        found = estimate([each[day] if day < len(each) else 0.0 for each in shares])
        if found is not None:
            ends, so_far = found.within(0.0, 1.0), so_far + found.mean
            told = {"share": ends.mean, "low": ends.low, "high": ends.high, "so_far": min(so_far, 1.0)}
            yield {"scenario": result.scenario.name, "day": day, "label": f"{day}{'+' * (day == MOST_DAYS)}", **told}


def hour_rows(result: Result, language: Language) -> Iterator[Row]:
    """Desk hours of each agency, open and booked, in the mean of the replications."""
    names = {agency.id: agency.name.in_language(language) for agency in result.scenario.capacity.agencies}
    for agency, use in _mean_use(result, lambda hour: hour.agency).items():
        if use.open:
            told = {"open": use.open, "booked": use.booked, "share": use.booked / use.open}
            yield {"scenario": result.scenario.name, "agency": names.get(agency, agency), **told}


def use_rows(result: Result, language: Language) -> Iterator[Row]:
    """The same by hour of the week."""
    names = {agency.id: agency.name.in_language(language) for agency in result.scenario.capacity.agencies}
    for hour, use in sorted(_mean_use(result, lambda hour: hour).items()):
        if use.open:
            told = {"weekday": hour.weekday, "day": weekday_in_words(hour.weekday, language), "hour": hour.hour}
            named = {"scenario": result.scenario.name, "agency": names.get(hour.agency, hour.agency)}
            yield {**named, **told, "open": use.open, "share": use.booked / use.open}


def week_rows(result: Result) -> Iterator[Row]:
    """The share done within the promise by week of arrival, and where it lies in 8 of 10 replications."""
    runs = [each.weeks for each in result.figures.values()]
    for week in range(max(map(len, runs), default=0)):
        told = [run[week] for run in runs if week < len(run) and run[week][0]]
        if told:
            came, within = (sum(numbers) for numbers in zip(*told, strict=True))
            low, high = np.quantile([each[1] / each[0] for each in told], (0.1, 0.9)).tolist()
            first = result.scenario.horizon.counted_from + timedelta(weeks=week)
            shares = {"mean": within / came, "low": low, "high": high}
            yield {"scenario": result.scenario.name, "week": first.isoformat(), **shares}


def _shares(days: Sequence[int]) -> list[float]:
    """Shares of a distribution, of which the last holds all that take longer."""
    counts = [*days[:MOST_DAYS], *([sum(days[MOST_DAYS:])] if len(days) > MOST_DAYS else [])]
    return [count / sum(days) for count in counts]


def _mean_use(result: Result, key: Callable[[Hour], Key]) -> dict[Key, Use]:
    """Desk hours by what `key` makes of their hour of the week, in the mean of the replications."""
    count, sums = len(result.figures), defaultdict[Key, list[float]](lambda: [0.0, 0.0])
    for hour, use in (each for figures in result.figures.values() for each in figures.use.items()):
        total = sums[key(hour)]
        total[0] += use.open
        total[1] += use.booked
    return {each: Use(opened / count, booked / count) for each, (opened, booked) in sums.items()}
