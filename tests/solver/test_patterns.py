"""What does not fit together is refused, by field and value."""

from dataclasses import replace
from datetime import date

import pytest

from solver.checks import FormatError
from solver.instance import Instance, Span
from solver.patterns import check_staffing
from solver.roster import Pattern
from tests.solver.stage import desk, instance_of, party

DEMAND = instance_of((desk("there-7", (9, 11)),), (replace(party("p0"), languages=frozenset(("nl",))),))
PATTERN = Pattern(desk("morning", (9, 12)), 10.0, 3)
FRENCH = replace(PATTERN.desk, languages=frozenset(("fr",)))


def test_what_fits_is_not_refused() -> None:
    """Also a demand of nobody, and a pattern at no cost without a limit."""
    check_staffing([DEMAND, replace(DEMAND, arrivals=())], [PATTERN, Pattern(desk("free", (9, 12)), 0.0)], 0.0)
    check_staffing([replace(DEMAND, arrivals=())], [PATTERN], 1.0)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (replace(PATTERN, cost=-5.0), "patterns[1].cost: -5.0 is wrong; expected the cost of a desk, 0 or more"),
        (replace(PATTERN, cost=float("nan")), "patterns[1].cost: NaN is wrong"),
        (replace(PATTERN, most=-1), "patterns[1].most: -1 is wrong; expected a number of desks"),
        (replace(PATTERN, desk=desk("cash", (9, 12), service="cash")), "patterns[1].services: cash in nl is wrong"),
        (replace(PATTERN, desk=FRENCH), "patterns[1].services: x in fr is wrong; expected a service and a language"),
        (replace(PATTERN, desk=replace(PATTERN.desk, shifts=(Span(20, 25),))), "patterns[1].shifts[0]: 20 to 25 is"),
        (replace(PATTERN, desk=replace(PATTERN.desk, shifts=(Span(9, 9),))), "patterns[1].shifts[0]: 9 to 9 is wrong"),
        (replace(PATTERN, desk=replace(PATTERN.desk, id="there")), "patterns[1].id: there is wrong"),
        (PATTERN, "patterns[1].id: morning is wrong; expected an id that no other pattern has"),
    ],
)
def test_a_bad_pattern_is_refused(pattern: Pattern, line: str) -> None:
    """One line, with its number."""
    with pytest.raises(FormatError) as refused:
        check_staffing([DEMAND], [PATTERN, pattern], 0.01)
    assert str(refused.value).startswith(line)


@pytest.mark.parametrize(
    ("other", "line"),
    [
        (replace(DEMAND, days=(date(2026, 9, 8),)), "demands[1].days: 2026-09-08 to 2026-09-08, 1 days is wrong"),
        (replace(DEMAND, slot_minutes=30), "demands[1].slot_minutes: 30 is wrong; expected 60, as in the first"),
        (replace(DEMAND, timezone="Europe/Lisbon"), "demands[1].timezone: Europe/Lisbon is wrong"),
    ],
)
def test_demands_share_their_days(other: Instance, line: str) -> None:
    """A shift means the same in all of them."""
    with pytest.raises(FormatError) as refused:
        check_staffing([DEMAND, other], [PATTERN], 0.01)
    assert str(refused.value).startswith(line)


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), 99.0])
def test_a_share_lies_between_nobody_and_all(share: float) -> None:
    """99 is not 99%."""
    with pytest.raises(FormatError, match="late_share: "):
        check_staffing([DEMAND], [PATTERN], share)


def test_something_is_asked_for() -> None:
    """A demand and a pattern at least."""
    with pytest.raises(FormatError, match="demands: none is wrong"):
        check_staffing([], [PATTERN], 0.01)
    with pytest.raises(FormatError, match="patterns: none is wrong"):
        check_staffing([DEMAND], [], 0.01)
