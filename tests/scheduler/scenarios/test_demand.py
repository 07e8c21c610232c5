"""Who comes in a replication."""

from dataclasses import fields, replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.scenarios.demand import WALKS_IN, Newcomers, draw, expected, language_sets
from scheduler.scenarios.scenario import Demand, Horizon, Intake, Season

MONDAY = date(2026, 9, 7)
YEAR = Horizon(MONDAY, MONDAY + timedelta(weeks=52, days=-1))
EN, DE = frozenset(("en",)), frozenset(("de",))
DEMAND = Demand(
    weekly=60,
    journeys={"long": 2.0, "short": 1.0},
    parties=(0.5, 0.3, 0.2),
    languages=((EN, 0.7), (frozenset(), 0.3)),
    leads=(0.0, 1.0, 1.0, 2.0),
    walk_ins=0.1,
    no_shows=0.05,
    cancellations=0.2,
    spread=0.4,
)


def drawn(demand: Demand = DEMAND, horizon: Horizon = YEAR, number: int = 0) -> Newcomers:
    """The newcomers of a replication, of three steps each."""
    return draw(demand, horizon, 3, 1, number)


def equal(one: Newcomers, other: Newcomers) -> bool:
    """Whether two draws are the same to the last number."""
    return all((getattr(one, each.name) == getattr(other, each.name)).all() for each in fields(Newcomers))


def test_a_replication_draws_the_same_people_each_time() -> None:
    """Another one draws others."""
    assert equal(drawn(), drawn())
    assert len(drawn().day) != len(drawn(number=1).day)


def test_more_demand_adds_people_and_changes_none() -> None:
    """Those of each day are the first of those who come on it when more do."""
    few, many = drawn(), drawn(replace(DEMAND, weekly=75))
    assert len(many.day) > len(few.day)
    told = {(many.day[n], many.moment[n]): (many.journey[n], many.party[n], many.lead[n]) for n in range(len(many.day))}
    for n in range(len(few.day)):
        assert told[few.day[n], few.moment[n]] == (few.journey[n], few.party[n], few.lead[n])


def test_shares_and_weights_are_kept_on_average() -> None:
    """Over about three thousand people, within what chance allows."""
    found = drawn()
    count = len(found.day)
    assert count == pytest.approx(60 * 52, abs=4 * (60 * 52) ** 0.5)
    assert (found.journey == 0).mean() == pytest.approx(2 / 3, abs=0.04)
    assert (found.party == 3).mean() == pytest.approx(0.2, abs=0.03)
    assert (found.languages == 1).mean() == pytest.approx(0.3, abs=0.03)
    assert (found.lead == WALKS_IN).mean() == pytest.approx(0.1, abs=0.02)
    assert (found.lead == 3).mean() == pytest.approx(0.9 / 2, abs=0.04)
    assert found.absent.mean() == pytest.approx(0.05, abs=0.02)
    assert found.paces.mean() == pytest.approx(1.0, abs=0.02)
    assert found.paces.std() == pytest.approx(0.4, abs=0.02)


def test_times_are_exponential_at_a_spread_of_one() -> None:
    """As queues are studied: a share of e^-1 takes longer than planned."""
    paces = drawn(replace(DEMAND, spread=1.0)).paces
    assert (paces > 1).mean() == pytest.approx(np.exp(-1), abs=0.02)
    assert (drawn(replace(DEMAND, spread=0.0)).paces == 1).all()


def test_a_season_multiplies_and_may_span_the_new_year() -> None:
    """Weekends without weight have nobody."""
    seasons = (Season((11, 1), (1, 31), 2.0), Season((2, 1), (10, 31), 0.5))
    demand = replace(DEMAND, seasons=seasons)
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    assert sum(expected(demand, day) for day in week) == pytest.approx(30)
    assert expected(demand, date(2027, 1, 4)) == pytest.approx(24)
    assert expected(demand, date(2026, 12, 7)) == pytest.approx(24)
    assert expected(demand, date(2026, 9, 12)) == 0


def test_an_intake_comes_on_its_day_on_top_of_everybody_else() -> None:
    """All alike, and in no other's way: the others are who they were."""
    bus = Intake(MONDAY, 100, "short", party=2, languages=DE, lead_days=2)
    with_bus = replace(DEMAND, intakes=(bus,))
    assert len(drawn(with_bus).day) == len(drawn().day) + 100
    assert language_sets(with_bus) == [EN, frozenset(), DE]
    found = drawn(with_bus)
    group = found.languages == 2
    assert group.sum() == 100
    assert set(found.party[group]) == {2}
    assert set(found.journey[group]) == {1}
    assert set(found.day[group]) == {0}
    assert set(found.lead[group]) == {2}


@settings(max_examples=30, deadline=None)
@given(
    st.floats(0, 300),
    st.lists(st.floats(0, 5), min_size=1, max_size=10).filter(lambda weights: sum(weights) > 0),
    st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1)),
    st.integers(0, 99),
)
def test_whatever_the_demand_the_people_make_sense(
    weekly: float, leads: list[float], shares: tuple[float, float, float], number: int
) -> None:
    """They ask in order, with leads that have weight, and cancel after they asked, before they would come."""
    walk_ins, no_shows, cancellations = shares
    demand = replace(
        DEMAND, weekly=weekly, leads=tuple(leads), walk_ins=walk_ins, no_shows=no_shows, cancellations=cancellations
    )
    found = drawn(demand, Horizon(MONDAY, MONDAY + timedelta(days=20)), number)
    asks = found.day - np.maximum(found.lead, 0)
    assert (np.diff(asks) >= 0).all()
    assert all(lead == WALKS_IN or leads[lead] > 0 for lead in found.lead.tolist())
    assert (found.cancels < np.maximum(found.lead, 0)).all()
    assert not (found.absent & (found.cancels >= 0)).any()
    assert ((found.moment >= 0) & (found.moment < 1)).all()
