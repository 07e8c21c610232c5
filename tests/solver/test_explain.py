"""Why nothing fits: against an instance in which the reason is taken away."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from hypothesis import HealthCheck, assume, given, settings

from solver.explain import Binding, Lack, binding
from solver.instance import Arrival, Booking, Instance, Journey, Resource, Span, Step
from solver.offers import open_desks
from tests.solver.brute_force import every_itinerary
from tests.solver.stage import PER_DAY, desk, instance_of, party
from tests.solver.strategies import instances

Lacks = dict[str, tuple[Lack, int | None]]  # by agency: what it lacks, and the day on which alone it lacks nothing


def _fits(instance: Instance, arrival: Arrival) -> bool:
    return next(every_itinerary(instance, arrival, lambda _resource, _slot: 0.0), None) is not None


def _without(instance: Instance, arrival: Arrival, lacks: Lacks) -> Instance:
    """The instance as it would be: bookings gone where an agency is full, desks all day where it is closed."""

    def freed(booking: Booking) -> bool:
        lack, day = lacks.get(instance.resource_by_id[booking.resource].agency, (None, None))
        return lack == "full" and day in (None, booking.start // instance.slots_per_day)

    extra = [
        replace(resource, id=f"{resource.id}*{n}", languages=arrival.languages, shifts=_whole_days(instance, day))
        for resource in instance.resources
        for n in range(instance.most_desks)
        for lack, day in [lacks.get(resource.agency, (None, None))]
        if lack == "closed"
    ]
    booked = tuple(booking for booking in instance.booked if not freed(booking))
    return replace(instance, resources=(*instance.resources, *extra), booked=booked)


def _whole_days(instance: Instance, day: int | None) -> tuple[Span, ...]:
    """From the first opening to the last closing of any day, on one day or on all."""
    per_day, shifts = instance.slots_per_day, [shift for r in instance.resources for shift in r.shifts]
    first = min(shift.start % per_day for shift in shifts)
    last = max(shift.start % per_day + shift.end - shift.start for shift in shifts)
    days = range(len(instance.days)) if day is None else (day,)
    return tuple(Span(d * per_day + first, d * per_day + last) for d in days)


def _ways(instance: Instance, size: int) -> Iterator[Lacks]:
    """Every way in which so many agencies may lack something."""
    for agencies in combinations(sorted({r.agency for r in instance.resources}), size):
        for lacks in product(("full", "closed"), repeat=size):
            yield {agency: (lack, None) for agency, lack in zip(agencies, lacks, strict=True)}  # type: ignore[misc]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_steps=2))
def test_the_reason_given_is_the_smallest_that_is_one(instance: Instance) -> None:
    """Taking it away lets an itinerary through, no fewer agencies do, and its days are those that would do alone."""
    instance, arrival = replace(instance, travel={}), instance.arrivals[0]
    if instance.most_desks > 1:  # desks of several agencies at once are told apart agency by agency
        instance = replace(instance, resources=tuple(replace(desk, agency="agency-0") for desk in instance.resources))
    assume(any(resource.shifts for resource in instance.resources))
    assume(not _fits(instance, arrival))
    found = binding(open_desks(instance), arrival)
    if not found:
        assert not any(_fits(_without(instance, arrival, way), arrival) for n in (1, 2) for way in _ways(instance, n))
        return
    reason: Lacks = {b.agency: (b.lack, None) for b in found}
    assert _fits(_without(instance, arrival, reason), arrival)
    smaller = [way for n in range(1, len(found)) for way in _ways(instance, n)]
    assert not any(_fits(_without(instance, arrival, way), arrival) for way in smaller)
    for b in found:
        alone = [day for day in range(len(instance.days))
                 if _fits(_without(instance, arrival, {**reason, b.agency: (b.lack, day)}), arrival)]  # fmt: skip
        assert not alone or list(b.days) == alone


def test_an_agency_with_one_desk_where_two_are_needed_is_closed() -> None:
    """Free time of the desk it has does not do; with a second desk that is taken it is full."""
    journey = Journey("j", (Step("talk", "x", (2,), desks=(2,)),))
    one, two = (instance_of(desks, (party("p"),), journey=journey) for desks in (DESKS[:1], DESKS))
    assert binding(open_desks(one), one.arrivals[0]) == [Binding("a", (0,), "closed")]
    full = replace(two, booked=(Booking("two", 9, 12),))
    assert binding(open_desks(full), full.arrivals[0]) == [Binding("a", (0,), "full")]


DESKS = (desk("one", (9, 12)), desk("two", (9, 12)))
TALK = Step("talk", "x", (2,))
TEST = Step("test", "y", (1,), after=("talk",))


def _both(days: int, shifts: dict[str, list[tuple[int, int]]], booked: tuple[Booking, ...] = ()) -> Instance:
    """Agency a for a talk, agency b for a test after it."""
    desks: tuple[Resource, ...] = (
        desk("talker", *shifts["a"], agency="a"),
        desk("tester", *shifts["b"], agency="b", service="y"),
    )
    journey = Journey("j", (TALK, TEST))
    return instance_of(desks, (party("p", days * PER_DAY - 1),), days=days, booked=booked, journey=journey)


def _reason(instance: Instance) -> list[Binding]:
    return binding(open_desks(instance), instance.arrivals[0])


def test_an_agency_whose_desks_are_taken_is_full() -> None:
    """On the one day on which it has desks."""
    instance = _both(2, {"a": [(9, 12), (33, 36)], "b": [(33, 40)]}, (Booking("tester", 33, 40),))
    assert _reason(instance) == [Binding("b", (1,), "full")]


def test_full_is_a_milder_reason_than_closed() -> None:
    """Agency a would have to open anew, agency b only has to have its time back."""
    instance = _both(
        1, {"a": [(9, 12)], "b": [(9, 12), (14, 15)]}, (Booking("tester", 14, 15), Booking("tester", 11, 12))
    )
    assert _reason(instance) == [Binding("b", (0,), "full")]


def test_two_agencies_bind_together_where_neither_would_do_alone() -> None:
    """Both are full."""
    booked = (Booking("talker", 9, 12), Booking("tester", 9, 17))
    assert _reason(_both(1, {"a": [(9, 12)], "b": [(9, 17)]}, booked)) == [
        Binding("a", (0,), "full"),
        Binding("b", (0,), "full"),
    ]


def test_what_is_taken_at_the_front_desk_counts_like_what_was_booked() -> None:
    """The desks as they are now."""
    instance = _both(1, {"a": [(9, 12)], "b": [(9, 17)]})
    desks = open_desks(instance)
    desks.take("talker", 10, 12)
    assert binding(desks, instance.arrivals[0]) == [Binding("a", (0,), "full")]


def test_a_window_that_allows_nothing_is_nobodys_fault() -> None:
    """Two slots for a journey of four: no agency binds."""
    instance = _both(1, {"a": [(9, 12)], "b": [(9, 17)]})
    assert binding(open_desks(instance), party("p", deadline=11, available_from=9)) == []
