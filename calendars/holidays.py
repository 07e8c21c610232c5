"""Dutch holidays as the Algemene termijnenwet (ATW) counts them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

import holidays as holiday_library

# ATW art. 3 par. 1 and 2 name these days. Easter Sunday and Whit Sunday are Sundays, which art. 1 covers by itself.
_ART_3 = {
    "Nieuwjaarsdag": "New Year's Day",
    "Goede vrijdag": "Good Friday",
    "Tweede paasdag": "Easter Monday",
    "Koningsdag": "King's Day",
    "Bevrijdingsdag": "Liberation Day",
    "Hemelvaartsdag": "Ascension Day",
    "Tweede pinksterdag": "Whit Monday",
    "Eerste kerstdag": "Christmas Day",
    "Tweede kerstdag": "Second Christmas Day",
}

FIRST_YEAR = 2014  # King's Day replaced Queen's Day
LAST_YEAR = 2100  # the end of the tables in the holidays library


def dutch_holidays(years: Iterable[int]) -> dict[date, str]:
    """Day -> English name of the holidays of ATW art. 3, in order of time; raises ValueError outside 2014 to 2100."""
    return {day: name for year in sorted(set(years)) for day, name in _holidays_of(year).items()}


@cache
def _holidays_of(year: int) -> Mapping[date, str]:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"years: {year} is not covered; a year from {FIRST_YEAR} to {LAST_YEAR} is")
    # Liberation Day is a public holiday to the library in lustrum years alone, and an optional one in the others.
    calendar = holiday_library.country_holidays("NL", years=year, categories=("public", "optional"), language="nl")
    named = {day: [_ART_3[name] for name in calendar.get_list(day) if name in _ART_3] for day in sorted(calendar)}
    return MappingProxyType({day: " and ".join(names) for day, names in named.items() if names})
