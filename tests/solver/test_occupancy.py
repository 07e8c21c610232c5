"""Free desks and room against counting slot by slot."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.classes import ResourceClasses, merged_classes
from solver.instance import Instance
from solver.occupancy import Occupancy
from tests.solver.stage import desk, instance_of
from tests.solver.strategies import instances


def _room(classes: ResourceClasses, free: np.ndarray, index: int, slot: int) -> int:
    """Slots from one on that stay free, by looking at each."""
    count = 0
    while int(classes.start[index]) <= slot + count < int(classes.end[index]) and free[index, slot + count] > 0:
        count += 1
    return count


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(instances(), st.randoms(use_true_random=False))
def test_room_is_what_counting_gives_however_spans_come_and_go(instance: Instance, random: st.DataObject) -> None:
    """Random spans are taken while they fit, then all are given back."""
    classes = merged_classes(instance)
    occupancy = Occupancy(classes)
    held = []
    for _ in range(12 if classes.count else 0):
        cls, start = random.randrange(classes.count), random.randrange(classes.width)  # type: ignore[attr-defined]
        span = np.array([cls]), np.array([start]), np.array([random.randint(1, 3)])  # type: ignore[attr-defined]
        fits = _room(classes, occupancy.free, cls, start) >= span[2][0]
        assert occupancy.fits(*span) == fits
        if fits:
            occupancy.take(*span)
            held.append(span)
        for index in range(classes.count):
            rooms = [_room(classes, occupancy.free, index, slot) for slot in range(classes.width)]
            assert occupancy.room[index].tolist() == rooms
    for span in held:
        occupancy.give_back(*span)
    assert np.array_equal(occupancy.free, classes.free)
    assert np.array_equal(occupancy.room, Occupancy(classes).room)


def test_several_desks_at_once_fit_where_as_many_stay_free() -> None:
    """Two desks, one of them taken in the middle: two spans fit beside each other before that, not over it."""
    occupancy = Occupancy(merged_classes(instance_of((desk("one", (9, 14)), desk("two", (9, 14))), ())))
    occupancy.take(np.array([0]), np.array([2]), np.array([1]))
    for start, fits in ((0, True), (1, False), (2, False), (3, True)):
        assert occupancy.fits(np.array([0, 0]), np.array([start, start]), np.array([2, 2])) == fits
        assert occupancy.fits(np.array([0]), np.array([start]), np.array([2]))
    assert not occupancy.fits(np.array([0, 0, 0]), np.array([0, 0, 0]), np.array([1, 1, 1]))


def test_the_empty_class_has_no_room() -> None:
    """The row past the last class fills up tables of eligible classes."""
    occupancy = Occupancy(merged_classes(instance_of((desk("one", (9, 12)),), ())))
    assert occupancy.room.tolist() == [[3, 2, 1], [0, 0, 0]]


def test_a_copy_is_changed_by_itself() -> None:
    """Neither sees what the other gives and takes."""
    occupancy = Occupancy(merged_classes(instance_of((desk("one", (9, 11)),), ())))
    twin = occupancy.copy()
    twin.take(np.array([0]), np.array([0]), np.array([1]))
    assert twin.free.sum() == occupancy.free.sum() - 1
    assert twin.room[0, 0] == 0
    assert occupancy.room[0, 0] == 2
