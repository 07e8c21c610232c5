"""What a scenario takes for granted."""

from dataclasses import replace
from datetime import date

from scheduler.scenarios.assumptions import Change, assumptions, changes
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.scenario import Horizon, Intake, Scenario, Season
from tests.scheduler.scenarios.imagined import SCENARIO, busier


def told(scenario: Scenario) -> dict[str, str]:
    """Values by label, in English."""
    return {each.label: each.value for each in assumptions(scenario, "en")}


def test_they_tell_who_comes_who_is_there_and_the_rules() -> None:
    """In words, as planners would."""
    found = told(SCENARIO)
    assert found["Days"] == "Monday 19 January 2026 to Thursday 31 December 2026"
    assert found["Warm-up"] == "14 days, which count in no figure"
    assert found["Arrivals a week, on average"] == "60"
    assert found["Journeys"] == "Highly skilled migrant: 45%, EU citizen: 35%, First residence permit: 20%"
    assert found["Languages"] == "any language"
    assert found["Do not come"] == "3%"
    assert found["IND"] == "2 desks, 42 hours a week, on Tuesday, Thursday and Friday"
    assert found["Promise"] == "3 calendar days, extended as the law does"
    assert (found["Offers of times"], found["Times"]) == ("first come, first served", "firm at once")


def test_they_are_told_in_dutch() -> None:
    """Labels and values."""
    found = {each.label: each.value for each in assumptions(SCENARIO, "nl")}
    assert found["IND"] == "2 balies, 42 uur per week, op dinsdag, donderdag en vrijdag"
    assert found["Aanbod van tijden"] == "wie het eerst komt"


def test_what_a_scenario_has_not_is_not_told() -> None:
    """Seasons, groups, desks given away twice, days shut."""
    bare = replace(SCENARIO, capacity=replace(SCENARIO.capacity, closures=()))
    assert not {"Seasons", "Group intakes", "Desks given away beyond those there are", "Days shut"} & set(told(bare))


def test_a_horizon_beyond_the_closures_that_are_known_is_told() -> None:
    """Every holiday of the years after them counts as open."""
    beyond = replace(SCENARIO, horizon=Horizon(date(2026, 6, 1), date(2027, 3, 1)))
    assert told(beyond)["Closures known"] == "only up to Saturday 26 December 2026: every day after it is open"
    assert "Closures known" not in told(SCENARIO)


def test_what_it_has_is() -> None:
    """Each in its own words."""
    demand = replace(
        SCENARIO.demand,
        seasons=(Season((1, 1), (7, 31), 0.8), Season((8, 1), (12, 31), 1.3)),
        intakes=(Intake(date(2026, 9, 1), 120, "first-permit"),),
    )
    policy = Policy(priced=True, provisional=True, lead_days=2)
    found = told(replace(SCENARIO, demand=demand, policy=policy, overbooking={"ind": 1}))
    assert found["Seasons"] == "1 January to 31 July: 80%; 1 August to 31 December: 130%"
    assert found["Group intakes"] == "120 on Tuesday 1 September 2026"
    assert found["Times"] == "provisional, firm 2 open days ahead"
    assert found["Offers of times"] == "at what they are worth to later arrivals"
    assert found["Desks given away beyond those there are"] == "ind: 1"


def test_differences_are_what_is_told_otherwise() -> None:
    """What both assume alike is not among them."""
    assert changes(SCENARIO, busier(75), "en") == (Change("Arrivals a week, on average", "60", "75"),)
    assert changes(SCENARIO, SCENARIO, "en") == ()


def test_what_only_one_assumes_is_a_difference_too() -> None:
    """Its other side is empty."""
    other = replace(SCENARIO, overbooking={"ind": 1})
    label = "Desks given away beyond those there are"
    assert changes(SCENARIO, other, "en") == (Change(label, "", "ind: 1"),)
    assert changes(other, SCENARIO, "en") == (Change(label, "ind: 1", ""),)


def test_desks_that_differ_in_what_words_leave_out_are_told_to_differ() -> None:
    """Other languages, say: the same desks and hours."""
    first, *rest = SCENARIO.capacity.desks
    desks = (replace(first, desk=replace(first.desk, languages=frozenset(("nl",)))), *rest)
    (found,) = changes(SCENARIO, replace(SCENARIO, capacity=replace(SCENARIO.capacity, desks=desks)), "en")
    assert (found.label, found.after) == ("IND", "other hours, services, languages or costs")


def test_an_agency_without_desks_says_so() -> None:
    """And one desk is one."""
    no_desks = replace(SCENARIO.capacity, desks=SCENARIO.capacity.desks[2:3])
    found = told(replace(SCENARIO, capacity=no_desks))
    assert found["IND"] == "no desks"
    assert found["Municipality of Maastricht"].startswith("1 desk, 37.5 hours a week")
