"""Futures."""

from collections import Counter
from datetime import date, timedelta

from scheduler.application import Application
from scheduler.domain.forecast import Forecast, Kind
from scheduler.expecting import sample_futures
from scheduler.translation import Frame, build_arrival
from solver.instance import Arrival
from tests.scheduler.stage import FRIDAY_BEFORE, MONDAY, REGION, registered

ON_MONDAYS = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
FORECAST = Forecast(40.0, ON_MONDAYS, (Kind("knowledge-migrant", 1, frozenset(("en",)), 1.0),), (0.5, 0.0, 0.0, 0.5))


def futures(app: Application, forecast: Forecast, count: int = 50) -> list[tuple[Arrival, ...]]:
    """Samples from the Friday before on, for two Mondays."""
    with app.reading() as uow:
        frame = Frame(uow.configuration.setup(REGION), date(2026, 9, 4), date(2026, 9, 30))
    return sample_futures(frame, forecast, FRIDAY_BEFORE, MONDAY + timedelta(7), count=count, seed=1)


def test_those_expected_are_promised_what_a_registered_one_is(app: Application) -> None:
    """The same window as an arrival of that day, of the kind that is expected."""
    with app.reading() as uow:
        frame = Frame(uow.configuration.setup(REGION), date(2026, 9, 4), date(2026, 9, 30))
    real = build_arrival(frame, registered(app))
    first = futures(app, FORECAST)[0][0]
    assert (first.journey, first.party, first.languages) == (real.journey, real.party, real.languages)
    assert (first.available_from, first.deadline, first.deadline_day) == (
        real.available_from,
        real.deadline,
        real.deadline_day,
    )


def test_as_many_are_sampled_as_are_still_to_ask(app: Application) -> None:
    """Forty on each Monday; all of them still ask."""
    found = futures(app, FORECAST)
    days = Counter(arrival.available_from // 96 for future in found for arrival in future)
    assert len(days) == 2
    assert all(36 < number / len(found) < 44 for number in days.values())


def test_the_same_seed_gives_the_same_futures(app: Application) -> None:
    """And each of them differs from the others."""
    found = futures(app, FORECAST, 3)
    assert found == futures(app, FORECAST, 3)
    assert len({len(future) for future in found}) > 1


def test_nobody_is_expected_where_none_come(app: Application) -> None:
    """A region at rest."""
    assert futures(app, Forecast(0.0, ON_MONDAYS, FORECAST.kinds, (1.0,)), 2) == [(), ()]
