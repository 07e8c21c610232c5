"""Journeys that nobody could travel are refused."""

import pytest

from scheduler.domain.errors import InvalidInput
from scheduler.domain.journey import Journey, Step
from scheduler.domain.texts import Text

NAME = Text("Reis", "Journey")


def step(step_id: str, *after: str, slots: tuple[int, ...] = (1,), result_days: int = 0) -> Step:
    """A step that waits for others."""
    return Step(step_id, NAME, "service", slots, after, result_days)


def test_a_cycle_is_refused_with_the_steps_in_it() -> None:
    """Steps that wait for each other can never start."""
    with pytest.raises(InvalidInput, match=r"a -> .*should be steps that do not wait for each other") as caught:
        Journey("circle", NAME, (step("a", "c"), step("b", "a"), step("c", "b")))
    assert caught.value.pointer == "/steps"


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (step("a"), step("a")),
        (step("a", "b"),),
        (step("a", slots=()),),
        (step("a", slots=(0,)),),
        (step("a", result_days=-1),),
    ],
)
def test_broken_steps_are_refused(steps: tuple[Step, ...]) -> None:
    """No steps, equal ids, unknown predecessors, no length, and results before the visit are refused."""
    with pytest.raises(InvalidInput):
        Journey("broken", NAME, steps)


def test_services_of_a_journey() -> None:
    """A journey tells what its agencies must offer."""
    assert Journey("j", NAME, (step("a"), step("b", "a"))).services == {"service"}
