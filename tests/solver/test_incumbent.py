"""The best plan so far, and what becomes of one that breaks a rule."""

import logging
from dataclasses import replace

import numpy as np
import pytest

from solver.assignment import Assignment
from solver.incumbent import Incumbent, PlanRefusedError, Progress
from solver.prices import Bound
from solver.verify import verify
from tests.solver.stage import desk, first_plan, instance_of, party, pricer_of

INSTANCE = instance_of((desk("one", (9, 11), (33, 35)),), (party("p0", 47), party("p1", 47)), days=2)


def _late() -> Assignment:
    """Everybody late: the worst plan there is."""
    return Assignment(pricer_of(INSTANCE))


def _incumbent(first: Assignment, seen: list[Progress] | None = None) -> Incumbent:
    return Incumbent(first, lambda: 2.5, seen.append if seen is not None else None)


def _wrong() -> Assignment:
    """A plan whose first itinerary says it costs less than it does."""
    plan = first_plan(INSTANCE)
    held = plan.release([0])
    column = held[0]
    assert column is not None
    plan.serve(0, replace(column, cost=column.cost - 50))
    return plan


def test_a_better_plan_is_kept_and_a_worse_one_is_not() -> None:
    """The best is what is verified in the end."""
    best = _incumbent(_late())
    best.offer(first_plan(INSTANCE))
    best.offer(_late())
    plan = best.verified()
    assert (plan.cost, best.cost, best.late, plan.late) == (210, 210, 0, ())
    assert verify(INSTANCE, plan).ok


def test_what_is_changed_in_a_copy_leaves_the_best_alone() -> None:
    """A search works on its own desks."""
    best = _incumbent(first_plan(INSTANCE))
    copy = best.copy()
    copy.release([0, 1])
    assert best.verified().cost == 210
    assert np.array_equal(copy.occupancy.free, copy.pricer.classes.free)


def _with_one_late() -> Assignment:
    plan = first_plan(INSTANCE)
    plan.release([1])
    return plan


def _served_dearly() -> Assignment:
    """Everybody served, one of them for seven visits more than it takes."""
    plan = first_plan(INSTANCE)
    column = plan.release([1])[1]
    assert column is not None
    plan.serve(1, replace(column, cost=column.cost + 700))
    return plan


def test_who_is_late_may_be_served_for_little_where_more_are_late_than_have_to_be() -> None:
    """So a search goes on from the cheaper plan of one more late, until it is known that one had to be."""
    best = _incumbent(_late())
    one, nobody = _with_one_late(), first_plan(INSTANCE)
    best.offer(one)
    assert best.promising is one
    best.offer(nobody)
    assert best.promising is nobody
    best.offer(_with_one_late())
    assert best.promising is nobody


def test_a_plan_without_needless_lateness_is_searched_on_whatever_it_took() -> None:
    """It is the best there is; a search from the one before would have to find again how."""
    best = _incumbent(_with_one_late())
    dear = _served_dearly()
    best.offer(dear)
    assert best.promising is dear
    best.offer(_with_one_late())
    assert best.promising is dear


def test_a_bound_only_rises_and_whole_prices_round_it_up() -> None:
    """Costs are whole here, so none lies between 200.3 and 201."""
    best = _incumbent(first_plan(INSTANCE))
    prices = np.ones((2, 2))
    best.raise_bound(Bound(200.3, prices))
    assert (best.bound.value, best.gap, best.optimal) == (201.0, 9.0, False)
    best.raise_bound(Bound(150.0, np.zeros((2, 2))))
    assert best.bound.value == 201.0
    assert best.bound.prices is prices
    best.raise_bound(Bound(209.5, prices))
    assert best.optimal
    assert best.verified().status == "optimal"


def test_every_change_is_told_with_a_bound_that_is_never_above_the_cost() -> None:
    """Progress after each step, from the first plan on."""
    seen: list[Progress] = []
    best = _incumbent(_late(), seen)
    best.offer(first_plan(INSTANCE))
    best.raise_bound(Bound(5000.0, np.zeros((2, 2))))
    assert seen == [Progress(2000, 0, 2, 2.5), Progress(210, 0, 0, 2.5), Progress(210, 210, 0, 2.5)]


def test_a_plan_that_breaks_a_rule_is_refused_and_the_first_one_used(caplog: pytest.LogCaptureFixture) -> None:
    """With an error in the log that names the rule's breach."""
    first = first_plan(INSTANCE)
    best = _incumbent(first)
    best.offer(_wrong())
    assert best.cost == 160
    with caplog.at_level(logging.ERROR):
        plan = best.verified()
    assert plan.cost == first.cost
    assert verify(INSTANCE, plan).ok
    assert [record.getMessage() for record in caplog.records] == [
        "plan refused by the verifier: the plan says its cost is 160.0, it is 210.0"
    ]


def test_no_plan_is_given_when_all_are_refused(caplog: pytest.LogCaptureFixture) -> None:
    """A wrong plan is worse than none."""
    with pytest.raises(PlanRefusedError):
        _incumbent(_wrong()).verified()
    assert len(caplog.records) == 2
