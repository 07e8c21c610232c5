"""Simulations beside closed forms, and beside the independent simulator `ciw`."""

from dataclasses import replace
from datetime import date, time, timedelta

import ciw
import numpy as np
import pytest

from calendars.opening import WallSpan, WeeklyPattern
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace
from scheduler.scenarios.policy import FIRST_COME
from scheduler.scenarios.replication import replicate
from scheduler.scenarios.requests import Requests
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Scenario
from scheduler.scenarios.simulate import simulate
from scheduler.scenarios.statistics import Estimate, estimate
from solver.classes import merged_classes
from solver.instance import Arrival, Instance, Objective, Resource, Span
from solver.instance import Journey as SolverJourney
from solver.instance import Step as SolverStep
from tests.queueing import constant_wait, erlang_b
from tests.scheduler.scenarios.stage import CAPACITY, NAME, REGION, desk

MINUTES, AN_HOUR = 10, 60  # of an appointment
A_DAY = 24 * 60
WEEK = 7 * A_DAY
ROUND_THE_CLOCK = WeeklyPattern(dict.fromkeys(range(1, 8), (WallSpan(time(0), time(0)),)))
SUMMER = date(2026, 6, 1)  # no clock is set in the weeks that follow


def walk_ins(load: float, desks: int) -> Scenario:
    """Two weeks of people who walk in at any time, each for ten minutes at desks that never close."""
    talk = Journey("talk", NAME, (Step("talk", NAME, "talk", (MINUTES,)),))
    region = replace(REGION, pace=Pace(1, 0, travel={}))
    group = DeskGroup(desk("town", "talk", ROUND_THE_CLOCK), desks)
    return Scenario(
        "Walk-ins",
        Capacity(region, CAPACITY.agencies, (talk,), (group,)),
        Demand(weekly=load / MINUTES * WEEK, journeys={"talk": 1.0}, weekdays=(1.0,) * 7, walk_ins=1.0),
        Horizon(SUMMER, SUMMER + timedelta(days=13), warm_up=timedelta(days=1)),
    )


def simulated_waits(load: float, desks: int, replications: int = 6) -> Estimate:
    """The mean waiting time in minutes, by replications."""
    found = [replicate(walk_ins(load, desks), number) for number in range(replications)]
    waits = estimate([figures.walk_in_minutes / figures.walk_ins for figures in found])
    assert waits is not None
    return waits


def ciw_waits(load: float, desks: int, replications: int = 6) -> Estimate:
    """The same by `ciw`."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(load / MINUTES)],
        service_distributions=[ciw.dists.Deterministic(MINUTES)],
        number_of_servers=[desks],
    )
    means = []
    for seed in range(replications):
        ciw.seed(seed)
        run = ciw.Simulation(network)
        run.simulate_until_max_time(2 * WEEK)
        means.append(float(np.mean([each.waiting_time for each in run.get_all_records() if each.arrival_date > A_DAY])))
    waits = estimate(means)
    assert waits is not None
    return waits


@pytest.mark.parametrize(("load", "desks"), [(0.6, 1), (1.4, 2)])
def test_walk_ins_wait_as_long_as_theory_and_another_simulator_say(load: float, desks: int) -> None:
    """M/D/c, within confidence bounds and the minute that the grid is coarse."""
    ours, ciws = simulated_waits(load, desks), ciw_waits(load, desks)
    expected = MINUTES * constant_wait(desks, load)
    assert ours.low is not None
    assert ours.high is not None
    assert ours.low - 1 <= expected <= ours.high + 1
    assert ciws.low is not None
    assert ciws.high is not None
    assert ours.low - 1 <= ciws.high
    assert ciws.low <= ours.high + 1


def test_those_who_cannot_wait_are_turned_away_as_often_as_erlang_says() -> None:
    """Erlang's loss formula: whoever finds no desk free at once is late; any service time gives the same share."""
    desks, load, days = 3, 2.0, 60
    comes = np.random.default_rng(5).poisson(load / AN_HOUR, days * A_DAY)
    requests = _impatient(np.repeat(np.arange(len(comes)), comes))
    found = simulate(merged_classes(_counter(desks, days)), requests, FIRST_COME)
    assert len(found.late) / len(requests.arrivals) == pytest.approx(erlang_b(desks, load), rel=0.12)


def _counter(desks: int, days: int) -> Instance:
    spans = tuple(Span(day * A_DAY, (day + 1) * A_DAY) for day in range(days))
    resources = tuple(
        Resource(f"desk-{n}", "town", "hall", frozenset(("talk",)), frozenset(), spans) for n in range(desks)
    )
    talk = SolverJourney("talk", (SolverStep("talk", "talk", (AN_HOUR,)),))
    dates = tuple(SUMMER + timedelta(days=n) for n in range(days))
    return Instance("Europe/Amsterdam", 1, dates, 0, {}, Objective(), resources, {"talk": talk}, ())


def _impatient(comes: np.ndarray) -> Requests:
    arrivals = tuple(
        Arrival("somebody", "talk", 1, slot, slot + AN_HOUR, slot // A_DAY)
        for slot in comes.tolist()
        if slot % A_DAY <= A_DAY - AN_HOUR
    )
    return Requests(arrivals, np.array([each.available_from for each in arrivals], dtype=np.int64))
