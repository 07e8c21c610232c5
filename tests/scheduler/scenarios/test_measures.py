"""What is told of a scenario."""

from dataclasses import replace

import pytest

from scheduler.domain.texts import Text
from scheduler.scenarios.figures import Figures, Hour, Use
from scheduler.scenarios.measures import MEASURES, Measure, estimates, measures
from tests.scheduler.scenarios.imagined import SCENARIO, imagined

ALL = {measure.key: measure for measure in measures(SCENARIO.capacity.agencies)}
FIGURES = replace(
    imagined(SCENARIO, 0),
    arrivals=10,
    within=7,
    late={"ind": 2, "window": 1},
    unserved=2,
    days_to_bsn=(2, 4, 0, 2),
    visits=12,
    idle_minutes=40.0,
    appointments=20,
    desk_minutes=30.0,
    overtime_minutes=90.0,
    walk_ins=0,
    walk_in_minutes=0.0,
    walked_in=2,
    roster_cost=500.0,
    displaced=4,
    absent_hours=8.0,
    use={Hour("ind", 2, 9): Use(3.0, 1.5), Hour("ind", 4, 9): Use(1.0, 0.5), Hour("gemeente", 1, 9): Use(4.0, 4.0)},
)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("within", 0.7),
        ("unserved", 0.2),
        ("days_to_bsn", 10 / 8),
        ("days_to_bsn_90", 3.0),
        ("visits", 12 / 8),
        ("idle_minutes", 5.0),
        ("desk_minutes", 1.5),
        ("walk_in_minutes", None),
        ("walk_ins_seen", 0.0),
        ("utilisation", 6 / 8),
        ("utilisation.ind", 0.5),
        ("utilisation.gemeente", 1.0),
        ("utilisation.expat-centre", None),
        ("desk_hours", 8.0),
        ("booked_hours", 6.0),
        ("overtime_hours", 1.5),
        ("roster_cost_per_arrival", 50.0),
        ("displaced", 0.4),
        ("absent_hours", 8.0),
        ("late.ind", 0.2),
        ("late.absence", 0.0),
        ("late.gemeente", 0.0),
        ("late.window", 0.1),
    ],
)
def test_each_measure_is_a_number_of_a_replication(key: str, value: float | None) -> None:
    """Those served are those who are not without any time; where nobody walked in there is no wait to tell."""
    assert ALL[key].of(FIGURES) == pytest.approx(value)


def test_the_days_of_nine_in_ten_are_the_fewest_that_hold_as_many() -> None:
    """Exactly nine of ten is enough; of nobody there are none."""
    measure = ALL["days_to_bsn_90"]
    assert measure.of(replace(FIGURES, days_to_bsn=(0, 9, 1))) == 1.0
    assert measure.of(replace(FIGURES, days_to_bsn=(0, 8, 2))) == 2.0
    assert measure.of(replace(FIGURES, days_to_bsn=(0, 0))) is None


def test_nobody_at_all_is_no_number_and_no_error() -> None:
    """Every measure of an empty horizon is a count of 0 or nothing."""
    nobody = replace(
        FIGURES,
        arrivals=0,
        within=0,
        late={},
        unserved=0,
        days_to_bsn=(),
        days_to_done=(),
        visits=0,
        appointments=0,
        use={},
    )
    assert {measure.of(nobody) for measure in ALL.values()} <= {None, 0, 1.5, 8.0, 500.0, nobody.no_shows}


def test_keys_are_told_apart_and_titles_in_both_languages() -> None:
    """Reports and files go by the keys."""
    assert len(ALL) == len(MEASURES) + 6 + 3
    assert all(measure.title.nl and measure.title.en for measure in ALL.values())
    assert ALL["late.gemeente"].title == Text(
        "Te laat door: Gemeente Maastricht", "Late for want of: Municipality of Maastricht"
    )


def test_estimates_are_over_the_replications_that_have_a_number() -> None:
    """Those without count neither as 0 nor at all."""
    quiet, busy = FIGURES, replace(FIGURES, walk_ins=4, walk_in_minutes=20.0)
    found = estimates(tuple(ALL.values()), {0: quiet, 1: busy, 2: busy})
    assert (found["walk_in_minutes"].mean, found["walk_in_minutes"].count) == (5.0, 2)
    assert "utilisation.expat-centre" not in found


def test_a_share_stays_within_0_and_1() -> None:
    """However wide its interval would be."""
    found = ALL["within"].estimate({0: FIGURES, 1: replace(FIGURES, within=10)})
    assert found is not None
    assert (found.low, found.high) == (0.0, 1.0)


def test_one_replication_has_an_interval_for_the_promise_alone() -> None:
    """By its weeks; of all else it says nothing about how sure it is."""
    found = estimates(tuple(ALL.values()), {0: imagined(SCENARIO, 0)})
    assert found["within"].count == 20
    assert found["within"].low is not None
    assert {each.low for key, each in found.items() if key != "within"} == {None}


def test_a_measure_says_which_way_is_good() -> None:
    """More within the promise, less of what hurts, neither for what only describes."""
    better = {key: measure.better for key, measure in ALL.items()}
    assert (better["within"], better["late.ind"], better["arrivals"]) == ("more", "less", None)


def test_measures_of_ones_own_are_estimated_alike() -> None:
    """The mean of a number of figures."""
    seeds = Measure("seeds", Text("zaden", "seeds"), "demand", "count", lambda told: told.seed)
    figures: dict[int, Figures] = {0: replace(FIGURES, seed=1), 1: replace(FIGURES, seed=3)}
    assert estimates([seeds], figures)["seeds"].mean == 2.0
