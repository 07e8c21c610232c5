"""What stands before a plan is made anew."""

import pytest

from solver.existing import Existing, ExistingError, all_steps, steps_before
from solver.plan import Appointment, Itinerary

HELD = (
    Itinerary("a", (Appointment("first", "one", 9, 11), Appointment("second", "two", 12, 13))),
    Itinerary("b", (Appointment("first", "one", 11, 13),)),
)


def test_a_price_of_its_own_goes_before_that_of_all() -> None:
    """By arrival."""
    existing = Existing(HELD, move_price=5.0, move_prices={"b": 7.0})
    assert (existing.price("a"), existing.price("b")) == (5.0, 7.0)


def test_whole_arrivals_and_what_starts_early_can_be_fixed() -> None:
    """A step that starts at the time itself is not before it."""
    assert all_steps(HELD, ["a"]) == {"a": {"first", "second"}}
    assert steps_before(HELD, 11) == {"a": {"first"}}
    assert steps_before(HELD, 12) == {"a": {"first"}, "b": {"first"}}
    assert Existing(HELD, steps_before(HELD, 11)).fixed_steps("b") == frozenset()


@pytest.mark.parametrize("price", [-1.0, float("nan"), float("inf")])
def test_a_price_that_is_none_is_refused(price: float) -> None:
    """Named with its value, for all and for one."""
    with pytest.raises(ExistingError, match=r"move_price: .* expected a price of 0 or more"):
        Existing(HELD, move_price=price)
    with pytest.raises(ExistingError, match=f"move_prices.b: {price}"):
        Existing(HELD, move_prices={"b": price})


@pytest.mark.parametrize(
    ("fixed", "named"),
    [
        ({"c": frozenset(("first",))}, "arrival c, step first is held 0"),
        ({"b": frozenset(("second",))}, "arrival b, step second"),
        ({"b": frozenset(("first", "third"))}, "arrival b, step third"),
    ],
)
def test_what_nobody_holds_cannot_be_fixed(fixed: dict[str, frozenset[str]], named: str) -> None:
    """Neither a step nor an arrival; the first that is wrong is named."""
    with pytest.raises(ExistingError, match=named):
        Existing(HELD, fixed)


def test_whoever_holds_nothing_cannot_be_fixed_whole() -> None:
    """The arrival is named."""
    with pytest.raises(ExistingError, match="arrival c holds nothing"):
        all_steps(HELD, ["a", "c"])


def test_two_itineraries_of_one_arrival_are_refused() -> None:
    """It is named."""
    with pytest.raises(ExistingError, match="arrival b has more than one"):
        Existing((*HELD, HELD[1]))
