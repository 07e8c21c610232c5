"""The margin by which rosters are looked for."""

from hypothesis import given
from hypothesis import strategies as st

from solver.margin import Margin


def test_it_doubles_until_a_roster_suffices_and_is_halved_in_between() -> None:
    """From none at all."""
    margin, seen = Margin(), []
    for fails in (True, True, True, False, True, False):
        seen.append(margin.value)
        (margin.failed if fails else margin.sufficed)()
    assert seen == [0.0, 0.01, 0.02, 0.04, 0.03, 0.035]


@given(st.floats(0, 0.3))
def test_it_comes_near_the_least_margin_that_suffices(least: float) -> None:
    """Whatever that is, in a few rosters."""
    margin = Margin()
    near = []
    for _ in range(16):
        near.append(margin.value)
        (margin.failed if margin.value < least else margin.sufficed)()
    assert min(abs(value - least) for value in near) <= 0.01


def test_it_ends_at_none_when_everything_suffices() -> None:
    """Nothing cheaper with any margin: nothing cheaper at all."""
    margin = Margin()
    for _ in range(3):
        margin.failed()
    for _ in range(12):
        margin.sufficed()
    assert margin.value == 0.0
