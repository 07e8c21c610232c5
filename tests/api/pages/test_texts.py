"""The pages speak Dutch and English, and write days and numbers as people do."""

from datetime import date
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.pages.texts import LANGUAGES, TEXTS, day_name, figure, preferred


def test_every_text_is_there_in_every_language() -> None:
    """The languages have the same texts, with the same blanks in them."""
    dutch, english = (TEXTS[language] for language in LANGUAGES)
    assert dutch.keys() == english.keys()
    for key in dutch:
        assert _blanks(dutch[key]) == _blanks(english[key]), key


def _blanks(text: str) -> set[str | None]:
    return {blank for _, blank, _, _ in Formatter().parse(text)}


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("fr, nl;q=0.3", "nl"),
        ("nl;q=0, en;q=0.1", "en"),
        ("nl;q=high", "en"),
        ("fr", "en"),
    ],
)
def test_the_best_language_of_the_browser_is_spoken(header: str, language: str) -> None:
    """Weights count, regions of a language do not, and English is for everyone else."""
    assert preferred(header) == language


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    """No header can break the page."""
    assert preferred(header) in LANGUAGES


def test_days_and_numbers_are_local() -> None:
    """Days and decimals follow the language; decimals that say nothing are left out."""
    assert day_name(date(2026, 9, 8), "nl") == "dinsdag 8 september"
    assert day_name(date(2026, 9, 8), "en") == "Tuesday 8 September"
    assert figure(12.5, "nl") == "12,5"
    assert figure(12.5, "en") == "12.5"
    assert figure(100.0, "en") == "100"
    assert figure(100.0, "en", 0) == "100"
