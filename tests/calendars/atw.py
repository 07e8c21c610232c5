"""The Algemene termijnenwet day by day, written apart from the code it checks."""

from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, g = b // 4, b % 4, (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    leap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * leap) // 433
    n = (h + leap - 7 * m + 90) // 25
    return date(year, n, (h + leap - 7 * m + 33 * n + 19) % 32)


def art_3(year: int) -> set[date]:
    """The holidays of art. 3, and Good Friday which is equal to them."""
    kings_day = date(year, 4, 27)
    if kings_day.isoweekday() == 7:
        kings_day = date(year, 4, 26)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26), kings_day}
    return fixed | {easter(year) + timedelta(days=offset) for offset in (-2, 1, 39, 50)}


def is_free(day: date) -> bool:
    """Whether a day is a Saturday, a Sunday or a holiday."""
    return day.isoweekday() in (6, 7) or day in art_3(day.year)


def last_day(start: date, days: int) -> date:
    """First day from which the term can run out: not free (art. 1), with two days behind it that are not (art. 2)."""
    for length in range(days, days + 30):
        term = [start + timedelta(days=number) for number in range(1, length + 1)]
        kept_open = days >= 3 and sum(not is_free(day) for day in term) < 2
        if not is_free(term[-1]) and not kept_open:
            return term[-1]
    raise AssertionError(f"no end within a month of {start}")
