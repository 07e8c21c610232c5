"""One replication of a scenario, from who comes to its figures."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.domain.policy import Promise
from scheduler.scenarios.demand import draw
from scheduler.scenarios.figures import Figures
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.pricing import expected_requests
from scheduler.scenarios.replication import replicate
from scheduler.scenarios.scenario import DeskGroup, Intake, Scenario
from scheduler.scenarios.simulate import simulate
from scheduler.scenarios.world import World
from solver.layout import lay_out
from solver.verify import verify
from tests.scheduler.scenarios.stage import CAPACITY, HORIZON, MONDAY, desk, scenario, with_demand, with_desks

FORTNIGHT = replace(HORIZON, last=MONDAY + timedelta(days=13))
TUESDAY_WEEK = MONDAY + timedelta(days=8)
QUIET = {"weekly": 0.0, "walk_ins": 0.0, "no_shows": 0.0, "cancellations": 0.0, "spread": 0.0}
POLICIES = (Policy(), Policy(priced=True), Policy(provisional=True), Policy(priced=True, provisional=True))


def group(parties: int, **changes: float) -> Scenario:
    """Nobody but a group that comes on a Tuesday and asked a day before."""
    demand = QUIET | {"intakes": (Intake(TUESDAY_WEEK, parties, "newcomer", lead_days=1),)}
    return with_demand(**(demand | changes))


def test_everybody_is_served_on_the_day_while_there_are_desks() -> None:
    """Four parties of one in an hour, at two desks of each agency."""
    found = replicate(group(4), 0)
    assert (found.arrivals, found.within, found.late, found.unserved) == (4, 4, {}, 0)
    assert (found.days_to_done, found.days_to_bsn, found.visits) == ((4,), (4,), 4)
    assert (found.appointments, found.idle_minutes, found.desk_minutes, found.overtime_minutes) == (8, 0.0, 0.0, 0.0)
    assert found.cost == 4 * 100
    assert found.weeks == ((4, 4), (0, 0), (0, 0))


def test_desks_are_open_and_paid_for_on_the_days_that_count() -> None:
    """Fifteen days of eight hours at two desks of each agency."""
    found = replicate(group(4), 0)
    assert found.roster_cost == 15 * 8 * 2 * (50.0 + 40.0)
    assert sum(use.open for hour, use in found.use.items() if hour.agency == "town") == 15 * 8 * 2
    assert {(hour.weekday, hour.hour) for hour, use in found.use.items() if use.booked > 0} <= {
        (2, hour) for hour in range(9, 17)
    }
    assert sum(use.booked for use in found.use.values()) == 8 * 0.5


def test_who_is_late_is_served_afterwards_and_told_by_what_was_missing() -> None:
    """One desk of one agency holds 16 half hours a day, and 4 days until the deadline."""
    slow = with_desks(DeskGroup(desk("town", "registration"), 4), DeskGroup(desk("centre", "advice"), 1))
    found = replicate(replace(slow, demand=group(70).demand), 0)
    assert found.arrivals == 70
    assert found.late.keys() == {"centre"}
    assert found.within + found.late["centre"] == 70
    assert found.unserved == 0
    assert sum(found.days_to_done) == 70
    assert max(n for n, count in enumerate(found.days_to_done) if count) > 3


def test_who_cannot_be_served_in_any_case_misses_no_desk() -> None:
    """Nobody is done on the day who needs more than it has; without any desk nobody ever is."""
    found = replicate(replace(group(2), capacity=replace(CAPACITY, desks=CAPACITY.desks[:1])), 0)
    assert (found.within, found.late, found.unserved) == (0, {"window": 2}, 2)
    assert (found.days_to_done, found.visits) == ((), 0)


def test_those_who_take_longer_keep_others_waiting() -> None:
    """Waiting and overtime come of the spread alone."""
    assert replicate(group(30), 0).desk_minutes == 0
    slow = replicate(group(30, spread=1.0), 0)
    assert slow.desk_minutes > 0
    assert replicate(replace(group(30), overbooking={"town": 2, "centre": 2}), 0).desk_minutes > 0


def test_walk_ins_wait_for_their_first_appointment_and_no_shows_do_not_count() -> None:
    """Those who cancel are counted apart."""
    found = replicate(with_demand(walk_ins=1.0, no_shows=0.5, cancellations=0.5), 0)
    assert 0 < found.walk_ins <= found.walked_in == found.arrivals
    assert found.walk_in_minutes > 0
    assert found.cancellations == 0
    assert found.no_shows == pytest.approx(found.arrivals, rel=0.6)
    found = replicate(with_demand(walk_ins=0.0, no_shows=0.0, cancellations=0.5, leads=(0.0, 1.0)), 0)
    assert found.cancellations == pytest.approx(found.arrivals, rel=0.5)


def test_a_step_at_two_desks_at_once_uses_both_and_is_one_visit() -> None:
    """Nobody waits between them."""
    (newcomer,), two = CAPACITY.journeys, (2,)
    steps = tuple(replace(step, desks=two) for step in newcomer.steps)
    both = replace(CAPACITY, journeys=(replace(newcomer, steps=steps),))
    found = replicate(replace(group(2), capacity=both), 0)
    assert (found.within, found.visits, found.idle_minutes, found.desk_minutes) == (2, 2, 0.0, 0.0)
    assert sum(use.booked for use in found.use.values()) == 2 * 2 * (0.5 + 0.5)
    assert found.cost == 2 * 100


def test_absences_displace_people_and_cost_desk_hours() -> None:
    """Each desk is shut on half of its days: open hours are fewer, and paid for; nobody stays without a word."""
    found = replicate(replace(group(40), capacity=replace(CAPACITY, absences=0.5)), 0)
    opened = sum(use.open for use in found.use.values())
    assert opened + found.absent_hours == 15 * 8 * 4
    assert 0.3 < found.absent_hours / (15 * 8 * 4) < 0.7
    assert found.roster_cost == 15 * 8 * 2 * (50.0 + 40.0)
    assert found.displaced > 0
    _check_sums(found)
    nobody = replicate(replace(group(4), capacity=replace(CAPACITY, absences=1.0)), 0)
    assert (nobody.late, nobody.unserved, nobody.use) == ({"absence": 4}, 4, {})


def test_an_empty_scenario_has_figures_too() -> None:
    """Nobody comes."""
    found = replicate(with_demand(**QUIET), 0)
    assert (found.arrivals, found.within, found.days_to_done, found.cost) == (0, 0, (), 0.0)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_replication_is_the_same_each_time_and_keeps_all_rules(policy: Policy) -> None:
    """Whatever was drawn before; the plan passes the verifier."""
    busy = replace(with_demand(weekly=150), policy=policy, horizon=FORTNIGHT)
    first, other = replicate(busy, 3), replicate(busy, 4)
    assert replicate(scenario(), 3) != first
    assert replicate(busy, 3) == first
    assert other != first
    _check_sums(first)
    world = World(busy)
    told = world.requests(draw(busy.demand, FORTNIGHT, world.steps, busy.seed, 3))
    arrivals = tuple(replace(arrival, id=f"a-{n}") for n, arrival in enumerate(told.arrivals))
    outcome = simulate(world.classes, replace(told, arrivals=arrivals), policy, expected_requests(world))
    instance = outcome.assignment.pricer.classes.instance
    assert verify(instance, lay_out(outcome.assignment, 0.0, 0.0)).violations == ()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.floats(0, 300),
    st.integers(0, 3),
    st.integers(0, 3),
    st.sampled_from(POLICIES[:2]),
    st.integers(1, 5),
    st.sampled_from((0.0, 0.1, 0.8)),
)
def test_figures_add_up(weekly: float, town: int, centre: int, policy: Policy, days: int, absences: float) -> None:
    """With any desks, none included, and any promise."""
    desks = (DeskGroup(desk("town", "registration"), town), DeskGroup(desk("centre", "advice"), centre))
    region = replace(CAPACITY.region, promise=Promise("working_days", days))
    some = scenario(
        capacity=replace(CAPACITY, region=region, desks=desks, absences=absences),
        demand=replace(with_demand(weekly=weekly).demand),
        policy=policy,
    )
    _check_sums(replicate(some, 0))


def _check_sums(found: Figures) -> None:
    assert found.within + sum(found.late.values()) == found.arrivals
    assert sum(found.days_to_done) + found.unserved == found.arrivals
    assert found.unserved <= sum(found.late.values())
    assert sum(arrivals for arrivals, _ in found.weeks) <= found.arrivals
    assert found.visits >= found.arrivals - found.unserved
    assert all(0 <= use.booked <= use.open for use in found.use.values())
