"""Futures: samples of those who are expected to ask yet, as the solver wants them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from scheduler.domain.forecast import Forecast, Kind
from scheduler.promise import promised_term
from scheduler.translation import Frame
from solver.instance import Arrival

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Window:
    """What an arrival of a day is promised, in slots."""

    available_from: int
    deadline: int
    deadline_day: int


def sample_futures(
    frame: Frame, forecast: Forecast, now: datetime, last: date, *, count: int, seed: int
) -> list[tuple[Arrival, ...]]:
    """So many samples of the arrivals from today to `last` that are expected to ask yet; the same for the same seed."""
    today = now.astimezone(frame.grid.zone).date()
    days = [today + n * _DAY for n in range((last - today).days + 1)]
    expected = {day: forecast.still_to_ask(day, (day - today).days) for day in days}
    windows = {day: _window(frame, day, now) for day in days if expected[day] > 0}
    random = np.random.default_rng(seed)
    return [tuple(_sampled(forecast.kinds, expected, windows, random)) for _ in range(count)]


def _window(frame: Frame, day: date, now: datetime) -> _Window:
    term = promised_term(frame.setup, day, None, now)
    last_day = frame.day_at_or_before(term.deadline.astimezone(frame.grid.zone).date())
    return _Window(frame.start_slot(term.available_from), frame.end_slot(term.deadline), last_day)


def _sampled(
    kinds: Sequence[Kind], expected: Mapping[date, float], windows: Mapping[date, _Window], random: np.random.Generator
) -> Iterator[Arrival]:
    weights = np.array([kind.weight for kind in kinds])
    for day, window in windows.items():
        for kind in random.choice(len(kinds), size=random.poisson(expected[day]), p=weights / weights.sum()):
            yield _arrival(kinds[kind], window)


def _arrival(kind: Kind, window: _Window) -> Arrival:
    """Somebody whom nobody knows yet: it needs no name, since only what it may take matters."""
    return Arrival(
        id="expected",
        journey=kind.journey,
        party=kind.party,
        available_from=window.available_from,
        deadline=window.deadline,
        deadline_day=window.deadline_day,
        languages=kind.languages,
    )
