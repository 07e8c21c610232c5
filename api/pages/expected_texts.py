"""What the checks of a scenario expect of a plain field, in Dutch: they say it in English."""

import re

from calendars.words import Language

_DUTCH = tuple(
    (re.compile(english), dutch)
    for english, dutch in (
        ("a number", "een getal"),
        ("a whole number", "een heel getal"),
        ("a finite number", "een eindig getal"),
        (r"(\S+) or more", r"\1 of meer"),
        (r"(\S+) or less", r"\1 of minder"),
        (r"(\S+) or more: so many are open on \w+", r"\1 of meer: zoveel zijn er dan open"),
        (r"a text of (\d+) or fewer characters", r"een tekst van hooguit \1 tekens"),
        (r"at most (\d+) characters", r"hooguit \1 tekens"),
        ("one line of text without control characters", "één regel tekst zonder besturingstekens"),
        (
            r"free of citizen service numbers \(BSN\), which are never stored",
            "een tekst zonder burgerservicenummer (BSN): dat wordt nooit bewaard",
        ),
        (r"a day such as (\S+)", r"een dag zoals \1"),
        (r"a day of the calendar such as (\S+)", r"een dag van de kalender zoals \1"),
        (r"a year from (\d+) to (\d+)", r"een jaar van \1 tot en met \2"),
        (r"(\S+) or a later day", r"\1 of een latere dag"),
        (r"at most (\d+) days from the first one", r"hooguit \1 dagen vanaf de eerste"),
        (r"(\d+) or less, so that a day counts", r"\1 of minder, zodat er een dag meetelt"),
        ("days of which at least one has an open desk", "dagen waarop ten minste één balie open is"),
        (
            "more than 0, or an intake; it is taken times the scale, and a start may expect nobody",
            "meer dan 0, of een groep die komt; het telt maal de schaal, en een begin kan niemand verwachten",
        ),
        (r"one of (.+)", r"een van \1"),
        (r"an agency that has desks: (.+)", r"een dienst met balies: \1"),
        ("the id of a scenario", "een scenario dat er is"),
        (
            r"a region in which (\d+) or more arrived in the last (\d+) weeks",
            r"een regio waar in de laatste \2 weken \1 of meer mensen aankwamen",
        ),
        ("how many arrive a week, or a start or base that tells", "hoeveel er per week aankomen, of een begin met hen"),
        ("the first day, or a start or base that tells", "de eerste dag, of een begin dat hem noemt"),
        ("the last day, or a start or base that tells", "de laatste dag, of een begin dat hem noemt"),
    )
)


def in_words(expected: str, language: Language) -> str:
    """What is expected, in a language; as it is where that language has no words for it."""
    for english, dutch in _DUTCH if language == "nl" else ():
        found = english.fullmatch(expected)
        if found:
            return found.expand(dutch)
    return expected
