"""Who is expected."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import InvalidInput
from scheduler.domain.forecast import LEAST_SEEN, Forecast, Kind, Seen, check_forecast, learned

MONDAY = date(2026, 9, 7)
EN = frozenset(("en",))
PLAIN: dict[str, Any] = {
    "weekly": 20.0,
    "weekdays": (3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    "kinds": (Kind("eu-citizen", 2, EN, 1.0),),
    "leads": (1.0, 0.0, 1.0),
}


def seen(number: int, days: int) -> tuple[Seen, ...]:
    """Arrivals of so many days from a Monday on, by turns a day and three days after they asked."""
    return tuple(Seen(MONDAY + timedelta(n % days), 1 + 2 * (n % 2), "eu-citizen", 1, EN) for n in range(number))


def test_those_who_ask_late_are_expected_until_the_day() -> None:
    """Three quarters of the week come on a Monday; half of them ask on the day itself, half two days before."""
    forecast = Forecast(**PLAIN)
    assert [forecast.still_to_ask(MONDAY, days) for days in (0, 1, 2, 9)] == [7.5, 7.5, 15.0, 15.0]
    assert forecast.still_to_ask(MONDAY + timedelta(2), 9) == 0


def test_history_teaches_rate_weekdays_kinds_and_leads() -> None:
    """Two weeks of seventy: as many a week as came, on the days on which they came."""
    found = learned(seen(140, 14), MONDAY + timedelta(13))
    assert found is not None
    assert found.weekly == 70
    assert found.weekdays == (20.0,) * 7
    assert found.kinds == (Kind("eu-citizen", 1, EN, 140.0),)
    assert found.leads == (0.0, 70.0, 0.0, 70.0)


def test_too_few_teach_nothing() -> None:
    """A forecast of a handful would be noise."""
    assert learned(seen(LEAST_SEEN - 1, 14), MONDAY) is None
    assert learned((), MONDAY) is None


@given(
    st.lists(
        st.builds(
            Seen,
            st.dates(MONDAY, MONDAY + timedelta(80)),
            st.integers(-40, 500),
            st.sampled_from(("eu-citizen", "first-permit")),
            st.integers(1, 20),
            st.frozensets(st.sampled_from(("nl", "en"))),
        ),
        min_size=LEAST_SEEN,
    )
)
def test_whatever_was_seen_teaches_a_forecast_that_can_be(found: list[Seen]) -> None:
    """Also of those who asked after they came, or years before."""
    forecast = learned(found, MONDAY + timedelta(80))
    assert forecast is not None
    check_forecast(forecast, ("eu-citizen", "first-permit"))


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"weekly": -1.0}, "/weekly"),
        ({"weekly": float("nan")}, "/weekly"),
        ({"weekdays": (1.0,) * 5}, "/weekdays"),
        ({"weekdays": (0.0,) * 7}, "/weekdays"),
        ({"weekdays": (1.0,) * 6 + (-1.0,)}, "/weekdays/6"),
        ({"leads": ()}, "/leads"),
        ({"leads": (float("inf"),)}, "/leads/0"),
        ({"kinds": ()}, "/kinds"),
        ({"kinds": (Kind("eu-citizen", 1, EN, 0.0),)}, "/kinds"),
        ({"kinds": (Kind("tourist", 1, EN, 1.0),)}, "/kinds/0/journey"),
        ({"kinds": (Kind("eu-citizen", 0, EN, 1.0),)}, "/kinds/0/party"),
        ({"kinds": (Kind("eu-citizen", 1, frozenset(("English",)), 1.0),)}, "/kinds/0/languages"),
        ({"kinds": (Kind("eu-citizen", 1, EN, -2.0),)}, "/kinds/0/weight"),
    ],
)
def test_what_cannot_be_is_refused_by_name(changes: dict[str, Any], pointer: str) -> None:
    """The field is named; what can be, is not refused."""
    check_forecast(Forecast(**PLAIN), ("eu-citizen",))
    with pytest.raises(InvalidInput) as refusal:
        check_forecast(Forecast(**(PLAIN | changes)), ("eu-citizen",))
    assert refusal.value.pointer == pointer
