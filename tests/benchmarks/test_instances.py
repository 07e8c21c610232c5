"""The random instances that plans are measured on."""

import pytest

from benchmarks.instances import Family, generate, load
from solver.checks import checked_instance
from solver.format import instance_document


@pytest.mark.parametrize("family", [Family(), Family(arrivals=60, days=5, features=True)])
def test_the_same_seed_gives_the_same_instance(family: Family) -> None:
    """Another seed another one."""
    assert generate(family, 7) == generate(family, 7)
    assert generate(family, 7) != generate(family, 8)


def test_four_hundred_arrivals_load_the_desks_to_about_nine_tenths() -> None:
    """About 88%, whatever the seed."""
    loads = [load(generate(Family(), seed)) for seed in range(10)]
    assert sum(loads) / len(loads) == pytest.approx(0.88, abs=0.02)
    assert all(0.84 < found < 0.92 for found in loads)


@pytest.mark.parametrize("features", [False, True])
def test_an_instance_can_be_written_and_read(features: bool) -> None:
    """Every window and every shift is one the format knows."""
    instance = generate(Family(arrivals=80, days=6, features=features), 3)
    assert checked_instance(instance_document(instance)) == instance


def test_an_instance_has_the_arrivals_days_and_desks_asked_for() -> None:
    """Working days only, and windows inside them."""
    instance = generate(Family(arrivals=33, days=7, desks=(1, 2, 3)), 1)
    assert (len(instance.arrivals), len(instance.days), len(instance.resources)) == (33, 7, 6)
    assert all(day.weekday() < 5 for day in instance.days)
    assert all(0 <= a.deadline_day - a.available_from // 96 <= 2 for a in instance.arrivals)
    assert len({a.id for a in instance.arrivals}) == 33


def test_features_use_everything_the_format_knows() -> None:
    """Languages, travel, days off, unavailable spans, steps not yet ready, results that take days, booked time."""
    instance = generate(Family(arrivals=80, days=6, features=True), 3)
    assert {a.journey for a in instance.arrivals} == set(instance.journeys)
    assert any(a.languages for a in instance.arrivals)
    assert any(a.unavailable for a in instance.arrivals)
    assert any(a.ready_from for a in instance.arrivals)
    assert any(step.result_days for journey in instance.journeys.values() for step in journey.steps)
    assert len({len(desk.shifts) for desk in instance.resources}) > 1
    assert instance.booked
    assert instance.gap("mosae", "ceramique") == 2
