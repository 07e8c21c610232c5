"""Who is expected: how many a week, on which weekdays, of which kinds, and how long beforehand they ask."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.arrival import MAX_PARTY, check_language
from scheduler.domain.errors import InvalidInput

MAX_WEEKLY, MAX_LEAD, MAX_KINDS = 10_000.0, 366, 500
LEAST_SEEN = 50  # arrivals: fewer tell nothing reliable
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Kind:
    """Arrivals that are alike, and their `weight` among all kinds."""

    journey: str
    party: int
    languages: frozenset[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Arrivals `weekly` on average; weights of Monday to Sunday, of kinds, and of asking 0, 1, ... days beforehand."""

    weekly: float
    weekdays: tuple[float, ...]
    kinds: tuple[Kind, ...]
    leads: tuple[float, ...]

    def still_to_ask(self, day: date, days_ahead: int) -> float:
        """How many arrivals of a day, so many days ahead, are expected to ask yet."""
        share = self.weekdays[day.weekday()] / math.fsum(self.weekdays)
        asking = math.fsum(self.leads[: days_ahead + 1]) / math.fsum(self.leads)
        return self.weekly * share * asking


@dataclass(frozen=True, slots=True)
class Seen:
    """An arrival of the past: its day, how many days before it asked, and its kind."""

    arrives_on: date
    lead_days: int
    journey: str
    party: int
    languages: frozenset[str]


def learned(seen: Sequence[Seen], last: date) -> Forecast | None:
    """The forecast that arrivals up to a day suggest; None if they are too few to tell."""
    if len(seen) < LEAST_SEEN:
        return None
    days = (last - min(each.arrives_on for each in seen)).days + 1
    kinds = Counter((each.journey, each.party, each.languages) for each in seen)
    leads = Counter(min(max(each.lead_days, 0), MAX_LEAD) for each in seen)
    weekdays = Counter(each.arrives_on.weekday() for each in seen)
    return Forecast(
        weekly=len(seen) * _WEEK / max(days, _WEEK),
        weekdays=tuple(float(weekdays[n]) for n in range(_WEEK)),
        kinds=tuple(Kind(*kind, weight=float(count)) for kind, count in kinds.most_common(MAX_KINDS)),
        leads=tuple(float(leads[n]) for n in range(max(leads) + 1)),
    )


def check_forecast(forecast: Forecast, journeys: Sequence[str]) -> None:
    """Refuses a forecast that cannot be, or of journeys that the region does not hold: raises InvalidInput."""
    if not 0 <= forecast.weekly <= MAX_WEEKLY:
        raise InvalidInput("/weekly", forecast.weekly, f"0 to {MAX_WEEKLY:.0f}")
    if len(forecast.weekdays) != _WEEK:
        raise InvalidInput("/weekdays", f"{len(forecast.weekdays)} weights", "7 weights, from Monday to Sunday")
    if not 1 <= len(forecast.leads) <= MAX_LEAD + 1:
        raise InvalidInput("/leads", f"{len(forecast.leads)} weights", f"1 to {MAX_LEAD + 1} weights")
    if not 1 <= len(forecast.kinds) <= MAX_KINDS:
        raise InvalidInput("/kinds", f"{len(forecast.kinds)} kinds", f"1 to {MAX_KINDS} kinds")
    _check_weights("/weekdays", forecast.weekdays)
    _check_weights("/leads", forecast.leads)
    for number, kind in enumerate(forecast.kinds):
        _check_kind(f"/kinds/{number}", kind, journeys)
    if math.fsum(kind.weight for kind in forecast.kinds) <= 0:
        raise InvalidInput("/kinds", "weights that are all 0", "at least one weight above 0")


def _check_weights(pointer: str, weights: Sequence[float]) -> None:
    for number, weight in enumerate(weights):
        _check_weight(f"{pointer}/{number}", weight)
    if math.fsum(weights) <= 0:
        raise InvalidInput(pointer, "weights that are all 0", "at least one weight above 0")


def _check_weight(pointer: str, weight: float) -> None:
    if not (math.isfinite(weight) and weight >= 0):
        raise InvalidInput(pointer, weight, "a weight of 0 or more")


def _check_kind(pointer: str, kind: Kind, journeys: Sequence[str]) -> None:
    if kind.journey not in journeys:
        raise InvalidInput(f"{pointer}/journey", kind.journey, f"one of {', '.join(journeys)}")
    if not 1 <= kind.party <= MAX_PARTY:
        raise InvalidInput(f"{pointer}/party", kind.party, f"1 to {MAX_PARTY} people")
    for language in kind.languages:
        check_language(f"{pointer}/languages", language)
    _check_weight(f"{pointer}/weight", kind.weight)
