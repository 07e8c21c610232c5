"""Days, lists and numbers read well in both languages."""

from datetime import UTC, date, datetime

import pytest

from calendars.words import (
    day_in_words,
    language_for,
    list_in_words,
    month_in_words,
    number_in_words,
    time_in_words,
    weekday_in_words,
)


@pytest.mark.parametrize(
    ("tag", "language"), [("nl", "nl"), ("nl-BE", "nl"), ("NL_nl", "nl"), ("en", "en"), ("de", "en"), ("nld", "en")]
)
def test_dutch_is_written_for_dutch_and_english_for_all_others(tag: str, language: str) -> None:
    """A language tag chooses the language written in."""
    assert language_for(tag) == language


def test_a_day_is_named_with_its_weekday() -> None:
    """The same day reads right in both languages, with and without its year."""
    day = date(2025, 4, 3)
    assert day_in_words(day) == "Thursday 3 April"
    assert day_in_words(day, "nl", year=True) == "donderdag 3 april 2025"


def test_every_month_and_weekday_has_its_name() -> None:
    """A year of days gives twelve months and seven weekdays in both languages."""
    for language in ("en", "nl"):
        words = [
            day_in_words(date(2026, month, day), language_for(language))
            for month in range(1, 13)
            for day in range(1, 8)
        ]
        assert len({text.split()[0] for text in words}) == 7
        assert len({text.split()[2] for text in words}) == 12


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_ends_in_and(items: list[str], words: str) -> None:
    """The last two items of a list are joined by "and"."""
    assert list_in_words(items) == words


def test_a_dutch_list_ends_in_en() -> None:
    """The last two items of a Dutch list are joined by "en"."""
    assert list_in_words(["a", "b"], "nl") == "a en b"


def test_numbers_up_to_twelve_are_words() -> None:
    """Twelve is written out and thirteen is not."""
    assert (number_in_words(3), number_in_words(12), number_in_words(13)) == ("three", "twelve", "13")


def test_a_time_has_four_figures() -> None:
    """A time of day keeps its leading zero."""
    assert time_in_words(datetime(2026, 1, 1, 9, 5, tzinfo=UTC)) == "09:05"


def test_weekdays_and_months_have_names_in_both_languages() -> None:
    """Weeks begin on Monday."""
    assert (weekday_in_words(1), weekday_in_words(7, "nl")) == ("Monday", "zondag")
    assert (month_in_words(1, "nl"), month_in_words(12)) == ("januari", "December")
