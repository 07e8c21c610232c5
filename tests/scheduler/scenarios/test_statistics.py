"""What replications say of a mean."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scheduler.scenarios.statistics import Estimate, batch_means, estimate, paired

NUMBERS = st.floats(-1e6, 1e6)


def ends(found: Estimate | None) -> tuple[float, float]:
    """The interval of an estimate that has one."""
    assert found is not None and found.low is not None and found.high is not None
    return found.low, found.high


@given(st.lists(NUMBERS, min_size=2, max_size=30))
def test_the_interval_is_that_of_scipy(values: list[float]) -> None:
    """Student's t with one degree of freedom fewer than there are values."""
    error = stats.sem(values)
    expected = stats.t.interval(0.95, len(values) - 1, np.mean(values), error) if error else (np.mean(values),) * 2
    assert ends(estimate(values)) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize(("count", "quantile"), [(2, 12.706), (3, 4.303), (10, 2.262), (20, 2.093), (121, 1.980)])
def test_the_half_width_follows_the_printed_table(count: int, quantile: float) -> None:
    """The table of Student's t, 0.975, in any book."""
    values = [float(n % 2) for n in range(count)]
    found = estimate(values)
    assert found is not None
    assert found.half_width == pytest.approx(quantile * np.std(values, ddof=1) / count**0.5, abs=2e-4)


def test_one_value_has_no_interval_and_none_has_no_mean() -> None:
    """What cannot be told is not made up."""
    assert estimate([3.0]) == Estimate(3.0, None, None, 1)
    assert estimate([3.0]).half_width is None  # type: ignore[union-attr]
    assert estimate([]) is None


def test_equal_values_have_an_interval_without_width() -> None:
    """Nothing varied, so nothing is uncertain that was seen."""
    assert estimate([2.0, 2.0, 2.0]) == Estimate(2.0, 2.0, 2.0, 3)


def test_bounds_cut_the_interval_and_leave_the_mean() -> None:
    """A share is at most 1."""
    assert Estimate(0.99, 0.97, 1.01, 5).within(0.0, 1.0) == Estimate(0.99, 0.97, 1.0, 5)
    assert Estimate(0.99, None, None, 1).within(0.0, 1.0) == Estimate(0.99, None, None, 1)


def test_the_interval_of_replications_covers_in_95_of_100_samples() -> None:
    """Of 2,000 samples of 10 shares the number that cover lies within four deviations of 1,900."""
    samples = np.random.default_rng(1).binomial(3_000, 0.95, (2_000, 10)) / 3_000
    covered = sum(low <= 0.95 <= high for low, high in (ends(estimate(sample.tolist())) for sample in samples))
    assert covered == pytest.approx(1_900, abs=4 * (2_000 * 0.95 * 0.05) ** 0.5)


def test_the_interval_of_weeks_covers_in_95_of_100_runs() -> None:
    """Of 1,000 runs of 52 weeks without memory, four deviations."""
    random, covered = np.random.default_rng(2), 0
    for _ in range(1_000):
        came = random.poisson(60, 52)
        low, high = ends(batch_means(list(zip(came.tolist(), random.binomial(came, 0.9).tolist(), strict=True))))
        covered += low <= 0.9 <= high
    assert covered == pytest.approx(950, abs=4 * (1_000 * 0.95 * 0.05) ** 0.5)


def test_batches_make_up_for_weeks_that_follow_each_other() -> None:
    """Good and bad spells of weeks: single weeks taken for independent would be far too sure, batches are not."""
    random, batched, single = np.random.default_rng(3), 0, 0
    for _ in range(400):
        spell = np.zeros(400)
        for week in range(1, 400):
            spell[week] = 0.6 * spell[week - 1] + random.normal(0, 0.01)
        within = 10_000 * (0.8 + spell)
        low, high = ends(batch_means([(10_000, round(each)) for each in within]))
        batched += low <= 0.8 <= high
        low, high = ends(estimate((within / 10_000).tolist()))
        single += low <= 0.8 <= high
    assert batched >= 400 * 0.90
    assert single <= 400 * 0.80


def test_the_share_of_a_long_run_is_that_of_all_its_arrivals() -> None:
    """Weeks count by how many came, and those of nobody not at all."""
    found = batch_means([(10, 10), (0, 0), (30, 15)])
    assert found is not None
    assert (found.mean, found.count) == (25 / 40, 2)
    assert batch_means([(0, 0)]) is None
    assert batch_means([]) is None
    assert batch_means([(4, 3)]) == Estimate(0.75, None, None, 1)


@given(st.lists(st.tuples(st.integers(1, 50), st.floats(0, 1)), min_size=1, max_size=80))
def test_no_week_is_lost_in_batches(weeks: list[tuple[int, float]]) -> None:
    """The mean is that of all weeks, of however many batches."""
    told = [(came, round(came * share)) for came, share in weeks]
    found = batch_means(told)
    assert found is not None
    assert found.mean == pytest.approx(sum(within for _, within in told) / sum(came for came, _ in told))
    assert found.count == min(len(told), 20)


def test_differences_are_over_the_replications_that_both_have() -> None:
    """Others are left out, of one side or of the other."""
    found = paired({0: 1.0, 1: 5.0, 2: 2.0, 7: 9.0}, {0: 2.0, 2: 5.0, 3: 100.0})
    assert found is not None
    assert (found.mean, found.count) == (2.0, 2)
    assert paired({0: 1.0}, {1: 2.0}) is None
    assert paired({0: 1.0}, {0: 2.5}) == Estimate(1.5, None, None, 1)


def test_what_chance_does_to_both_cancels_out() -> None:
    """A difference far smaller than the spread is told with certainty."""
    common = np.random.default_rng(4).normal(0, 100, 20)
    a = dict(enumerate(common.tolist()))
    b = {number: value + 1 + 0.01 * (number % 3) for number, value in a.items()}
    low, high = ends(paired(a, b))
    assert 1.0 < low < high < 1.02
    assert ends(estimate(list(a.values())))[1] - ends(estimate(list(a.values())))[0] > 50
