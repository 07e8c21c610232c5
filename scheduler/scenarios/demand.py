"""Who comes in a replication, drawn from the demand of a scenario with random numbers that scenarios share.

Every day has random numbers of its own and on it everybody who comes, so that a scenario in which a few more come sees
the same people otherwise (common random numbers: Law 2015, Simulation Modeling and Analysis, section 11.2).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import IntEnum, auto
from functools import partial

import numpy as np
import numpy.typing as npt
from scipy.special import gammaincinv
from scipy.stats import poisson

from scheduler.scenarios.scenario import Demand, Horizon, Intake, Season

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

WALKS_IN = -1  # the lead of those who do not ask before


class _Purpose(IntEnum):
    """What the random numbers of a day are for: streams that do not depend on each other."""

    PEOPLE = auto()
    INTAKES = auto()
    PACES = auto()
    PACES_OF_INTAKES = auto()


class _Column(IntEnum):
    """What each random number of a person decides."""

    JOURNEY = 0
    PARTY = auto()
    LANGUAGES = auto()
    LEAD = auto()
    WALKS_IN = auto()
    MOMENT = auto()
    COMES = auto()
    CANCELS = auto()
    CANCELS_WHEN = auto()


@dataclass(frozen=True)
class Newcomers:
    """Those who come, by day: [arrival] each.

    `day`: days from the first of the horizon. `journey`, `languages`: positions in the demand's. `party`: people.
    `lead`: days before on which they ask, WALKS_IN for those who do not. `moment`: when in the opening hours they ask
    or walk in, 0 to 1. `absent`: whether they do not come. `cancels`: days after asking on which they cancel, fewer
    than `lead`, -1 if they do not. `paces`: [arrival, step] how long an appointment takes, as a share of its time.
    """

    day: IntArray
    journey: IntArray
    party: IntArray
    languages: IntArray
    lead: IntArray
    moment: FloatArray
    absent: BoolArray
    cancels: IntArray
    paces: FloatArray

    def at(self, positions: IntArray) -> "Newcomers":
        """Some of them, in another order."""
        return Newcomers(*(getattr(self, field.name)[positions] for field in fields(self)))


def draw(demand: Demand, horizon: Horizon, steps: int, seed: int, number: int) -> Newcomers:
    """The newcomers of a replication in the order in which they ask; the same for the same numbers.

    Their journeys have so many `steps` at most.
    """
    days = [horizon.first + timedelta(days=n) for n in range((horizon.last - horizon.first).days + 1)]
    streams = _Streams((seed, number), days)
    drawn = (_singly(demand, streams), *_intakes(demand, streams))
    found = _together(_paced(part, demand.spread, steps) for part in drawn)
    return found.at(np.lexsort((found.moment, found.day - np.maximum(found.lead, 0))))


@dataclass(frozen=True)
class _Streams:
    """The random numbers of some days in a replication, which has a `key`."""

    key: tuple[int, int]
    days: Sequence[date]

    def on(self, n: int, purpose: _Purpose) -> np.random.Generator:
        """Those of the n-th day for a purpose."""
        return np.random.default_rng([*self.key, self.days[n].toordinal(), purpose])


def expected(demand: Demand, day: date) -> float:
    """How many are expected on a day, intakes apart."""
    share = demand.weekdays[day.weekday()] / sum(demand.weekdays)
    return demand.weekly * share * _season(demand.seasons, day)


def _season(seasons: Sequence[Season], day: date) -> float:
    today = (day.month, day.day)
    return next((season.factor for season in seasons if _holds(season, today)), 1.0)


def _holds(season: Season, today: tuple[int, int]) -> bool:
    if season.first <= season.last:
        return season.first <= today <= season.last
    return today >= season.first or today <= season.last


@dataclass(frozen=True)
class _Drawn:
    """Newcomers without their paces, for which a function draws random numbers [arrival, step], given the steps."""

    newcomers: Newcomers
    paces: Callable[[int], FloatArray]


def _singly(demand: Demand, streams: _Streams) -> _Drawn:
    """Those who come by themselves, on all days."""
    people = [streams.on(n, _Purpose.PEOPLE) for n in range(len(streams.days))]
    means = [expected(demand, day) for day in streams.days]
    counts = np.asarray(poisson.ppf([each.random() for each in people], means)).astype(np.int64)
    told = np.concatenate([each.random((count, len(_Column))) for each, count in zip(people, counts, strict=True)])
    lead = np.where(told[:, _Column.WALKS_IN] < demand.walk_ins, WALKS_IN, _chosen(demand.leads, told[:, _Column.LEAD]))
    newcomers = _newcomers(
        demand,
        told,
        day=np.repeat(np.arange(len(counts)), counts),
        journey=_chosen(tuple(demand.journeys.values()), told[:, _Column.JOURNEY]),
        party=1 + _chosen(demand.parties, told[:, _Column.PARTY]),
        languages=_chosen([weight for _, weight in demand.languages], told[:, _Column.LANGUAGES]),
        lead=lead,
    )

    def paces(steps: int) -> FloatArray:
        some = (
            streams.on(n, _Purpose.PACES).random((count, steps)) for n, count in enumerate(counts.tolist()) if count
        )
        return np.concatenate([np.empty((0, steps)), *some])

    return _Drawn(newcomers, paces)


def _intakes(demand: Demand, streams: _Streams) -> Iterator[_Drawn]:
    """Those of each intake that falls on one of the days."""
    for n, day in enumerate(streams.days):
        intakes = [intake for intake in demand.intakes if intake.day == day]
        if intakes:
            groups, paces = streams.on(n, _Purpose.INTAKES), streams.on(n, _Purpose.PACES_OF_INTAKES)
            for intake in intakes:
                told = groups.random((intake.parties, len(_Column)))
                yield _Drawn(_group(demand, intake, n, told), partial(_rows, paces, intake.parties))


def _rows(stream: np.random.Generator, count: int, steps: int) -> FloatArray:
    return stream.random((count, steps))


def _group(demand: Demand, intake: Intake, n: int, told: FloatArray) -> Newcomers:
    """Those of an intake on the n-th day, who are alike."""
    size = intake.parties
    return _newcomers(
        demand,
        told,
        day=np.full(size, n),
        journey=np.full(size, list(demand.journeys).index(intake.journey)),
        party=np.full(size, intake.party),
        languages=np.full(size, language_sets(demand).index(intake.languages)),
        lead=np.full(size, intake.lead_days),
    )


def language_sets(demand: Demand) -> list[frozenset[str]]:
    """The language sets that newcomers' `languages` count: those of the weights, then those of intakes alone."""
    sets = [languages for languages, _ in demand.languages]
    return sets + [intake.languages for intake in demand.intakes if intake.languages not in sets]


