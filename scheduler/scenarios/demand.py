"""Who comes in a replication, drawn from the demand of a scenario with random numbers that scenarios share.

Every day has random numbers of its own and on it everybody who comes, so that a scenario in which a few more come sees
the same people otherwise (common random numbers: Law 2015, Simulation Modeling and Analysis, section 11.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import IntEnum, auto

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
    parts = [part for n, day in enumerate(days) for part in _on_day(demand, steps, n, day, (seed, number))]
    columns = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Newcomers))
    found = Newcomers(*columns)
    return found.at(np.lexsort((found.moment, found.day - np.maximum(found.lead, 0))))


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


def _on_day(demand: Demand, steps: int, n: int, day: date, stream: tuple[int, int]) -> list[Newcomers]:
    """Those of a day, and of each of its intakes."""
    people = _random(stream, day, _Purpose.PEOPLE)
    count = int(poisson.ppf(people.random(), expected(demand, day)))
    found = [_people(demand, n, people.random((count, len(_Column))))]
    groups = _random(stream, day, _Purpose.INTAKES)
    intakes = [intake for intake in demand.intakes if intake.day == day]
    found += [_group(demand, intake, n, groups.random((intake.parties, len(_Column)))) for intake in intakes]
    paces = _random(stream, day, _Purpose.PACES)
    return [_paced(part, demand.spread, paces.random((len(part.day), steps))) for part in found]


def _random(stream: tuple[int, int], day: date, purpose: _Purpose) -> np.random.Generator:
    return np.random.default_rng([*stream, day.toordinal(), purpose])


def _people(demand: Demand, n: int, told: FloatArray) -> Newcomers:
    lead = _chosen(demand.leads, told[:, _Column.LEAD])
    lead = np.where(told[:, _Column.WALKS_IN] < demand.walk_ins, WALKS_IN, lead)
    return _newcomers(
        demand,
        n,
        told,
        journey=_chosen(tuple(demand.journeys.values()), told[:, _Column.JOURNEY]),
        party=1 + _chosen(demand.parties, told[:, _Column.PARTY]),
        languages=_chosen([weight for _, weight in demand.languages], told[:, _Column.LANGUAGES]),
        lead=lead,
    )


def _group(demand: Demand, intake: Intake, n: int, told: FloatArray) -> Newcomers:
    """Those of an intake, who are alike."""
    size = intake.parties
    return _newcomers(
        demand,
        n,
        told,
        journey=np.full(size, list(demand.journeys).index(intake.journey)),
        party=np.full(size, intake.party),
        languages=np.full(size, language_sets(demand).index(intake.languages)),
        lead=np.full(size, intake.lead_days),
    )


def language_sets(demand: Demand) -> list[frozenset[str]]:
    """The language sets that newcomers' `languages` count: those of the weights, then those of intakes alone."""
    sets = [languages for languages, _ in demand.languages]
    return sets + [intake.languages for intake in demand.intakes if intake.languages not in sets]


def _newcomers(demand: Demand, n: int, told: FloatArray, **given: IntArray) -> Newcomers:
    absent = told[:, _Column.COMES] < demand.no_shows
    cancels = (told[:, _Column.CANCELS] < demand.cancellations) & (given["lead"] > 0)
    when = (told[:, _Column.CANCELS_WHEN] * given["lead"]).astype(np.int64)
    return Newcomers(
        day=np.full(len(told), n),
        moment=told[:, _Column.MOMENT],
        absent=absent & ~cancels,
        cancels=np.where(cancels, when, -1),
        paces=np.ones((len(told), 0)),
        **given,
    )


def _paced(people: Newcomers, spread: float, told: FloatArray) -> Newcomers:
    """How long appointments take follows a gamma distribution around the plan: exponential at a spread of 1."""
    if spread == 0:
        return replace(people, paces=np.ones(told.shape))
    shape = 1 / spread**2
    return replace(people, paces=np.asarray(gammaincinv(shape, told) / shape))


def _chosen(weights: Sequence[float], told: FloatArray) -> IntArray:
    """Positions by weight of random numbers in [0, 1)."""
    sums = np.cumsum(weights)
    found: IntArray = np.searchsorted(sums, told * sums[-1], side="right").astype(np.int64)
    return found
