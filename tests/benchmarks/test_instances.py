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


@pytest.mark.parametrize("window_days", [1, 2, 5])
def test_windows_of_any_length_lie_inside_the_days(window_days: int) -> None:
    """Nobody is unavailable, or waits for a permit, past the last day or their deadline."""
    for seed in range(5):
        instance = generate(Family(arrivals=60, days=6, features=True, window_days=window_days), seed)
        assert checked_instance(instance_document(instance)) == instance
        ends = [(a.deadline_day + 1) * instance.slots_per_day for a in instance.arrivals]
        last = [max([0, *(s.end for s in a.unavailable), *a.ready_from.values()]) for a in instance.arrivals]
        assert all(slot <= end for slot, end in zip(last, ends, strict=True))


def test_regions_share_nothing_but_the_days() -> None:
    """Each with its own desks and services, and as many arrivals."""
    family = Family(arrivals=90, days=6, desks=(1, 2, 3), features=True, regions=3)
    instance = generate(family, 3)
    assert checked_instance(instance_document(instance)) == instance
    assert len({a.id for a in instance.arrivals}) == 90
    assert len({desk.id for desk in instance.resources}) == 18
    services = [frozenset().union(*(desk.services for desk in instance.resources[n : n + 6])) for n in (0, 6, 12)]
    assert [len(found) for found in services] == [3, 3, 3]
    assert len(frozenset().union(*services)) == 9
    suffixes = [a.journey.removeprefix("newcomer").removeprefix("eu-citizen") for a in instance.arrivals]
    assert [sum(name.endswith(end) for name in suffixes) for end in ("-2", "-3")] == [30, 30]


def test_the_first_region_is_the_one_that_there_is_without_others() -> None:
    """Its desks are named and drawn the same; more regions follow."""
    one, two = generate(Family(40, 5), 4), generate(Family(80, 5, regions=2), 4)
    assert two.resources[: len(one.resources)] == one.resources
    assert two.arrivals[:40] == one.arrivals
