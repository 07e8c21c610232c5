"""Groups of equal arrivals."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.classes import merged_classes
from solver.grouping import allowed_starts, group_arrivals
from solver.instance import Instance
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances


def _check(instance: Instance) -> None:
    classes = merged_classes(instance)
    found = group_arrivals(instance, classes)
    assert sorted([*(n for group in found.groups for n in group.members), *found.hopeless]) == list(
        range(len(instance.arrivals))
    )
    for group in found.groups:
        for member in group.members:
            expected = allowed_starts(classes, instance.arrivals[member], group.shape)
            np.testing.assert_array_equal(group.allowed, expected)


@settings(deadline=None)
@given(instances())
def test_members_of_a_group_may_begin_when_each_may(instance: Instance) -> None:
    """Whatever window they have, and though windows that differ in their day alone are made once."""
    _check(instance)


def test_windows_that_differ_in_their_day_alone_are_cut_by_the_last_one() -> None:
    """The end of the horizon, the hour of arrival and that of the deadline still tell them apart."""
    desks = (desk("one", (9, 17), (33, 41), (57, 65)),)
    windows = ((0, 47), (24, 71), (48, 71), (48, 60), (58, 71), (10, 34))
    arrivals = tuple(party(f"p{n}", deadline, begin) for n, (begin, deadline) in enumerate(windows))
    beyond = replace(party("late", 71, 48), deadline=95, deadline_day=3)
    _check(instance_of(desks, (*arrivals, beyond), days=3))


def test_every_feature_of_the_format_keeps_its_windows() -> None:
    """Ready later, unavailable, results that take days."""
    _check(generate(Family(60, features=True), seed=3))


@settings(deadline=None)
@given(instances(), st.integers(0, 3))
def test_groups_that_differ_in_their_entry_alone_follow_one_another(instance: Instance, later: int) -> None:
    """The earliest entry first; and each is told from all others."""
    twins = tuple(replace(a, id=f"{a.id}-later", available_from=a.available_from + later) for a in instance.arrivals)
    instance = replace(instance, arrivals=(*instance.arrivals, *twins))
    found = group_arrivals(instance, merged_classes(instance))
    marks = list(zip(found.alike.tolist(), (group.entry for group in found.groups), strict=True))
    assert marks == sorted(marks)
    for group, number in zip(found.groups, found.alike.tolist(), strict=True):
        alike = found.groups[found.alike.tolist().index(number)]
        np.testing.assert_array_equal(group.allowed[:, 1:], alike.allowed[:, 1:])
        np.testing.assert_array_equal(group.allowed[:, 0, group.entry :], alike.allowed[:, 0, group.entry :])
