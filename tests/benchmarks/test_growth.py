"""The growth of time and memory."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import growth
from benchmarks.growth_chart import draw
from benchmarks.instances import Family


def test_the_exponent_is_that_of_a_power() -> None:
    """Quadratic growth is 2, whatever the unit."""
    assert growth.exponent([1, 10, 100], [5, 500, 50_000]) == pytest.approx(2)


def test_a_size_is_measured_with_its_plan() -> None:
    """Figures of a verified plan, and of the process."""
    found = growth.run("tiny", Family(12, 3, (1, 1, 2)), 5, rounds=50)
    assert (found.name, found.arrivals) == ("tiny", 12)
    assert 0 < found.bound <= found.cost
    assert found.gap == pytest.approx((found.cost - found.bound) / found.bound)
    assert min(found.seconds, found.work) > 0
    assert found.memory > 1


def test_every_size_stands_in_both_panels(tmp_path: Path) -> None:
    """As text beside its point."""
    draw([("small", 400, 3.0, 200.0), ("large", 4_000, 33.0, 900.0)], tmp_path / "growth.svg")
    text = "".join(ElementTree.parse(tmp_path / "growth.svg").getroot().itertext())  # noqa: S314 (our own file)
    assert text.count("small") == text.count("large") == 2
    assert "peak memory, MB" in text
