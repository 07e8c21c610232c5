"""Numbers as people write them."""

import pytest

from calendars.words import Language
from scheduler.scenarios.measures import Unit
from scheduler.scenarios.numbers import change, interval, mean, number, percent, with_interval
from scheduler.scenarios.statistics import Estimate

SURE = Estimate(0.98712, 0.98101, 0.99239, 20)


@pytest.mark.parametrize(
    ("value", "english", "dutch"),
    [
        (12345.64, "12,345.6", "12.345,6"),
        (2.0, "2", "2"),
        (-1.25, "\N{MINUS SIGN}1.2", "\N{MINUS SIGN}1,2"),
        (-0.01, "0", "0"),
        (0.0, "0", "0"),
        (100.0, "100", "100"),
    ],
)
def test_numbers_are_those_of_the_language(value: float, english: str, dutch: str) -> None:
    """With its separators, a real minus, and no decimals that say nothing."""
    assert (number(value, "en"), number(value, "nl")) == (english, dutch)


def test_fixed_decimals_stay() -> None:
    """For figures that stand beneath each other."""
    assert number(2.0, "en", fixed=True) == "2.0"
    assert number(-0.01, "en", fixed=True) == "0.0"


def test_a_share_is_told_with_its_interval() -> None:
    """As the headline has it."""
    assert with_interval(SURE, "share", "en") == "98.7% (98.1 to 99.2)"
    assert with_interval(SURE, "share", "nl") == "98,7% (98,1 tot 99,2)"
    assert percent(0.125, "en") == "12.5%"


def test_where_there_is_no_interval_none_is_told() -> None:
    """Nor where both ends look the same."""
    assert with_interval(Estimate(0.5, None, None, 1), "share", "en") == "50.0%"
    assert interval(Estimate(3.0, 3.0, 3.0, 20), "days", "en") == ""
    assert interval(Estimate(3.0, 2.9999, 3.0001, 20), "days", "en") == ""


@pytest.mark.parametrize(
    ("estimate", "unit", "language", "told"),
    [
        (Estimate(-0.021, -0.024, -0.018, 9), "share", "en", "\N{MINUS SIGN}2.1 pts"),
        (Estimate(0.0024, 0.002, 0.003, 9), "share", "en", "+0.24 pts"),
        (Estimate(0.021, 0.02, 0.03, 9), "share", "nl", "+2,1 pt"),
        (Estimate(1200.4, 1100, 1300, 9), "hours", "en", "+1,200"),
        (Estimate(0.0, -0.1, 0.1, 9), "days", "en", "0"),
        (Estimate(0.004, 0.003, 0.005, 9), "count", "en", "+0.004"),
    ],
)
def test_a_change_has_a_sign_and_shows_something(estimate: Estimate, unit: Unit, language: Language, told: str) -> None:
    """Of shares in points; small ones with the decimals that they need."""
    assert change(estimate, unit, language) == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (0.0084, "share", "0.84%"),
        (0.0, "share", "0%"),
        (1.0, "share", "100%"),
        (0.9997, "share", "99.97%"),
        (0.99996, "share", "99.996%"),
        (0.00004, "share", "0.004%"),
        (0.5, "share", "50.0%"),
        (1.256, "days", "1.26"),
        (841_500.2, "cost", "841,500"),
    ],
)
def test_decimals_suit_the_size(value: float, unit: Unit, told: str) -> None:
    """Small shares have one more, large numbers none, and nearly all is never all."""
    assert mean(Estimate(value, None, None, 1), unit, "en") == told
