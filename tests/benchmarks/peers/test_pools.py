"""Desks that stand in for one another, and when a step may begin on them."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from benchmarks.peers.pools import Axis, Pool, axis_of, pools_of, starts_in
from solver.instance import Booking, Instance, Span
from tests.solver.brute_force import every_itinerary
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances

LUNCH = (desk("a", (9, 12), (14, 18)), desk("b", (9, 13), (15, 18)))


def test_desks_that_open_or_close_together_are_one_pool() -> None:
    """A lunch dip leaves two pools a day: one whose desks begin together, one whose desks end together."""
    pools = pools_of(instance_of(LUNCH, ()))
    assert [pool.span for pool in pools] == [Span(9, 13), Span(14, 18)]
    assert [pool.closed for pool in pools] == [(Span(12, 13),), (Span(14, 15),)]
    assert [pools[0].open_at(slot) for slot in (8, 9, 11, 12, 13)] == [0, 2, 2, 1, 0]


def test_booked_time_belongs_to_no_pool() -> None:
    """A booking splits the shift of its desk, however it overlaps another one."""
    booked = (Booking("a", 10, 11), Booking("a", 10, 12), Booking("a", 20, 22))
    pools = pools_of(instance_of((desk("a", (9, 18)),), (), booked=booked))
    assert [pool.span for pool in pools] == [Span(9, 10), Span(12, 18)]


def test_unlike_desks_are_in_unlike_pools() -> None:
    """Services, languages and location tell desks apart."""
    pools = pools_of(
        instance_of((desk("a", (9, 12)), desk("b", (9, 12), service="y"), desk("c", (9, 12), location="there")), ())
    )
    assert len(pools) == 3


@settings(max_examples=40)
@given(instances(most_desks=1))
def test_every_open_slot_of_every_desk_is_in_one_pool(instance: Instance) -> None:
    """Less what is booked."""
    found = Counter(
        (name, t) for pool in pools_of(instance) for s, name in pool.stretches for t in range(s.start, s.end)
    )
    booked = {(b.resource, t) for b in instance.booked for t in range(b.start, b.end)}
    opened = {(d.id, t) for d in instance.resources for shift in d.shifts for t in range(shift.start, shift.end)}
    assert found == Counter(opened - booked)


@st.composite
def pools_with_spans(draw: st.DrawFn) -> tuple[Pool, list[tuple[int, int]]]:
    """Desks that begin together at 0 or end together at 12, and spans that never outnumber them."""
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    begin_together = draw(st.booleans())
    stretches = [Span(0, length) if begin_together else Span(12 - length, 12) for length in lengths]
    pool = Pool(0, "here", frozenset("x"), frozenset(), tuple((span, f"d{n}") for n, span in enumerate(stretches)))
    spans: list[tuple[int, int]] = []
    for start, length in draw(st.lists(st.tuples(st.integers(0, 11), st.integers(1, 5)), max_size=20)):
        wanted = [*spans, (start, start + length)]
        if all(sum(a <= t < b for a, b in wanted) <= pool.open_at(t) for t in range(start, start + length)):
            spans = wanted
    return pool, spans


@given(pools_with_spans())
def test_what_keeps_to_the_numbers_open_finds_desks(drawn: tuple[Pool, list[tuple[int, int]]]) -> None:
    """Each span lies in the stretch of its desk, and none overlaps another there."""
    pool, spans = drawn
    desks = pool.lay_out(spans)
    opened = {name: span for span, name in pool.stretches}
    assert sorted(desks) == list(range(len(spans)))
    assert all(opened[d].start <= spans[n][0] and spans[n][1] <= opened[d].end for n, d in desks.items())
    cells = [(d, t) for n, d in desks.items() for t in range(*spans[n])]
    assert len(cells) == len(set(cells))


@settings(max_examples=40)
@given(instances(max_steps=1, most_desks=1))
def test_starts_are_those_of_all_itineraries_of_one_step(instance: Instance) -> None:
    """Whatever the window leaves, and nothing else (rules 1, 2 and 5)."""
    arrival = instance.arrivals[0]
    step = instance.journeys["j"].steps[0]
    fitting = [pool for pool in pools_of(instance) if pool.serves(arrival, step)]
    starts = {slot for pool in fitting for found in starts_in(instance, arrival, step, pool) for slot in found}
    assert starts == {held[0].start for _, held in every_itinerary(instance, arrival, lambda _resource, _slot: 0.0)}


def test_no_start_after_the_deadline_of_the_result() -> None:
    """A result that comes a day later needs a desk a day earlier."""
    instance = generate(Family(1, days=2, features=True), 0)
    step = instance.journeys["first-permit"].steps[0]
    pools = pools_of(instance)
    assert all(not starts_in(instance, instance.arrivals[0], step, pool) for pool in pools if pool.day == 1)


def test_the_axis_has_a_night_after_each_day() -> None:
    """As long as the longest gap between locations that have desks."""
    desks = (desk("a", (9, 12)), desk("b", (9, 12), location="there"))
    instance = instance_of(desks, (party("p"),), travel={frozenset(("here", "there")): 3})
    axis = axis_of(instance, pools_of(instance))
    assert axis == Axis(24, 3)
    assert [axis.at(slot) for slot in (0, 23, 24, 49)] == [0, 23, 27, 55]
    assert all(axis.slot(axis.at(slot)) == slot for slot in range(100))