def _newcomers(demand: Demand, told: FloatArray, **given: IntArray) -> Newcomers:
    cancels = (told[:, _Column.CANCELS] < demand.cancellations) & (given["lead"] > 0)
    when = (told[:, _Column.CANCELS_WHEN] * given["lead"]).astype(np.int64)
    return Newcomers(
        moment=told[:, _Column.MOMENT],
        absent=(told[:, _Column.COMES] < demand.no_shows) & ~cancels,
        cancels=np.where(cancels, when, -1),
        paces=np.ones((len(told), 0)),
        **given,
    )


def _paced(drawn: _Drawn, spread: float, steps: int) -> Newcomers:
    """How long appointments take follows a gamma distribution around the plan: exponential at a spread of 1."""
    if spread == 0:
        return replace(drawn.newcomers, paces=np.ones((len(drawn.newcomers.day), steps)))
    shape = 1 / spread**2
    return replace(drawn.newcomers, paces=np.asarray(gammaincinv(shape, drawn.paces(steps)) / shape))


def _together(parts: Iterable[Newcomers]) -> Newcomers:
    chosen = list(parts)
    return Newcomers(*(np.concatenate([getattr(part, field.name) for part in chosen]) for field in fields(Newcomers)))


def _chosen(weights: Sequence[float], told: FloatArray) -> IntArray:
    """Positions by weight of random numbers in [0, 1)."""
    sums = np.cumsum(weights)
    found: IntArray = np.searchsorted(sums, told * sums[-1], side="right").astype(np.int64)
    return found
