"""Slots that go to who begins before their day, or to nobody."""

import numpy as np
from hypothesis import HealthCheck, given, settings

from solver.assignment import Assignment
from solver.instance import Instance, Journey, Step
from solver.last_chance import last_chances
from tests.solver.brute_force import every_itinerary
from tests.solver.stage import PER_DAY, desk, instance_of, party, pricer_of
from tests.solver.strategies import instances

_PERMIT_FIRST = Journey("j", (Step("permit", "x", (1,)), Step("registration", "y", (2,), after=("permit",))))
_DESKS = (
    desk("permits", (9, 17), (33, 41)),
    desk("register", (9, 17), (33, 41), service="y"),
)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=4, max_steps=3))
def test_whoever_begins_on_a_day_uses_none_of_its_last_chances(instance: Instance) -> None:
    """No itinerary there is, by brute force."""
    pricer = pricer_of(instance)
    classes, held = pricer.classes, Assignment(pricer).held
    chances = [last_chances(pricer, held, day) for day in range(len(instance.days))]
    for arrival in instance.arrivals:
        for _, itinerary in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0):
            day = min(a.start for a in itinerary) // instance.slots_per_day
            for a in itinerary:
                for cls in classes.on_day(day):
                    start, end = (at - classes.absolute(cls, 0) for at in (a.start, a.end))
                    if a.resource in classes.members_at(cls, start, end):
                        assert not chances[day][cls, start:end].any()


def test_who_needs_a_permit_first_cannot_register_in_the_morning() -> None:
    """An hour at the one desk, one to the other: its first two hours are for those who began the day before."""
    instance = instance_of(_DESKS, (party("p", deadline=2 * PER_DAY - 1),), days=2, journey=_PERMIT_FIRST)
    pricer = pricer_of(instance)
    found = last_chances(pricer, Assignment(pricer).held, 1)
    cells = [(pricer.classes.members[cls], int(slot)) for cls, slot in zip(*np.nonzero(found), strict=True)]
    assert cells == [(("register",), 0), (("register",), 1)]


def test_where_nobody_waits_all_that_is_open_is_lost() -> None:
    """Whoever holds an itinerary, or can come on other days alone, begins on none."""
    early = party("early", deadline=PER_DAY - 1)
    pricer = pricer_of(instance_of(_DESKS, (early,), days=2, journey=_PERMIT_FIRST))
    found = last_chances(pricer, Assignment(pricer).held, 1)
    assert (found == (pricer.classes.open_slots & (pricer.classes.day == 1)[:, None])).all()
