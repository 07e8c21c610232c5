"""A plan that grows."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.instance import Instance
from solver.layout import lay_out
from solver.online import NEVER, Online, Worth
from solver.verify import verify
from tests.solver.flows import random_prices
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

TWO_DAYS = instance_of(
    (desk("one", (9, 11), (PER_DAY + 9, PER_DAY + 13)),),
    tuple(party(f"p{n}", deadline=2 * PER_DAY - 1) for n in range(3)),
    days=2,
)


def test_an_arrival_is_served_by_what_is_cheapest_from_a_day_on() -> None:
    """The first day costs less; not before the day that is asked for."""
    online, none = Online(pricer_of(TWO_DAYS)), np.zeros((2, 4))
    assert online.waiting.all()
    assert [online.serve(n, none, first) for n, first in ((0, 0), (1, 1))] == [True, True]
    assert online.first_days.tolist() == [0, 1, NEVER]
    assert [online.first_day(n) for n in range(3)] == [0, 1, NEVER]
    assert Online(pricer_of(instance_of((), (party("a"),)))).first_days.tolist() == [NEVER]


def test_prices_keep_a_dear_slot_free() -> None:
    """A day later costs 10, the slots of the first day 30 each."""
    online = Online(pricer_of(TWO_DAYS))
    assert online.serve(0, np.array([[30.0] * 4, [0.0] * 4]), 0)
    assert online.first_day(0) == 1


def test_those_who_may_move_make_room_for_one_who_has_none() -> None:
    """It can come on the first day only, which another holds who could come later."""
    arrivals = (party("flexible", deadline=2 * PER_DAY - 1), party("hurried", deadline=PER_DAY - 1))
    online = Online(pricer_of(instance_of(TWO_DAYS.resources, arrivals, days=2)))
    none = np.zeros((2, 4))
    assert online.serve(0, none, 0)
    assert not online.serve(1, none, 0)
    assert online.make_room(np.array([0, 1]), 0, 200, 1) == 1
    assert online.first_days.tolist() == [1, 0]
    assert online.make_room(np.array([0, 1]), 0, 200, 1) == 0


def test_room_is_made_only_where_that_is_worth_it() -> None:
    """Serving one more saves what being late costs: not enough if the slot that is taken is worth more to others."""
    arrivals = (party("flexible", deadline=2 * PER_DAY - 1), party("hurried", deadline=PER_DAY - 1))
    pricer = pricer_of(instance_of(TWO_DAYS.resources, arrivals, days=2))
    late, none, both = float(pricer.objective.late), np.zeros((2, 4)), np.array([0, 1])
    dear = np.array([[0.0] * 4, [late] * 4])
    for worth, moved in ((Worth(dear, 0.0), 0), (Worth(none, late), 0), (Worth(none, 1.0), 1)):
        online = Online(pricer)
        assert online.serve(0, none, 0)
        assert online.make_room(both, 0, 200, 1, worth) == moved
        assert online.waiting.sum() == 1 - moved


def test_a_move_must_gain_more_than_its_price() -> None:
    """A day earlier gains 10."""
    online, none = Online(pricer_of(TWO_DAYS)), np.zeros((2, 4))
    online.serve(0, none, 1)
    assert online.move([0], none, 0, 10.0) == 0
    assert online.move([0], none, 0, 9.0) == 1
    assert online.first_day(0) == 0


def test_tidying_makes_what_is_held_cheaper() -> None:
    """Who came a day late without need comes on the first."""
    online = Online(pricer_of(TWO_DAYS))
    for arrival in (0, 1):
        online.serve(arrival, np.zeros((2, 4)), 1)
    before = online.assignment.cost
    assert online.tidy(np.array([0, 1]), 0, 500, 1) == 1
    assert online.assignment.cost == before - 10


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=5), st.data())
def test_whatever_happens_the_plan_keeps_all_rules(instance: Instance, data: st.DataObject) -> None:
    """In any order, with any prices, the verifier accepts it at the cost it says, and nobody served is dropped."""
    pricer = pricer_of(instance)
    online, everyone = Online(pricer), np.arange(len(instance.arrivals))
    for number in data.draw(st.permutations(everyone.tolist())):
        online.serve(number, random_prices(pricer, number), 0)
        served = ~online.waiting
        online.make_room(everyone, 0, 20, number)
        online.move(everyone.tolist(), random_prices(pricer, number + 1), 0, 5.0)
        online.tidy(everyone, 0, 20, number)
        assert not (served & online.waiting).any()
    verdict = verify(instance, lay_out(online.assignment, 0.0, 0.0))
    assert verdict.violations == ()
    assert abs(verdict.cost - online.assignment.cost) < 1e-6
