"""Whatever a scenario may hold can be said in the form: in plain fields, or beside them as in a file."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from api.pages.form_fields import PLAIN
from api.pages.scenario_form import GivenTwiceError, TextError, document_of_form
from api.scenarios.reading import scenario_of
from api.scenarios.writing import document_of
from api.scenarios.yaml_text import write
from api.schemas.scenarios import ScenarioIn
from scheduler.application import Application
from scheduler.demo.region import REGION
from scheduler.domain.forecast import LEAST_SEEN
from scheduler.scenarios.example import example
from scheduler.scenarios.jobs import list_scenarios, scenario_of_job
from tests.api.client import Client
from tests.api.conftest import NOW
from tests.api.pages.test_scenarios import planner_fixture  # noqa: F401 # a fixture
from tests.api.scenarios.samples import MONDAY, SCRATCH
from tests.scheduler.stage import registered

NAMED = {"name": "Busy", "start": f"region:{REGION.id}"}
PASTED = {"name": "", "start": "scratch:", "written": write(SCRATCH)}


def said(fields: dict[str, str]) -> dict[str, Any]:
    """What the document of a form says, and nothing that it leaves as it is."""
    told: dict[str, Any] = document_of_form(fields).model_dump(mode="json", by_alias=True, exclude_unset=True)
    return told


@pytest.mark.parametrize(
    ("field", "typed", "path", "value"),
    [
        ("name", " Busy ", "name", "Busy"),
        ("weekly", "47,5", "demand.weekly", 47.5),
        ("demand", "110", "demand.scale", 1.1),
        ("days", "5", "policy.promise.days", 5),
        ("counted", "working_days", "policy.promise.policy", "working_days"),
        ("offers", "bid-prices", "policy.offers", "bid-prices"),
        ("times", "provisional", "policy.times", "provisional"),
        ("walk_ins", "12.5", "demand.walkIns", 0.125),
        ("no_shows", "5", "demand.noShows", 0.05),
        ("cancellations", "0", "demand.cancellations", 0.0),
        ("spread", "130", "demand.spread", 1.3),
        ("absences", "3", "capacity.absences", 0.03),
        ("nightly", "no", "policy.nightly", False),
        ("lead_days", "4", "policy.leadDays", 4),
        ("move_price", "12,5", "policy.movePrice", 12.5),
        ("first", "2026-10-05", "horizon.from", "2026-10-05"),
        ("last", "2026-12-06", "horizon.to", "2026-12-06"),
        ("warm_up", "14", "horizon.warmUpDays", 14),
        ("replications", "7", "replications", 7),
        ("seed", "0", "seed", 0),
        ("desks.ind.4", "-1", "capacity.more.ind.thursday", -1),
    ],
)
def test_each_field_says_one_thing(field: str, typed: str, path: str, value: object) -> None:
    """It stands where a file has it; all others, left empty, say nothing."""
    empty = {each.name: "" for each in PLAIN} | {"written": " \r\n", "weeks": "26"}
    expected: Any = value
    for step in reversed(path.split(".")):
        expected = {step: expected}
    start = {"format": "onestop-scenario/1", "name": "Busy", "start": {"region": REGION.id}}
    assert said(empty | NAMED | {field: typed}) == start | expected


def test_every_field_is_one_of_a_file() -> None:
    """What a field holds is told by a file that says all of a scenario, but for how many times as many come."""
    whole = document_of(example(MONDAY))
    for field in PLAIN:
        part: Any = whole
        for step in field.path[:-1]:
            part = part[step]
        assert field.path[-1] in part or field.name == "demand"


def test_a_scenario_may_start_with_who_came(planner: Client, service: Application) -> None:
    """In as many weeks as are asked for; what the start holds is shown, and taken."""
    for _ in range(LEAST_SEEN):
        registered(service, journey="eu-citizen", arrives_on=NOW.date() - timedelta(days=14))
    fields = NAMED | {"start": f"history:{REGION.id}", "weeks": "2"}
    assert said(fields)["start"] == {"history": REGION.id, "weeks": 2}
    shown = planner.request("POST", "/scenarios", data=fields | {"again": "yes"})
    assert (shown.status_code, 'placeholder="25"' in shown.text, 'value="Busy"' in shown.text) == (200, True, True)
    assert planner.request("POST", "/scenarios", data=fields).status_code == 303
    (job,) = list_scenarios(service).items
    assert scenario_of_job(job).demand.weekly == 25
    few = planner.request("POST", "/scenarios", data=fields | {"weeks": "1"})
    assert "expected a region in which 50 or more arrived in the last 1 weeks" in unescape(few.text)
    wrong = planner.request("POST", "/scenarios", data=fields | {"weeks": "600"})
    assert "Weeks back, for who came: “600” is wrong; expected 520 or less." in unescape(wrong.text)


def test_a_text_stands_beside_the_fields() -> None:
    """Each says what the other does not, also of the same part."""
    text = "demand:\n  parties: {1: 2, 2: 1}\ncapacity: {more: {expat-centre: {monday: 1}}, without: [ind-1]}\n"
    told = said(NAMED | {"walk_ins": "10", "desks.ind.4": "-1", "written": text.replace("\n", "\r\n")})
    assert told["demand"] == {"parties": {"1": 2, "2": 1}, "walkIns": 0.1}
    assert told["capacity"] == {
        "more": {"expat-centre": {"monday": 1}, "ind": {"thursday": -1}},
        "without": ["ind-1"],
    }


@pytest.mark.parametrize(
    ("field", "typed", "text", "name"),
    [
        ("walk_ins", "10", "demand: {walkIns: 0.1}", "demand.walkIns"),
        ("days", "5", "policy: {promise: {days: 4}}", "policy.promise.days"),
        ("name", "Busy", "name: Busy", "name"),
        ("start", f"region:{REGION.id}", f"start: {{region: {REGION.id}}}", "start"),
        ("start", "scenario:x", f"start: {{region: {REGION.id}}}", "start"),
        ("start", f"history:{REGION.id}", "base: as-now.yaml", "base"),
        ("desks.ind.4", "-1", "capacity: {more: {ind: {monday-friday: 1}}}", "capacity.more.ind"),
    ],
)
def test_nothing_is_said_twice(field: str, typed: str, text: str, name: str) -> None:
    """A field that is filled in while the text says the same is refused, by both names."""
    with pytest.raises(GivenTwiceError) as refused:
        document_of_form(NAMED | {field: typed, "written": text})
    assert (refused.value.field, refused.value.name) == (field, name)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "demand:\r\n  weekly: 3\r\n seasons: 4",
            "expected YAML (expected <block end>, but found '<block mapping start>' at line 3, column 2)",
        ),
        (
            "demand: &all\n  parties: {1: 1}\npolicy: *all",
            "expected YAML (an alias; write the value out at line 3, column 9)",
        ),
        ("seed: 1\nseed: 2", "expected YAML ('seed' a second time at line 2, column 1)"),
        ("[" * 5000, "expected YAML that is not nested so deeply"),
        ("demand:\nseed: 1", "demand: null is wrong; expected an object"),
        ("- 1", "[1] is wrong; expected fields, such as demand: {weekly: 150}"),
        ("format: onestop-scenario/2", "format: \"onestop-scenario/2\" is wrong; expected 'onestop-scenario/1'"),
        ("demand: {seasonns: []}", "demand.seasonns: there is no such field; did you mean seasons?"),
        (
            "demand: {parties: {0: 1}}",
            'demand.parties.0: "0" is wrong; expected a number of people from 1 to 20',
        ),
        ("capacity: {closures: [{from: 2026-12-24}]}", "capacity.closures[0].to: missing"),
    ],
)
def test_a_text_is_refused_like_a_file(text: str, line: str) -> None:
    """By its line if it cannot be read, or else by the field, in the same words."""
    with pytest.raises(TextError) as refused:
        document_of_form(NAMED | {"walk_ins": "10", "written": text})
    assert str(refused.value) == line


def test_a_whole_scenario_may_be_pasted(planner: Client, service: Application) -> None:
    """From scratch the text says it all, and what is filled in goes on top."""
    assert planner.request("POST", "/scenarios", data=PASTED).status_code == 303
    assert planner.request("POST", "/scenarios", data=PASTED | {"times": "provisional", "seed": "8"}).status_code == 303
    asked = map(scenario_of_job, list_scenarios(service).items)
    whole, more = sorted(asked, key=lambda scenario: scenario.seed)
    assert whole == scenario_of(ScenarioIn.model_validate(SCRATCH))
    assert (more.seed, more.policy.provisional, more.demand) == (8, True, whole.demand)


def test_a_pasted_file_may_have_a_start_of_its_own() -> None:
    """A file that starts as the region is needs nothing beside it."""
    text = "format: onestop-scenario/1\nname: As now\nstart: {region: zuid-limburg}\n"
    assert said(PASTED | {"written": text})["start"] == {"region": "zuid-limburg"}
