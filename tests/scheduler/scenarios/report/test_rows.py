"""The data behind the charts."""

from dataclasses import replace

import pytest

from scheduler.scenarios.figures import Figures, Hour, Use
from scheduler.scenarios.measures import MEASURES, measures
from scheduler.scenarios.report.rows import (
    MOST_DAYS,
    cause_rows,
    cost_rows,
    day_rows,
    hour_rows,
    interval_rows,
    replication_rows,
    use_rows,
    week_rows,
)
from scheduler.scenarios.result import Result
from tests.scheduler.scenarios.imagined import SCENARIO, imagined
from tests.scheduler.scenarios.report.stage import BASE, BUSIER, EMPTY

WITHIN, COST = (next(each for each in MEASURES if each.key == key) for key in ("within", "roster_cost"))
FIGURES = imagined(SCENARIO, 0)


def of(*figures: Figures) -> Result:
    """A result of these figures."""
    return Result(SCENARIO, dict(enumerate(figures)))


def test_replications_keep_their_numbers() -> None:
    """One that failed leaves a gap."""
    assert [row["replication"] for row in replication_rows(BUSIER, WITHIN)] == [0, 1, 2, 3, 5]


def test_intervals_are_those_of_the_measure() -> None:
    """A cost beside them where there is one."""
    (row,) = interval_rows(BASE, WITHIN)
    assert row["low"] < row["mean"] < row["high"]
    (costly,) = cost_rows(BASE, WITHIN, COST)
    assert costly == {**row, "cost": pytest.approx(FIGURES.roster_cost)}
    assert list(cost_rows(of(replace(FIGURES, roster_cost=0.0)), WITHIN, COST)) == []


def test_causes_are_those_that_there_are() -> None:
    """Agencies that make nobody late are left out."""
    causes = [each for each in measures(SCENARIO.capacity.agencies) if each.key.startswith("late.")]
    late = replace(FIGURES, arrivals=100, within=90, late={"gemeente": 8, "window": 2})
    assert [(row["cause"], row["share"]) for row in cause_rows(of(late), causes, "nl")] == [
        ("Gemeente Maastricht", 0.08),
        ("eigen beschikbaarheid", 0.02),
    ]


def test_days_are_shares_that_add_up() -> None:
    """The long tail is one bar; a replication that took fewer days counts with nothing for the others."""
    first = replace(FIGURES, days_to_bsn=(3, 1))
    second = replace(FIGURES, days_to_bsn=(2, 0, *[0] * MOST_DAYS, 1, 1))
    rows = list(day_rows(of(first, second)))
    assert [row["label"] for row in rows] == [*(str(day) for day in range(MOST_DAYS)), f"{MOST_DAYS}+"]
    assert sum(row["share"] for row in rows) == pytest.approx(1.0)
    assert (rows[0]["share"], rows[-1]["share"], rows[-1]["so_far"]) == (0.625, 0.25, pytest.approx(1.0))
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows)


def test_use_is_the_mean_of_the_replications() -> None:
    """By agency, and by hour of the week; a replication without an hour counts with nothing for it."""
    first = replace(FIGURES, use={Hour("ind", 2, 9): Use(4.0, 2.0), Hour("ind", 2, 10): Use(4.0, 4.0)})
    second = replace(FIGURES, use={Hour("ind", 2, 9): Use(4.0, 4.0)})
    (row,) = hour_rows(of(first, second), "en")
    assert (row["agency"], row["open"], row["booked"], row["share"]) == ("IND", 6.0, 5.0, 5 / 6)
    assert [(row["day"], row["hour"], row["share"], row["open"]) for row in use_rows(of(first, second), "nl")] == [
        ("dinsdag", 9, 0.75, 4.0),
        ("dinsdag", 10, 1.0, 2.0),
    ]


def test_weeks_begin_with_the_first_day_that_counts() -> None:
    """Their share is that of all arrivals of the week; one in which nobody came has none."""
    first, second = (replace(FIGURES, weeks=weeks) for weeks in (((10, 10), (0, 0)), ((30, 15), (0, 0), (5, 5))))
    rows = list(week_rows(of(first, second)))
    assert [(row["week"], row["mean"]) for row in rows] == [("2026-01-19", 25 / 40), ("2026-02-02", 1.0)]
    assert rows[0]["low"] == pytest.approx(0.55)


def test_no_figures_are_no_rows() -> None:
    """And no error."""
    assert [*day_rows(EMPTY), *hour_rows(EMPTY, "en"), *use_rows(EMPTY, "en"), *week_rows(EMPTY)] == []
    assert [*replication_rows(EMPTY, WITHIN), *interval_rows(EMPTY, WITHIN), *cost_rows(EMPTY, WITHIN, COST)] == []
