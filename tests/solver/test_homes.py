"""What arrivals hold already, as the engine sees it."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.classes import merged_classes
from solver.homes import at_own_desks, find_homes
from solver.instance import Booking, Instance
from solver.plan import Appointment, Itinerary
from tests.solver.brute_force import every_itinerary, place_of
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import crowds, disturbed, instances, standing


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(standing(crowds() | instances(2, 3)), st.data())
def test_who_has_a_home_can_still_hold_it_at_what_it_costs(
    case: tuple[Instance, tuple[Itinerary, ...]], data: st.DataObject
) -> None:
    """Just those for whom brute force knows an itinerary with the same times and places."""
    instance, held = data.draw(disturbed(case[0])), {itinerary.arrival: itinerary for itinerary in case[1]}
    classes = merged_classes(instance)
    homes = find_homes(classes, held, lambda _arrival: 3.0)
    for position, arrival in enumerate(instance.arrivals):
        places = {place_of(instance, a) for a in held[arrival.id].appointments} if arrival.id in held else None
        same = [
            (cost, appointments)
            for cost, appointments in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0)
            if {place_of(instance, a) for a in appointments} == places
        ]
        assert (position in homes) == bool(same)
        if same:
            home = homes[position]
            assert home.move == 3.0
            assert home.cost == pytest.approx(same[0][0])
            steps = [step.id for step in instance.journeys[arrival.journey].steps]
            desks = [
                {a.resource for _, appointments in same for a in appointments if a.step == steps[n]} for n in home.step
            ]
            assert desks == [{desk for cls in options for desk in classes.members[cls]} for options in home.cls]


def _homes(instance: Instance, *appointments: Appointment) -> dict[int, object]:
    held = {"p": Itinerary("p", appointments)}
    return dict(find_homes(merged_classes(instance), held, lambda _arrival: 1.0))


def test_a_home_is_a_whole_itinerary() -> None:
    """No step too few, none that the journey no longer has, none twice."""
    instance = instance_of((desk("one", (9, 20)),), (party("p"),))
    talk = Appointment("talk", "one", 9, 11)
    assert _homes(instance, talk)
    assert not _homes(instance)
    assert not _homes(instance, talk, Appointment("walk", "one", 12, 14))
    assert not _homes(instance, talk, Appointment("talk", "one", 12, 14))


def test_a_time_that_is_booked_now_is_no_home() -> None:
    """Nor a desk that is gone for good, nor a day that is no longer listed."""
    talk = Appointment("talk", "one", 9, 11)
    assert not _homes(instance_of((desk("one", (9, 20)),), (party("p"),), booked=(Booking("one", 10, 12),)), talk)
    assert not _homes(instance_of((desk("two", (9, 20)),), (party("p"),)), talk)
    assert not _homes(instance_of((desk("one", (9, 20)),), (party("p"),)), Appointment("talk", "one", 33, 35))


def test_the_class_of_the_own_desk_comes_first() -> None:
    """And it is known whether it is still there."""
    desks = (desk("early", (8, 14)), desk("own", (9, 20)), desk("elsewhere", (9, 20), location="there"))
    held = {"p": Itinerary("p", (Appointment("talk", "own", 9, 11),))}
    for booked, first, at_own in (((), "own", True), ((Booking("own", 9, 10),), "early", False)):
        classes = merged_classes(instance_of(desks, (party("p"),), booked=booked))
        (home,) = find_homes(classes, held, lambda _arrival: 1.0).values()
        assert classes.members[home.cls[0][0]] == (first,)
        assert len(home.cls[0]) == 1 + at_own
        assert at_own_desks(classes, home, held["p"]) == at_own


def test_a_home_is_kept_by_the_same_times_at_any_of_its_classes() -> None:
    """Another start is a move, and so is another step first."""
    desks = (desk("early", (8, 14)), desk("own", (9, 20)))
    classes = merged_classes(instance_of(desks, (party("p"),)))
    held = {"p": Itinerary("p", (Appointment("talk", "own", 9, 11),))}
    (home,) = find_homes(classes, held, lambda _arrival: 1.0).values()
    start = np.array([9 - classes.first])
    for cls in (0, 1):
        assert home.kept_by(np.array([0]), start, np.array([cls]))
        assert not home.kept_by(np.array([0]), start + 1, np.array([cls]))
        assert not home.kept_by(np.array([1]), start, np.array([cls]))
