"""Parts of an instance that share no desk."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from benchmarks.instances import Family, generate
from solver.components import components
from solver.instance import Arrival, Instance, Journey, Step
from tests.solver.brute_force import every_itinerary
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import instances

TWO = Family(40, 4, (2, 2, 2), features=True, regions=2)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(instances(max_arrivals=4, max_steps=2))
def test_an_arrival_has_the_same_itineraries_in_its_part_as_in_the_whole(instance: Instance) -> None:
    """By brute force: nothing is lost, and no two parts share a desk or an arrival."""
    parts = components(instance)
    desks = [resource.id for part in parts for resource in part.resources]
    assert len(set(desks)) == len(desks)
    assert sorted(a.id for part in parts for a in part.arrivals) == sorted(a.id for a in instance.arrivals)
    for part in parts:
        for arrival in part.arrivals:
            assert list(_itineraries(part, arrival)) == list(_itineraries(instance, arrival))


def _itineraries(instance: Instance, arrival: Arrival) -> list[object]:
    return list(every_itinerary(instance, arrival, lambda _desk, _slot: 0.0))


def test_regions_fall_apart_with_all_that_is_theirs() -> None:
    """Desks, arrivals and booked time; days stay as they are."""
    instance = generate(TWO, 1)
    first, second = components(instance)
    assert (len(first.arrivals), len(second.arrivals)) == (20, 20)
    assert first.resources + second.resources == instance.resources
    assert set(first.booked + second.booked) == set(instance.booked)
    assert {a.journey for a in second.arrivals} <= {"newcomer-2", "eu-citizen-2", "first-permit-2"}
    assert first.days == instance.days


def test_one_region_is_left_as_it_is() -> None:
    """Also with desks that nobody needs, and with arrivals that no desk can serve."""
    instance = instance_of((desk("one", (9, 12)), desk("two", (9, 12), service="y")), (party("p0"), party("p1")))
    assert components(instance) == (instance,)
    stranger = replace(party("p2"), languages=frozenset(("fr",)))
    mixed = replace(instance, arrivals=(*instance.arrivals, stranger))
    assert components(mixed) == (mixed,)


def test_whom_no_desk_can_serve_holds_no_regions_together() -> None:
    """They come in a part without desks, though a desk could serve one of their steps."""
    everything = Journey("all", tuple(Step(service, service, (1,)) for service in ("permit", "permit-2", "none")))
    instance = generate(TWO, 1)
    lost = replace(instance.arrivals[0], id="lost", journey="all", ready_from={})
    journeys = {**instance.journeys, "all": everything}
    first, second, third = components(replace(instance, arrivals=(*instance.arrivals, lost), journeys=journeys))
    assert [a.id for a in third.arrivals] == ["lost"]
    assert (third.resources, third.booked) == ((), ())
    assert len(first.arrivals) == len(second.arrivals) == 20


def test_an_arrival_that_needs_both_makes_two_regions_one() -> None:
    """A journey with a step in each."""
    both = Journey("both", (Step("here", "permit", (1,)), Step("there", "permit-2", (1,))))
    instance = generate(TWO, 1)
    traveller = replace(instance.arrivals[0], id="traveller", journey="both", languages=frozenset(), ready_from={})
    joined = replace(instance, arrivals=(*instance.arrivals, traveller), journeys={**instance.journeys, "both": both})
    assert components(instance) != (instance,)
    one = max(components(joined), key=lambda part: len(part.arrivals))
    assert {"permit", "permit-2"} <= {service for resource in one.resources for service in resource.services}
