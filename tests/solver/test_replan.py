"""Plans from plans that stand, against the verifier and brute force."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import Family, generate
from solver.instance import Instance
from solver.plan import Appointment, Itinerary
from solver.replan import Existing, Progress, Replanned, replan
from solver.solve import solve
from solver.verify import verify
from tests.solver.brute_force import cheapest_plan, cheapest_replan, place_of
from tests.solver.stage import desk, instance_of, party
from tests.solver.strategies import crowds, disturbed, instances, standing

_HEALTH = list(HealthCheck)
_PRICES = st.sampled_from((0.0, 1.0, 7.5, 40.0, 1e6))


def _check_is_best(instance: Instance, existing: Existing) -> None:
    """What is found costs the least by brute force, and no bound passes that."""
    found = replan(instance, existing, seconds=3, workers=1)
    _check(instance, existing, found)
    best = cheapest_replan(instance, existing)
    assert found.cost == pytest.approx(best)
    assert found.bound <= best + 1e-6
    assert found.plan.bound <= cheapest_plan(instance) + 1e-6


def _check(instance: Instance, existing: Existing, found: Replanned) -> None:
    """What holds for every answer, whatever stood."""
    assert verify(instance, found.plan).violations == ()
    assert found.bound <= found.cost + 1e-6
    now = {itinerary.arrival: itinerary.appointments for itinerary in found.plan.itineraries}
    moved = {move.arrival for move in found.moves}
    for arrival, held in existing.held.items():
        fixed = existing.fixed_steps(arrival)
        stays = all(
            place_of(instance, a) in {place_of(instance, b) for b in now.get(arrival, ())}
            for a in held.appointments
            if a.step not in fixed
        )
        assert (arrival in moved) != stays
        if arrival in now:
            assert {a for a in held.appointments if a.step in fixed} <= set(now[arrival])


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(standing(crowds() | instances(2, 2)), _PRICES, st.data())
def test_cost_and_moves_are_the_least_that_any_plan_has(
    case: tuple[Instance, tuple[Itinerary, ...]], price: float, data: st.DataObject
) -> None:
    """By brute force, for what stands in an instance that may have changed since; no bound passes it."""
    instance = data.draw(disturbed(case[0]))
    existing = Existing(case[1], move_price=price, move_prices={"a1": 20.0})
    _check_is_best(instance, existing)


@settings(max_examples=60, deadline=None, suppress_health_check=_HEALTH)
@given(standing(crowds() | instances(2, 2)), _PRICES, st.data())
def test_what_is_fixed_stays_to_the_letter(
    case: tuple[Instance, tuple[Itinerary, ...]], price: float, data: st.DataObject
) -> None:
    """Whole arrivals and single steps; the rest is the best that any plan has beside them."""
    instance, held = case
    fixed = {
        itinerary.arrival: frozenset(data.draw(st.sets(st.sampled_from([a.step for a in itinerary.appointments]))))
        for itinerary in held
    }
    existing = Existing(held, fixed, price)
    _check_is_best(instance, existing)


@settings(max_examples=30, deadline=None, suppress_health_check=_HEALTH)
@given(standing(crowds() | instances(6, 6)), _PRICES, st.data())
def test_any_features_of_the_format_are_kept(
    case: tuple[Instance, tuple[Itinerary, ...]], price: float, data: st.DataObject
) -> None:
    """Verified, and what the engine counts is what the moves and the format say."""
    existing = Existing(case[1], move_price=price)
    instance = data.draw(disturbed(case[0]))
    seen: list[Progress] = []
    found = replan(instance, existing, seconds=1, workers=1, on_progress=seen.append)
    _check(instance, existing, found)
    assert found.cost == pytest.approx(seen[-1].cost)


def test_nothing_moves_where_nothing_has_changed() -> None:
    """An optimal plan stays as it is, desks and all, for whatever a move costs."""
    instance = generate(Family(arrivals=12), 11)
    best = solve(instance, seconds=60)
    assert best.status == "optimal"
    existing = Existing(best.itineraries, move_price=1.0)
    found = replan(instance, existing, seconds=60)
    assert (found.moves, found.desk_changes, found.move_cost) == ((), (), 0.0)
    assert found.plan.itineraries == tuple(sorted(existing.itineraries, key=lambda held: held.arrival))
    assert found.plan.cost == found.cost == pytest.approx(found.bound)


def test_free_moves_give_the_plan_of_a_solve() -> None:
    """From two who stand somewhere to the proven optimum, which is one for the format too."""
    instance = generate(Family(arrivals=12), 11)
    best = solve(instance, seconds=60)
    poor = solve(instance, seconds=0.1, rounds=0)
    found = replan(instance, Existing(poor.itineraries[:2]), seconds=60)
    assert found.plan.status == "optimal"
    assert found.plan.cost == found.cost == pytest.approx(best.cost)


def _two_desks() -> tuple[Instance, tuple[Itinerary, ...]]:
    """Two desks for four parties, two hours each, two at a time."""
    instance = instance_of((desk("one", (9, 13)), desk("two", (9, 13))), tuple(party(f"p{n}") for n in range(4)))
    times = ((9, "one"), (9, "two"), (11, "one"), (11, "two"))
    held = (Itinerary(f"p{n}", (Appointment("talk", name, at, at + 2),)) for n, (at, name) in enumerate(times))
    return instance, tuple(held)


def _without(instance: Instance, name: str) -> Instance:
    down = (replace(each, shifts=()) if each.id == name else each for each in instance.resources)
    return replace(instance, resources=tuple(down))


@pytest.mark.parametrize("price", [200.0, 1e9])
def test_a_desk_that_is_down_displaces_only_who_sat_there(price: float) -> None:
    """Two have to go and find no other room; they are told so, and pay."""
    instance, held = _two_desks()
    found = replan(_without(instance, "one"), Existing(held, move_price=price), seconds=20, workers=1)
    assert [(move.arrival, move.after, move.price) for move in found.moves] == [("p0", (), price), ("p2", (), price)]
    assert all(move.before == itinerary.appointments for move, itinerary in zip(found.moves, held[::2], strict=True))
    assert (found.plan.late, found.desk_changes) == (("p0", "p2"), ())
    assert found.cost == pytest.approx(2 * 1000 + 2 * 100 + 2 * price)
    assert found.bound == pytest.approx(found.cost)


def test_another_desk_at_the_same_time_and_place_is_no_move() -> None:
    """It is told apart, and costs nothing."""
    instance, held = _two_desks()
    spare = replace(instance, resources=(*instance.resources, desk("three", (8, 14))))
    found = replan(_without(spare, "two"), Existing(held, move_price=1e9), seconds=20, workers=1)
    assert (found.moves, found.move_cost) == ((), 0.0)
    assert [(change.arrival, change.after[0].resource) for change in found.desk_changes] == [
        ("p1", "three"),
        ("p3", "three"),
    ]
    assert found.cost == pytest.approx(400)


def test_the_same_time_at_another_location_is_a_move() -> None:
    """Also where the engine need not tell locations apart."""
    instance = instance_of((desk("one", (9, 11)), desk("two", (9, 11), location="there")), (party("p"),))
    held = (Itinerary("p", (Appointment("talk", "one", 9, 11),)),)
    found = replan(_without(instance, "one"), Existing(held, move_price=30.0), seconds=20, workers=1)
    (move,) = found.moves
    assert (move.price, move.could_stay, move.after) == (30.0, False, (Appointment("talk", "two", 9, 11),))
    assert found.cost == pytest.approx(130)


def test_new_arrivals_are_served_and_those_who_are_gone_leave_their_desk() -> None:
    """Neither is a move."""
    instance, held = _two_desks()
    arrivals = (*instance.arrivals[:3], party("new"))
    found = replan(replace(instance, arrivals=arrivals), Existing(held, move_price=50.0), seconds=20, workers=1)
    assert (found.moves, found.desk_changes, found.plan.late) == ((), (), ())
    assert {itinerary.arrival for itinerary in found.plan.itineraries} == {"p0", "p1", "p2", "new"}


def test_whoever_moves_for_less_moves() -> None:
    """One has to go for a party that can only come early; the price of each decides who."""
    instance, held = _two_desks()
    late_shift = replace(instance.resources[0], shifts=(*instance.resources[0].shifts, *desk("x", (14, 16)).shifts))
    early = party("early", deadline=11)
    crowded = replace(instance, resources=(late_shift, instance.resources[1]), arrivals=(*instance.arrivals, early))
    found = replan(crowded, Existing(held, move_price=70.0, move_prices={"p1": 20.0}), seconds=20, workers=1)
    assert [(move.arrival, move.after[0].start, move.could_stay) for move in found.moves] == [("p1", 14, True)]
    assert found.cost == pytest.approx(500 + 20)


@pytest.mark.parametrize("features", [False, True])
def test_a_tenth_of_a_second_makes_nothing_worse_than_staying(features: bool) -> None:
    """All that fits is kept at first, and only what is better replaces it."""
    instance = generate(Family(arrivals=60, days=5, features=features), 2)
    plan = solve(instance, seconds=0.1)
    found = replan(instance, Existing(plan.itineraries, move_price=10.0), seconds=0.1)
    assert verify(instance, found.plan).ok
    assert found.cost <= plan.cost + 1e-6


def test_told_to_stop_it_answers_with_what_stands() -> None:
    """Before any stage: everybody stays."""
    instance = generate(Family(arrivals=60, days=5), 2)
    plan = solve(instance, seconds=0.1)
    found = replan(instance, Existing(plan.itineraries, move_price=1.0), seconds=600, stopped=lambda: True)
    assert found.moves == ()


def test_the_same_rounds_and_seed_give_the_same_answer() -> None:
    """As those of a solve do."""
    instance = generate(Family(arrivals=40, days=5, desks=(1, 2, 2)), 3)
    existing = Existing(solve(instance, seconds=0.1).itineraries, move_price=15.0)
    first, second = (replan(instance, existing, seconds=300, rounds=2_000, seed=5) for _ in range(2))
    assert (first.moves, first.bound, first.plan.itineraries) == (second.moves, second.bound, second.plan.itineraries)


def test_a_crowd_is_planned_anew_with_every_feature_and_some_of_it_fixed() -> None:
    """A desk goes, some stay fixed in part or whole; the answer is verified, and time makes it no dearer."""
    instance = generate(Family(arrivals=70, days=6, desks=(1, 2, 2), features=True), 3)
    plan = solve(instance, seconds=0.1)
    steps = {held.arrival: [a.step for a in held.appointments] for held in plan.itineraries}
    down = replace(
        instance,
        resources=(replace(instance.resources[0], shifts=instance.resources[0].shifts[:-1]), *instance.resources[1:]),
    )
    gone = {
        held.arrival for held in plan.itineraries for a in held.appointments if a.resource == instance.resources[0].id
    }
    kept = [arrival for arrival in steps if arrival not in gone]
    fixed = {arrival: frozenset(steps[arrival][: n % 4]) for n, arrival in enumerate(kept)}
    existing = Existing(plan.itineraries, fixed, 25.0)
    quick, found = (replan(down, existing, seconds=seconds) for seconds in (0.1, 3))
    _check(down, existing, found)
    assert found.bound <= found.cost <= quick.cost
    assert 0 < found.plan.bound <= found.plan.cost
