"""What is fixed, as a plain instance."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.existing import Existing
from solver.fixing import fix
from solver.instance import Booking, Instance
from solver.plan import Appointment, Itinerary
from tests.solver.brute_force import every_itinerary, share_no_desk
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import crowds, instances, standing


def _free(_resource: str, _slot: int) -> float:
    return 0.0


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(standing(crowds() | instances(3, 3)), st.data())
def test_what_is_left_to_plan_is_what_holds_all_that_is_fixed(
    case: tuple[Instance, tuple[Itinerary, ...]], data: st.DataObject
) -> None:
    """Each arrival that is left has just the itineraries with its fixed steps, beside those of all others."""
    instance, held = case
    steps = {h.arrival: frozenset(data.draw(st.sets(st.sampled_from([a.step for a in h.appointments])))) for h in held}
    fixing = fix(instance, Existing(held, steps))
    fixed = {h.arrival: {a for a in h.appointments if a.step in steps[h.arrival]} for h in held}
    for arrival in instance.arrivals:
        others = [a for name, each in fixed.items() if name != arrival.id for a in each]
        wanted = {
            (cost, tuple(appointments))
            for cost, appointments in every_itinerary(instance, arrival, _free)
            if fixed.get(arrival.id, set()) <= set(appointments) and share_no_desk([*appointments, *others])
        }
        if arrival.id in fixing.kept:
            assert wanted == {(cost, fixing.kept[arrival.id].appointments) for cost, _ in wanted}
            continue
        left = next(each for each in fixing.instance.arrivals if each.id == arrival.id)
        assert wanted == {
            (cost, fixing.restored(Itinerary(arrival.id, tuple(appointments))).appointments)
            for cost, appointments in every_itinerary(fixing.instance, left, _free)
        }


def test_an_arrival_that_is_fixed_whole_leaves_the_instance() -> None:
    """Its time is booked."""
    held = (Itinerary("p", (Appointment("talk", "one", 9, 11),)),)
    instance = instance_of((desk("one", (9, 20)),), (party("p"), party("q")))
    fixing = fix(instance, Existing(held, {"p": frozenset(("talk",))}))
    assert [arrival.id for arrival in fixing.instance.arrivals] == ["q"]
    assert fixing.instance.booked == (Booking("one", 9, 11),)
    assert (fixing.kept, fixing.held, fixing.anything) == ({"p": held[0]}, {}, True)


def test_where_nothing_is_fixed_the_instance_stays_as_it_is() -> None:
    """Whatever its arrivals hold."""
    held = (Itinerary("p", (Appointment("talk", "one", 9, 11),)),)
    instance = instance_of((desk("one", (9, 20)),), (party("p"), party("q")))
    fixing = fix(instance, Existing(held))
    assert (fixing.instance, fixing.held, fixing.anything) == (instance, {"p": held[0]}, False)


def test_what_is_added_has_names_that_are_new() -> None:
    """Also where a desk has one of those that would be taken."""
    journey = instance_of((), ()).journeys["j"]
    two = type(journey)("j", (*journey.steps, type(journey.steps[0])("more", "x", (1,))))
    instance = instance_of((desk("fixed-1", (9, 20)),), (party("p"),), journey=two)
    held = (Itinerary("p", (Appointment("talk", "fixed-1", 9, 11),)),)
    fixing = fix(instance, Existing(held, {"p": frozenset(("talk",))}))
    assert [each.id for each in fixing.instance.resources] == ["fixed-1", "fixed-2"]
    assert fixing.desks == {"fixed-2": "fixed-1"}
