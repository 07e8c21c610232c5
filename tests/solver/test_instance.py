"""Journeys of an instance."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from solver.instance import Journey
from tests.solver.strategies import journeys


def orders(journey: Journey, kept: frozenset[str]) -> set[tuple[str, ...]]:
    """The orders in which some steps can follow each other when all of a journey are held."""
    found = set()
    for order in permutations(step.id for step in journey.steps):
        place = {step: n for n, step in enumerate(order)}
        if all(place[other] < place[step.id] for step in journey.steps for other in step.after):
            found.add(tuple(step for step in order if step in kept))
    return found


@given(journeys(), st.data())
def test_some_steps_of_a_journey_keep_the_orders_they_have_in_it(journey: Journey, data: st.DataObject) -> None:
    """Also those that stand only by way of a step that is left out."""
    ids = [step.id for step in journey.steps]
    kept = frozenset(data.draw(st.sets(st.sampled_from(ids), min_size=1)))
    part = journey.of(kept)
    assert [step.id for step in part.steps] == [step for step in ids if step in kept]
    assert orders(part, kept) == orders(journey, kept)
