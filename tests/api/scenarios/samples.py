"""Scenario documents that are right, and scenarios drawn at random."""

from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from calendars.opening import Closure, OpeningException, WallSpan, WeeklyPattern
from scheduler.domain.agency import Agency, AgencyClosure, Region, Resource
from scheduler.domain.journey import Journey, Step
from scheduler.domain.policy import Pace, Prices, Promise
from scheduler.domain.texts import Text
from scheduler.scenarios.policy import Policy
from scheduler.scenarios.scenario import Capacity, Demand, DeskGroup, Horizon, Intake, Scenario, Season

MONDAY = date(2026, 9, 7)
SCRATCH: dict[str, Any] = {
    "format": "onestop-scenario/1",
    "name": "One counter",
    "demand": {"weekly": 10, "journeys": {"newcomer": 1}},
    "capacity": {
        "agencies": {"town": "Town hall"},
        "journeys": {"newcomer": {"steps": [{"id": "registration", "service": "registration", "slots": [2, 3]}]}},
        "desks": {
            "town-1": {"agency": "town", "services": ["registration"], "hours": {"monday-friday": ["09:00-12:00"]}}
        },
    },
    "horizon": {"from": "2026-09-07", "to": "2026-11-29"},
}
_weights = st.floats(0, 1e6).map(lambda weight: weight + 0.5)
_texts = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
_days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
_languages = st.frozensets(st.sampled_from(["nl", "en", "de", "no", "es"]), max_size=3)
_names = st.builds(Text, _texts, _texts)
_desks = st.lists(st.integers(1, 3), min_size=1, max_size=3).map(tuple)
_shares = st.floats(0, 1)
_flags = st.booleans()
_spells = st.none() | st.tuples(_days, _days).map(lambda days: (min(days), max(days)))
_SEASONS = (Season((1, 1), (2, 29), 1.5), Season((3, 1), (12, 31), 0.8))


@st.composite
def _hours(draw: st.DrawFn) -> tuple[WallSpan, ...]:
    cuts = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    times = [time(cut // 4 % 24, cut % 4 * 15) for cut in cuts]
    return tuple(WallSpan(*times[n : n + 2]) for n in range(0, len(times) - 1, 2))


def _desk(name: str) -> st.SearchStrategy[Resource]:
    patterns = st.dictionaries(st.integers(1, 7), _hours(), max_size=7)
    exceptions = st.dictionaries(_days, st.just(()) | _hours(), max_size=2)
    return st.builds(
        Resource,
        st.just(name),
        st.just("town"),
        st.sampled_from(["mosae", "no", "12"]),
        st.just(frozenset({"registration", "permit"})),
        _languages,
        patterns.map(lambda hours: WeeklyPattern({**hours, 1: (WallSpan(time(9), time(12)),)})),
        exceptions.map(lambda days: tuple(OpeningException(day, spans) for day, spans in sorted(days.items()))),
    )


@st.composite
def _capacities(draw: st.DrawFn, policy: Policy) -> Capacity:
    times = "provisional" if policy.provisional else "firm"
    promise = draw(
        st.builds(
            Promise,
            st.sampled_from(["calendar_days_atw", "calendar_days", "working_days"]),
            st.integers(1, 90),
            st.lists(_days, max_size=2).map(tuple),
            st.just(times),
        )
    )
    prices = draw(st.builds(Prices, *[st.floats(0, 1e6)] * 4))
    travel = draw(st.dictionaries(st.just(frozenset({"mosae", "no"})), st.integers(0, 9)))
    region = Region("region", draw(_texts), "Europe/Amsterdam", "", promise, prices, Pace(15, 1, travel))
    steps = (
        Step("permit", draw(_names), "permit", (1, 2)),
        Step(
            "registration", draw(_names), "registration", (2, 2, 3), ("permit",), draw(st.integers(0, 9)), draw(_desks)
        ),
    )
    groups = tuple(
        DeskGroup(
            draw(_desk(f"town-{number}")),
            draw(st.integers(1, 9)),
            draw(st.floats(0, 1e6)),
            draw(_spells) if number else None,
        )
        for number in range(draw(st.integers(1, 3)))
    )
    closures = draw(st.lists(st.builds(Closure, st.just(MONDAY), st.just(MONDAY), _texts), max_size=2))
    return Capacity(
        region,
        (Agency("town", "region", draw(_names)),),
        (Journey("newcomer", draw(_names), steps),),
        groups,
        tuple(AgencyClosure("region", draw(st.sampled_from([None, "town"])), closure) for closure in closures),
        draw(_shares),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios that pass every check."""
    policy = draw(st.builds(Policy, _flags, _flags, st.integers(0, 30), st.floats(0, 1e6), _flags))
    intake = st.builds(Intake, st.just(MONDAY), st.integers(1, 99), st.just("newcomer"), st.integers(1, 5), _languages)
    demand = Demand(
        weekly=draw(st.floats(0.1, 10_000)),
        journeys={"newcomer": draw(_weights)},
        parties=tuple(draw(st.lists(_weights, min_size=1, max_size=20))),
        languages=tuple(draw(st.dictionaries(_languages, _weights, min_size=1)).items()),
        weekdays=(*draw(st.lists(_weights | st.just(0.0), min_size=6, max_size=6)), 1.0),
        leads=tuple(draw(st.lists(_weights, min_size=1, max_size=30))),
        seasons=draw(st.sampled_from([(), _SEASONS])),
        intakes=tuple(draw(st.lists(intake, max_size=2))),
        walk_ins=draw(_shares),
        no_shows=draw(_shares),
        cancellations=draw(_shares),
        spread=draw(_shares),
    )
    return Scenario(
        name=draw(_texts),
        capacity=draw(_capacities(policy)),
        demand=demand,
        horizon=Horizon(MONDAY, MONDAY + timedelta(days=draw(st.integers(14, 400))), timedelta(days=7)),
        policy=policy,
        overbooking=draw(st.dictionaries(st.just("town"), st.integers(0, 9))),
        replications=draw(st.integers(1, 10_000)),
        seed=draw(st.integers(0, 2**31 - 1)),
    )
