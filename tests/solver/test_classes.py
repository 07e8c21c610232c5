"""Desks that are alike, and what booked time leaves of them."""

from collections.abc import Callable

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.classes import Eligibility, ResourceClasses, merged_classes, nested_classes, single_classes
from solver.instance import Booking, Instance
from tests.solver.stage import desk, instance_of
from tests.solver.strategies import instances

_HEALTH = [HealthCheck.too_slow, HealthCheck.data_too_large]


def _free_slots(classes: ResourceClasses) -> list[int]:
    """Slots of the instance that some desk has free, once for each desk."""
    found: list[int] = []
    for index in range(classes.count):
        for slot in range(classes.width):
            found += [classes.absolute(index, slot)] * int(classes.free[index, slot])
    return sorted(found)


@settings(max_examples=300, deadline=None, suppress_health_check=_HEALTH)
@given(instances())
def test_every_kind_of_classes_has_exactly_the_slots_that_are_open_and_not_booked(instance: Instance) -> None:
    """Counted desk by desk."""
    taken = {(b.resource, slot) for b in instance.booked for slot in range(b.start, b.end)}
    wanted = sorted(
        slot
        for resource in instance.resources
        for shift in resource.shifts
        for slot in range(shift.start, shift.end)
        if (resource.id, slot) not in taken
    )
    assert _free_slots(merged_classes(instance)) == wanted
    assert _free_slots(nested_classes(instance)) == wanted
    assert _free_slots(single_classes(instance)) == wanted


@settings(max_examples=200, deadline=None, suppress_health_check=_HEALTH)
@given(instances(), st.sampled_from((merged_classes, nested_classes)))
def test_the_desks_of_a_class_are_alike(instance: Instance, make: Callable[[Instance], ResourceClasses]) -> None:
    """Agency, location, services and languages; a class of a day lies between its bounds."""
    classes = make(instance)
    for index, members in enumerate(classes.members):
        alike = {
            (d.agency, d.location, d.services, d.languages) for d in map(instance.resource_by_id.get, members) if d
        }
        assert len(alike) == 1
        assert index in classes.on_day(int(classes.day[index]))


def test_like_desks_are_one_class_and_booked_time_splits_a_stretch() -> None:
    """Two desks from 9 to 17, one of them booked from 12 to 13."""
    desks = (desk("one", (9, 17)), desk("two", (9, 17)))
    assert merged_classes(instance_of(desks, ())).members == (("one", "two"),)
    split = merged_classes(instance_of(desks, (), booked=(Booking("two", 12, 13),)))
    assert split.members == (("two",), ("one",), ("two",))
    assert [(split.first + int(s), split.first + int(e)) for s, e in zip(split.start, split.end, strict=True)] == [
        (9, 12),
        (9, 17),
        (13, 17),
    ]


@settings(max_examples=200, deadline=None, suppress_health_check=_HEALTH)
@given(instances())
def test_the_stretches_of_a_nested_class_begin_together_or_end_together(instance: Instance) -> None:
    """From its first slot or to its last one; so the counts alone say what can be laid out."""
    classes = nested_classes(instance)
    for cls, stretches in enumerate(classes.stretches):
        begin_together = all(stretch.start == classes.start[cls] for stretch in stretches)
        end_together = all(stretch.end == classes.end[cls] for stretch in stretches)
        assert begin_together or end_together
        counts = [sum(s.start <= slot < s.end for s in stretches) for slot in range(classes.width)]
        assert classes.free[cls].tolist() == counts


def test_desks_with_lunch_at_different_times_are_a_class_before_and_one_after() -> None:
    """One desk goes at 12, another at 13; who is open from a slot to another is known of each."""
    desks = (desk("early", (9, 12), (13, 17)), desk("late", (9, 13), (14, 17)))
    classes = nested_classes(instance_of(desks, ()))
    assert classes.members == (("early", "late"), ("early", "late"))
    assert classes.free.tolist() == [[2, 2, 2, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 2, 2, 2]]
    assert classes.members_at(0, 1, 4) == ("late",)
    assert classes.members_at(1, 5, 8) == ("early", "late")
    assert merged_classes(instance_of(desks, ())).count == 4


def test_booked_time_may_overlap_and_lie_outside_every_shift() -> None:
    """Only what it takes of a shift matters."""
    booked = (Booking("one", 8, 11), Booking("one", 10, 12), Booking("one", 20, 22))
    classes = merged_classes(instance_of((desk("one", (9, 17)),), (), booked=booked))
    assert (classes.count, int(classes.start[0]), int(classes.end[0])) == (1, 0, 5)
    assert classes.first == 12


def test_locations_are_told_apart_only_where_travel_matters() -> None:
    """Travel no longer than the gap makes all places one."""
    desks = (desk("one", (9, 17)), desk("two", (9, 17), location="there"))
    pair = frozenset(("here", "there"))
    assert len(merged_classes(instance_of(desks, (), travel={pair: 1})).locations) == 1
    apart = merged_classes(instance_of(desks, (), travel={pair: 3}))
    assert apart.locations == ("here", "there")
    assert apart.gap.tolist() == [[1, 3], [3, 1]]


def test_no_desk_at_all_is_no_class() -> None:
    """An instance may have nothing open."""
    assert merged_classes(instance_of((), ())).count == 0
    assert single_classes(instance_of((desk("one"),), ())).count == 0


def test_eligible_are_the_desks_with_the_service_and_a_common_language() -> None:
    """Whoever asks for no language is served by all."""
    classes = merged_classes(instance_of((desk("one", (9, 12)), desk("two", (9, 12), service="y")), ()))
    eligible = Eligibility(classes)
    assert eligible.table("x", frozenset()).tolist() == [[[0]]]
    assert eligible.table("x", frozenset(("nl", "en"))).tolist() == [[[0]]]
    assert eligible.table("y", frozenset(("nl",))).tolist() == [[[1]]]
    assert np.all(eligible.table("x", frozenset(("en",))) == classes.count)
