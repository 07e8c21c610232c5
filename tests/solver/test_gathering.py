"""Slots lost here and there."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.instances import Family, generate
from solver.forced import forced_late, nobody
from solver.gathering import ANEW, HEATS, Gathering, gathered
from solver.layout import lay_out
from solver.pricing import Threads
from solver.search import Schedule
from solver.verify import verify
from tests.solver.stage import first_plan


def test_slots_lost_here_and_there_are_brought_together_until_they_serve_more() -> None:
    """Where who needs fewer slots is late instead of another, as many rounds leave fewer late, and slots are won."""
    instance = generate(Family(430), 504)
    first, forced = first_plan(instance), forced_late(instance, 60)
    before, prices = len(first.late), np.zeros(first.pricer.classes.free.shape)
    by_slots, alike = Gathering(first, prices, forced), Gathering(first, prices, nobody(first.pricer))
    for seed in range(30):
        for gathering in (by_slots, alike):
            gathering.run(range(len(instance.days)), Schedule(400, HEATS[0], HEATS[0], seed), Threads())
    gathered, left = by_slots.plan, alike.plan
    assert by_slots.late == len(gathered.late) < len(left.late) < before
    assert forced.worth[gathered.late].sum() < forced.worth[left.late].sum() - 2
    assert verify(instance, lay_out(gathered, 0.0, 0.0)).ok
    assert len(first.late) == before


def test_slots_are_gathered_alike_by_any_number_of_threads() -> None:
    """Two threads find the very plan that one finds."""
    instance = generate(Family(130, days=3), 3)
    first, forced = first_plan(instance), forced_late(instance, 60)
    prices, schedule = np.zeros(first.pricer.classes.free.shape), Schedule(400, *HEATS, 1)
    alone, shared = Gathering(first, prices, forced), Gathering(first, prices, forced)
    alone.run(range(3), schedule, Threads())
    with ThreadPoolExecutor(2) as executor:
        shared.run(range(3), schedule, Threads(executor, 2))
    assert alone.plan.cost < first.cost
    assert np.array_equal(alone.plan.held.columns, shared.plan.held.columns)


@pytest.mark.parametrize(("enough", "searches", "chunks"), [(True, 1, 1), (False, ANEW, 2 * ANEW)])
def test_it_begins_anew_a_few_times_until_nobody_is_late_who_need_not_be(
    enough: bool, searches: int, chunks: int
) -> None:
    """A plan with no more late than there have to be is left as it is at once."""
    first = first_plan(generate(Family(130, days=3), 3))
    forced = replace(nobody(first.pricer), late=len(first.late) if enough else -1)
    begun: list[list[float]] = []

    def noted() -> Iterator[float]:
        begun.append([])
        for over in (0.0, 0.5):
            begun[-1].append(over)
            yield over

    prices, random = np.zeros(first.pricer.classes.free.shape), np.random.default_rng(1)
    plan = gathered(first, prices, forced, noted, random, Threads())
    assert (len(begun), sum(len(overs) for overs in begun)) == (searches, chunks)
    assert (plan.cost == first.cost) == enough
    assert plan.cost <= first.cost
